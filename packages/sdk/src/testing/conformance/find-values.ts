import { inspect } from 'node:util';
import type { RecordValue } from '../../model/record.ts';

/** Shorter texts occur by chance: `true`, `m`, `0500`. */
const shortest = 5;

/** The texts of a record that would be recognised in a log, with the name of their field. */
export function tellingValues(value: RecordValue, field = 'record'): readonly (readonly [field: string, text: string])[] {
  if (typeof value === 'string') return value.length < shortest ? [] : [[field, value]];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, each]) => tellingValues(each, field === 'record' ? name : `${field}.${name}`));
}

/** Everything an error says: message, stack, findings, own properties, causes. */
export function textOfError(error: unknown): string {
  const text = inspect(error, { depth: 10, maxStringLength: null, maxArrayLength: null, showHidden: true });
  const cause = error instanceof Error && error.cause !== undefined ? textOfError(error.cause) : '';
  return `${String(error)} ${text} ${cause}`;
}
