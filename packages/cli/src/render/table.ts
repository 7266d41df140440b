import { stripVTControlCharacters } from 'node:util';

/** Columns side by side, two blanks between them; the last one is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, width(cell));
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** How many columns of a terminal a text takes. */
export function width(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return [...new Intl.Segmenter().segment(stripVTControlCharacters(text))].length;
}

/** Every line of a text moved to the right. */
export function indent(text: string, by: number): string {
  const blanks = ' '.repeat(by);
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : blanks + line))
    .join('\n');
}

function pad(cell: string, to: number): string {
  return cell + ' '.repeat(Math.max(0, to - width(cell)));
}
