import { expect, test } from 'vitest';
import { saysNothing } from './says-nothing.ts';

test.each(['Keine Treffer', '0 Tickets gefunden', 'Ergebnisse (0)', 'nothing found'])('"%s" says that there are no hits', (text) => {
  expect(saysNothing(text)).toBe(true);
});

test.each(['10 Treffer', 'Ergebnisse (1)', '0,5 Sekunden', 'Kein Treffer für 2026', 'Suchen'])('"%s" does not', (text) => {
  expect(saysNothing(text)).toBe(false);
});
