import type { FieldState } from '../page/page-types.ts';

/** What became of one field, without its value. */
export interface ReadBackRow {
  readonly label: string;
  /** In the form before it was sent; undefined when it was not looked at. */
  readonly form?: FieldState | undefined;
  /** In the saved record, freshly loaded. */
  readonly saved?: FieldState | undefined;
}

const words: Record<FieldState, string> = {
  filled: 'stimmt überein',
  differs: 'weicht ab',
  unknown: 'nicht gefunden',
  ambiguous: 'mehrfach vorhanden',
  disagree: 'nicht eindeutig gefunden',
  'behind-dialog': 'verdeckt',
  'by-hand': 'nicht ausgefüllt',
  'no-option': 'Wert nicht angeboten',
  'read-only': 'nicht änderbar',
  'too-long': 'Wert zu lang',
  refused: 'vom Formular nicht angenommen',
  'not-fillable': 'nicht ausfüllbar',
};

/** The comparison of what was meant with form and saved record, for a clerk to read. Holds labels and no values. */
export function readBackTable(rows: readonly ReadBackRow[]): string {
  const cells = rows.map(
    ({ label, form, saved }) => `<tr><th scope="row">${escaped(label)}</th><td>${said(form)}</td><td>${said(saved)}</td></tr>`,
  );
  return `<!doctype html>
<html lang="de"><head><meta charset="utf-8"><title>Abgleich der Felder</title></head><body>
<h1>Abgleich der Felder</h1>
<p>Verglichen wurde mit dem Datensatz der Zustellung. Werte sind nicht aufgeführt.</p>
<table border="1"><thead><tr><th>Feld</th><th>im Formular vor dem Speichern</th><th>im gespeicherten Vorgang</th></tr></thead><tbody>
${cells.join('\n')}
</tbody></table></body></html>
`;
}

function said(state: FieldState | undefined): string {
  return state === undefined ? '–' : words[state];
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (each) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[each] ?? '&quot;');
}
