import type { Place } from '../../model/finding.ts';

const newline = 0x0a;

/** Line and column (in bytes) of an offset; both count from 1. */
export function placeAt(bytes: Uint8Array, offset: number): Place {
  let line = 1;
  let lineStart = 0;
  for (let index = bytes.indexOf(newline); index >= 0 && index < offset; index = bytes.indexOf(newline, index + 1)) {
    line++;
    lineStart = index + 1;
  }
  return { line, column: offset - lineStart + 1 };
}
