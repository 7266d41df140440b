/**
 * The short form of a FIM id. Ids have eight digits in XDatenfelder 2 (`F60000227`) and eleven in XDatenfelder 3 (`F60000000227`):
 * there the number range has five digits instead of two, and the ranges of version 2 got three zeros. An id of a range that
 * version 2 does not know keeps its eleven digits. Undefined when it is no FIM id.
 */
export function normaliseFimId(id: string): string | undefined {
  const parts = fimIdParts(id);
  if (!parts) return undefined;
  const { kind, range, number } = parts;
  return kind + (range.endsWith('000') ? range.slice(0, 2) : range) + number;
}

/** The form with eleven digits, as XDatenfelder 3 writes it. Undefined when it is no FIM id. */
export function longFimId(id: string): string | undefined {
  const parts = fimIdParts(id);
  return parts && parts.kind + parts.range + parts.number;
}

/** Whether two ids name the same element, in whichever form. Texts that are no FIM ids are never the same. */
export function sameFimId(a: string, b: string): boolean {
  const long = longFimId(a);
  return long !== undefined && long === longFimId(b);
}

interface FimIdParts {
  /** S schema, G group, F field, R rule, D document profile, V code list. */
  readonly kind: string;
  readonly range: string;
  readonly number: string;
}

function fimIdParts(id: string): FimIdParts | undefined {
  const match = /^([SGFRDV])(\d{2})(\d{3})?(\d{6})$/i.exec(id);
  if (!match) return undefined;
  const [, kind = '', range = '', extension = '000', number = ''] = match;
  return { kind: kind.toUpperCase(), range: range + extension, number };
}
