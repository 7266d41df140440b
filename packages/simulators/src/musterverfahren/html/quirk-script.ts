import type { Quirk, Quirks } from '../quirks/quirks.ts';
import { markup, type Html } from '../../shared/markup.ts';

/** Quirks that are made in the page, by `quirks.js`. */
const inPage: readonly Quirk[] = [
  'hidden-twin',
  'two-buttons',
  'rich-text',
  'select-overlay',
  'search-combobox',
  'masked-dates',
  'echo-success',
  'cookie-banner',
  'before-unload',
  'confirm-save',
];

/** The script that makes quirks in a page of the server; nothing when none of them is on. */
export function quirkScript(quirks: Quirks): Html | undefined {
  const names = inPage.filter((quirk) => quirks.has(quirk)).join(' ');
  if (names === '') return undefined;
  return markup`<link rel="stylesheet" href="/dateien/quirks.css"><script type="module" src="/dateien/quirks-page.js" data-quirks="${names}"></script>`;
}
