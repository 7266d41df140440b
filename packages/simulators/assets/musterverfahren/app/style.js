/** The stylesheet that all shadow roots share. */
export const sheet = new CSSStyleSheet();

sheet.replaceSync(`
:host { --teal: #00695c; --teal-hell: #e0f2f1; --grau: #5f6b73; --rand: #d5dce0; --rot: #b3261e; display: block; font: 15px/1.5 Inter, Roboto, "Noto Sans", "DejaVu Sans", sans-serif; color: #1d2529; }
* { box-sizing: border-box; } [hidden] { display: none !important; }
header { background: #fff; border-bottom: 1px solid var(--rand); padding: .8rem 2rem; display: flex; align-items: center; gap: 1rem; box-shadow: 0 1px 4px #0001; }
.marke { font-weight: 700; color: var(--teal); text-decoration: none; font-size: 1.1rem; } .amt { color: var(--grau); flex: 1; }
.konto { display: flex; align-items: center; gap: .6rem; } .bild { width: 2rem; height: 2rem; border-radius: 50%; background: var(--teal); color: #fff; display: grid; place-items: center; }
nav { display: flex; gap: .3rem; padding: .6rem 2rem; } nav a { color: #37474f; text-decoration: none; padding: .35rem .9rem; border-radius: 1rem; } nav a[aria-current] { background: var(--teal-hell); color: var(--teal); font-weight: 600; }
main { max-width: 60rem; margin: 1rem auto 4rem; background: #fff; border-radius: 12px; padding: 1.6rem 2.2rem; box-shadow: 0 2px 14px #0001; }
:host(.schmal) { max-width: 24rem; margin: 0 auto; } :host(.schmal) label { display: block; margin-top: .7rem; }
h1 { font-size: 1.35rem; margin: 0 0 1.1rem; } h2 { font-size: 1.05rem; margin: 1.4rem 0 .4rem; color: var(--teal); }
:host(.feld) { margin-bottom: 1rem; } label, .beschriftung, legend { font-weight: 600; font-size: .88rem; color: #37474f; } .stern { color: var(--rot); }
input:not([type=radio], [type=checkbox], [type=file]), textarea, .auswahl { font: inherit; width: 100%; padding: .5rem .7rem; border: 1px solid #b0bec5; border-radius: 8px; background: #fff; color: inherit; text-align: left; }
.auswahl { cursor: pointer; display: flex; justify-content: space-between; } .auswahl::after { content: "▾"; }
:host(.pruefung) input { background: #fff url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='14' height='14'%3E%3Ccircle cx='7' cy='7' r='5' fill='none' stroke='%2300695c' stroke-width='2' stroke-dasharray='20 12'/%3E%3C/svg%3E") no-repeat right .7rem center; }
[aria-invalid=true] { border-color: var(--rot) !important; } .feldfehler { color: var(--rot); font-size: .85rem; } .hinweis { display: block; color: var(--grau); font-size: .85rem; }
:focus-visible { outline: 2px solid #4db6ac; outline-offset: 1px; }
.anker { position: relative; } .menue { position: absolute; z-index: 30; top: 100%; left: 0; right: 0; margin: 4px 0 0; padding: 4px; list-style: none; background: #fff; border-radius: 8px; box-shadow: 0 6px 24px #0003; max-height: 15rem; overflow: auto; }
.menue li, .mehrfach li { padding: .35rem .7rem; border-radius: 6px; cursor: pointer; } .menue li:hover, .menue li:focus { background: var(--teal-hell); outline: 0; } .menue [aria-selected=true] { font-weight: 600; }
.mehrfach { list-style: none; margin: 0; padding: 4px; border: 1px solid #b0bec5; border-radius: 8px; } .mehrfach [aria-selected=true] { background: var(--teal-hell); } .mehrfach [aria-selected=true]::before { content: "✓ "; }
fieldset { border: 1px solid var(--rand); border-radius: 8px; margin: 0; padding: .3rem .9rem .6rem; } .wahl { display: inline-flex; gap: .4rem; margin-right: 1.4rem; align-items: center; } .wahl label { font-weight: 400; }
.zeile { display: flex; gap: .5rem; align-items: center; } table.zeilen { width: 100%; border-collapse: collapse; } .zeilen th { text-align: left; font-size: .8rem; color: var(--grau); } .zeilen td { padding: .15rem .3rem .15rem 0; }
.dateien { margin: .3rem 0 0; padding-left: 1.2rem; font-size: .9rem; }
button, .knopf { font: inherit; padding: .45rem 1.2rem; border-radius: 20px; border: 1px solid var(--teal); background: #fff; color: var(--teal); cursor: pointer; text-decoration: none; display: inline-block; } button.haupt, .knopf.haupt { background: var(--teal); color: #fff; } button:disabled { opacity: .4; cursor: default; }
.knoepfe { display: flex; justify-content: flex-end; gap: .8rem; margin-top: 1.4rem; position: relative; }
[role=tablist] { display: flex; gap: 1.4rem; border-bottom: 1px solid var(--rand); margin-bottom: 1.3rem; } [role=tab] { border: 0; border-radius: 0; padding: .5rem .1rem; color: var(--grau); background: none; } [role=tab][aria-selected=true] { color: var(--teal); border-bottom: 3px solid var(--teal); font-weight: 600; } [role=tab][data-stand=offen]::after { content: " ●"; color: #ef6c00; } [role=tab][data-stand=gespeichert]::after { content: " ✓"; color: var(--teal); }
.toasts { position: fixed; right: 1.5rem; bottom: 1.5rem; display: grid; gap: .5rem; z-index: 50; } .toast { background: #263238; color: #fff; padding: .7rem 1.2rem; border-radius: 8px; box-shadow: 0 4px 16px #0004; } .toast.erfolg { background: #1b5e20; } .toast.fehler { background: var(--rot); }
.fehler:not(.toast) { background: #fdecea; color: var(--rot); padding: .6rem 1rem; border-radius: 8px; } .meldung { background: var(--teal-hell); padding: .6rem 1rem; border-radius: 8px; } .kurzinfo { color: var(--grau); margin: -.8rem 0 1rem; } .laedt { color: var(--grau); } .aktenzeichen { font-size: 1.5rem; }
.kacheln { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; } .kachel { border: 1px solid var(--rand); border-radius: 12px; padding: 1rem; display: grid; gap: .3rem; justify-items: start; } .kachel h2, .kachel p { margin: 0; } .zahl { font-size: 2rem; font-weight: 700; }
.suche { display: flex; gap: .8rem; align-items: center; } .suche label { white-space: nowrap; }
.kopfzeile, .treffer { display: grid; grid-template-columns: 11rem 1fr 1fr 10rem; gap: .5rem; padding: 0 .8rem; line-height: 36px; } .kopfzeile { font-size: .82rem; color: var(--grau); font-weight: 600; border-bottom: 1px solid var(--rand); } .rollbar { height: 396px; overflow: auto; position: relative; } .treffer { position: absolute; left: 0; right: 0; height: 36px; border-bottom: 1px solid #eef1f3; } .treffer a { color: var(--teal); } .treffer span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
dl { display: grid; grid-template-columns: 15rem 1fr; margin: 0; } dt { color: var(--grau); } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; } dt, dd { padding: .25rem 0; border-bottom: 1px solid #eef1f3; min-height: 2rem; }
dialog { border: 0; border-radius: 12px; padding: 1.4rem 1.8rem; box-shadow: 0 10px 40px #0005; max-width: 30rem; } dialog::backdrop { background: #0006; }
.editor { border: 1px solid #b0bec5; border-radius: 8px; overflow: hidden; } .editor .leiste { background: #f1f4f5; padding: 2px; } .editor .leiste button { border: 0; padding: 0 .7rem; background: none; font-weight: 700; } .editor iframe { width: 100%; height: 110px; border: 0; display: block; }
`);
