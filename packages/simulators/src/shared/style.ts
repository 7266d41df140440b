/** The one stylesheet, served at `/stil.css`. */
export const style: string = `
:root { --blau: #1d4f7c; --blau-hell: #e8f0f7; --rand: #b9c4ce; --text: #1c2630; --rot: #a4161a; --rot-hell: #fdecec; --gruen: #1f6b3a; }
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.45 "Segoe UI", "Noto Sans", "DejaVu Sans", Arial, sans-serif; color: var(--text); background: #f3f5f7; }
header { background: var(--blau); color: #fff; padding: .7rem 1.5rem; display: flex; align-items: baseline; gap: 1rem; }
header .marke { font-size: 1.15rem; font-weight: 600; color: #fff; text-decoration: none; }
header .amt { opacity: .8; flex: 1; }
header form { margin: 0; } header button { background: transparent; color: #fff; border: 1px solid #ffffff80; }
nav { background: #fff; border-bottom: 1px solid var(--rand); padding: 0 1.5rem; display: flex; flex-wrap: wrap; }
nav a { padding: .6rem .9rem; color: var(--blau); text-decoration: none; border-bottom: 3px solid transparent; }
nav a:hover, nav a[aria-current] { border-color: var(--blau); background: var(--blau-hell); }
main { max-width: 62rem; margin: 1.5rem auto; padding: 1.5rem 2rem; background: #fff; border: 1px solid var(--rand); border-radius: 4px; }
main.schmal { max-width: 26rem; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; } h2 { font-size: 1.05rem; margin: 1.5rem 0 .5rem; color: var(--blau); }
.feld { display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: .2rem 1rem; align-items: start; margin: 0 0 .7rem; }
.schmal .feld { grid-template-columns: 1fr; }
.feld > label, .feld > .name { padding-top: .4rem; }
.feld label.umschliessend { grid-column: 1 / -1; display: grid; grid-template-columns: 14rem minmax(0, 1fr); gap: 1rem; align-items: center; }
.feld .hinweis, .feld .feldfehler { grid-column: 2; font-size: .87rem; } .schmal .feld .feldfehler { grid-column: 1; }
.hinweis { color: #5a6773; } .feldfehler { color: var(--rot); }
.feld.haken { grid-template-columns: 14rem auto 1fr; } .feld.haken label { grid-column: 2 / -1; grid-row: 1; padding-top: 0; }
.feld.haken .zeile { grid-column: 2 / -1; display: flex; gap: .5rem; align-items: center; } .feld.haken .zeile label { padding: 0; }
table.eingabe { width: 100%; border-collapse: collapse; margin: 0 0 .7rem; } table.eingabe td { padding: 0; vertical-align: top; border: 0; }
table.eingabe td:first-child { width: 15rem; padding-top: .4rem; }
fieldset { border: 1px solid var(--rand); border-radius: 4px; margin: 0 0 .9rem; padding: .4rem 1rem .6rem; } legend { padding: 0 .4rem; }
fieldset .wahl { display: inline-flex; gap: .4rem; align-items: center; margin-right: 1.5rem; }
input, select, textarea, button { font: inherit; }
input:not([type=radio]):not([type=checkbox]):not([type=file]), select, textarea { width: 100%; padding: .38rem .5rem; border: 1px solid #8a97a3; border-radius: 3px; background: #fff; }
[aria-invalid=true] { border-color: var(--rot) !important; background: var(--rot-hell); }
:focus-visible { outline: 3px solid #f2b632; outline-offset: 1px; }
button, .knopf { padding: .45rem 1.1rem; border-radius: 3px; border: 1px solid var(--blau); background: #fff; color: var(--blau); cursor: pointer; text-decoration: none; display: inline-block; }
button.haupt, .knopf.haupt { background: var(--blau); color: #fff; }
.knoepfe { display: flex; flex-direction: row-reverse; justify-content: space-between; margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--rand); }
.fehler { border-left: 4px solid var(--rot); background: var(--rot-hell); padding: .7rem 1rem; margin: 0 0 1.2rem; } .fehler ul { margin: .3rem 0 0; padding-left: 1.2rem; }
.meldung { border-left: 4px solid var(--blau); background: var(--blau-hell); padding: .7rem 1rem; margin: 0 0 1.2rem; } .erfolg { border-color: var(--gruen); background: #e9f5ed; }
.aktenzeichen { font-size: 1.5rem; font-weight: 600; letter-spacing: .03em; }
ol.schritte { display: flex; gap: .4rem; list-style: none; padding: 0; margin: 0 0 1.4rem; flex-wrap: wrap; } ol.schritte li { padding: .25rem .8rem; border-radius: 1rem; background: #eceff2; color: #5a6773; }
ol.schritte li[aria-current] { background: var(--blau); color: #fff; }
table.liste { width: 100%; border-collapse: collapse; } table.liste th, table.liste td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #dde3e8; overflow-wrap: break-word; } table.liste .hash { font: .8rem ui-monospace, monospace; overflow-wrap: anywhere; } table.liste th { background: var(--blau-hell); }
dl { display: grid; grid-template-columns: 14rem minmax(0, 1fr); margin: 0; } dt, dd { padding: .3rem 0; margin: 0; border-bottom: 1px solid #e6eaee; min-height: 2rem; } dt { color: #5a6773; } dd { white-space: pre-wrap; overflow-wrap: anywhere; }
.kacheln { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; } .kachel { border: 1px solid var(--rand); border-radius: 4px; padding: 1rem; } .kachel h2 { margin-top: 0; }
.stern, .pflicht::after { color: var(--rot); } .pflicht::after { content: " *"; }
footer { text-align: center; color: #5a6773; font-size: .85rem; padding: 0 0 2rem; }
`;
