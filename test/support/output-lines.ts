import { outputLine } from '../../packages/sdk/src/runtime/output-shapes.ts';

/** A line of `--json` as its published schema has it: what the schema does not know is left out. */
export function knownOf(line: object): unknown {
  return outputLine.parse(line);
}
