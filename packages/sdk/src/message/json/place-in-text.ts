import type { Place } from '../../model/finding.ts';

/** Line and column of an index in a text; both count from 1. */
export function placeInText(text: string, index: number): Place {
  const before = text.slice(0, index);
  const line = before.split('\n').length;
  return { line, column: index - before.lastIndexOf('\n') };
}
