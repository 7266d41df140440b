import type { Report } from '@amtsbote/sdk';
import type { ToldEvent } from '../options.ts';

/** What of a report goes to whoever asked. */
export type Told = Pick<Report, 'kind' | 'state' | 'at' | 'references' | 'answers'>;

/** What is told. */
export function eventOf({ kind, state }: Pick<Told, 'kind' | 'state'>): ToldEvent | undefined {
  return kind === 'status' ? state?.status : kind;
}
