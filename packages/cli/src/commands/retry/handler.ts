import type { DeliverySummary } from '@amtsbote/sdk/runtime';
import { type Context, withRuntime } from '../../context.ts';

/** What `retry` did. */
export interface Retried {
  /** Keys of the deliveries that are due now. */
  readonly deliveries: readonly string[];
  /** Those of them whose target is closed: it is not asked before it opens, whoever wishes it. */
  readonly waiting: readonly Pick<DeliverySummary, 'key' | 'target' | 'waits'>[];
}

/** Makes waiting deliveries due now. */
export async function retry(context: Context, id: string): Promise<Retried> {
  return await withRuntime(context, async (runtime) => {
    const made = new Set<string>(await runtime.retry(id));
    const { deliveries } = await runtime.show(id);
    const waiting = deliveries.filter(({ key, waits }) => made.has(key) && waits !== undefined);
    return { deliveries: [...made], waiting: waiting.map(({ key, target, waits }) => ({ key, target, waits })) };
  });
}
