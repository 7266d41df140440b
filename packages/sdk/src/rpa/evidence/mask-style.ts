/** What of a page may be seen in evidence although it is masked otherwise. Passwords never are. */
export interface Unmasked {
  /** Fields of the record whose values may be read. */
  readonly fields?: readonly string[] | undefined;
  /** CSS selectors of controls and cells that may be read. */
  readonly selectors?: readonly string[] | undefined;
}

const cover = 'background: #dcdcdc !important;';
const clear =
  'color: transparent !important; -webkit-text-fill-color: transparent !important; text-shadow: none !important; font-family: monospace !important;';

/**
 * Hides what controls, widgets and cells of values hold: default deny. Marked regions (`data-amtsbote-mask`) are hidden as a whole. One
 * width for all letters, so that not even the width of a hidden value tells anything of its letters. Flat colours and few filters: a
 * filter per field makes a picture take half as long again.
 */
export function maskStyle({ selectors = [] }: Unmasked = {}): string {
  const but = selectors.length === 0 ? '' : `:not(:is(${selectors.join(', ')}))`;
  const editor = `:is([contenteditable]:not([contenteditable=false]), [role=textbox])${but}`;
  const held = `:is(input, textarea, select)${but}, ${editor}`;
  const drawn = `:is(input[type=range], input[type=color], progress, meter)${but}`;
  const widget = `:is([role=combobox], [role=listbox], [role=option], [aria-haspopup=listbox], output)${but}`;
  const cell = `:is(dd, td)${but}`;
  const toggle = `input:is([type=radio], [type=checkbox])${but}`;
  const choice = `:is(${toggle} ~ :is(label, span), label:has(${toggle}), label:has(${toggle}) :not(input), [role=radio], [role=checkbox], [role=switch])`;
  return `
${held}, option, input[type=password] { ${clear} caret-color: transparent !important; ${cover} }
${drawn}, ${editor} * { visibility: hidden !important; }
input::-webkit-search-cancel-button { visibility: hidden !important; }
textarea${but} { overflow: hidden !important; }
select${but} { width: 14em !important; max-width: 100% !important; }
:is(input, textarea)${but}::placeholder { color: transparent !important; -webkit-text-fill-color: transparent !important; }
${toggle} { appearance: none !important; width: 1em; height: 1em; border: 1px solid #888 !important; }
:is([role=radio], [role=checkbox], [role=switch])${but} { filter: blur(6px) !important; }
${choice}${but}, ${choice}${but}::before, ${choice}${but}::after {
  background: none !important; border-color: #888 !important; box-shadow: none !important; outline: none !important; color: #333 !important;
  font-weight: normal !important; opacity: 1 !important; transform: none !important; }
${choice}${but}::before, ${choice}${but}::after, ${toggle} ~ :is(i, b, em, svg), label:has(${toggle}) :is(i, svg), :is([role=radio], [role=checkbox], [role=switch])${but} * { visibility: hidden !important; }
input[type][type]:is([type=submit], [type=button], [type=reset]) {
  color: inherit !important; -webkit-text-fill-color: currentcolor !important; background: #eee !important; font-family: inherit !important; }
${widget}, ${widget} *, ${cell}, ${cell} *:not(button, a) { ${clear} }
${widget}, ${cell} { ${cover} }
canvas, video, object, embed, img[src^="data:"], img[src^="blob:"], image[href^="data:"] { visibility: hidden !important; }
[style*="data:"], [style*="blob:"] { background-image: none !important; }
[data-amtsbote-mask], [data-amtsbote-mask] * { visibility: hidden !important; }
`;
}
