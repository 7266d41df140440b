import type { Place } from '../../model/finding.ts';

/** Line and column of an index in a text; both count from 1. */
export function placeInText(text: string, index: number): Place {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < index; next = text.indexOf('\n', start)) {
    line++;
    start = next + 1;
  }
  return { line, column: index - start + 1 };
}
