/** The style of a coverage page: contrast of at least 4.5 to 1 in both schemes, nothing told by colour alone. */
export const coverageStyle = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --paper: #f6f7f9; --ink: #1b2027; --dim: #5a6472; --line: #d6dbe2;
  --read: #16653a; --read-soft: #d9f0e1; --ignored: #475467; --ignored-soft: #e4e8ee;
  --lost: #a3170f; --lost-soft: #fde0dd; --empty: #7a5200; --empty-soft: #fbeccb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181d; --paper: #1c2128; --ink: #e8ebef; --dim: #a5afbd; --line: #343c47;
    --read: #7fdba3; --read-soft: #17402a; --ignored: #c0c8d4; --ignored-soft: #323a45;
    --lost: #ffaca4; --lost-soft: #571d18; --empty: #f1ca74; --empty-soft: #47360d;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 3rem) 4rem; max-width: 76rem; background: var(--ground); color: var(--ink);
  font: 16px/1.5 system-ui, 'Segoe UI', Roboto, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .5rem; }
p { margin: .25rem 0; max-width: 44rem; }
code { font: .92em ui-monospace, 'Cascadia Mono', Consolas, monospace; overflow-wrap: anywhere; }
.about { color: var(--dim); }
.verdict { display: inline-block; margin: 1rem 0 .75rem; padding: .3rem .8rem; border-radius: .4rem; font-weight: 600; }
.read { color: var(--read); } .ignored { color: var(--ignored); } .lost { color: var(--lost); } .empty { color: var(--empty); }
.verdict.read, .bar .read, .state.read { background: var(--read-soft); }
.bar .ignored, .state.ignored { background: var(--ignored-soft); }
.verdict.lost, .bar .lost, .state.lost { background: var(--lost-soft); }
.bar .empty, .state.empty { background: var(--empty-soft); }
.bar { display: flex; height: 1.6rem; gap: 2px; border-radius: .4rem; overflow: hidden; }
.bar span { flex-basis: 0; min-width: 1.4rem; text-align: center; line-height: 1.6rem; font-weight: 700; }
.bar .lost { background-image: repeating-linear-gradient(135deg, transparent 0 6px, color-mix(in srgb, var(--lost) 22%, transparent) 6px 9px); }
.legend { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .5rem 1.5rem; margin: .9rem 0 0; }
.legend dd { margin: 0; color: var(--dim); font-size: .9rem; }
.mark { font-weight: 700; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--dim); font-size: .85rem; font-weight: 600; }
tbody th { font-weight: 400; overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
fieldset { border: 0; padding: 0; margin: .75rem 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
legend { float: left; margin-right: 1rem; color: var(--dim); }
.tree, .tree ul { list-style: none; margin: 0; padding: 0; }
.tree { background: var(--paper); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .9rem; }
.tree ul { margin-left: .45rem; padding-left: 1rem; border-left: 1px solid var(--line); }
.tree li { padding: .1rem 0; }
.leaf { display: inline-flex; flex-wrap: wrap; align-items: baseline; gap: .15rem .5rem; }
.prefix, .arrow { color: var(--dim); }
.state { border-radius: .3rem; padding: 0 .4rem; font-size: .85rem; white-space: nowrap; }
.field { font-weight: 600; }
summary { cursor: pointer; }
summary:focus-visible, input:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.sums { font-size: .8rem; margin-left: .4rem; font-variant-numeric: tabular-nums; }
.sums span + span { margin-left: .35rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
body:has(#only-lost:checked) .tree li:not(.has-lost) { display: none; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  fieldset { display: none; }
  .state, .bar span, .verdict { print-color-adjust: exact; }
}
`;
