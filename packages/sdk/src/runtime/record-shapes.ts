import type { ZodType } from 'zod';
import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { Wiring } from './open-runtime.ts';

/** The shapes of records that each target takes, by type; undefined for a target that cannot be opened here. */
export type RecordShapes = ReadonlyMap<string, Readonly<Record<string, ZodType>> | undefined>;

/** Opens the targets of all routes, connects to none. */
export async function recordShapes({ routes, targets }: Wiring): Promise<RecordShapes> {
  const shapes = new Map<string, Readonly<Record<string, ZodType>> | undefined>();
  for (const name of new Set([...routes.values()].map(({ target }) => target))) {
    try {
      shapes.set(name, (await targets.get(name)?.open())?.records);
    } catch (error) {
      if (!isAmtsboteError(error)) throw error;
      shapes.set(name, undefined);
    }
  }
  return shapes;
}
