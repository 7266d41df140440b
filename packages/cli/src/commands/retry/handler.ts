import { type Context, withRuntime } from '../../context.ts';

/** Makes waiting deliveries due now; returns their keys. */
export async function retry(context: Context, id: string): Promise<readonly string[]> {
  return await withRuntime(context, (runtime) => runtime.retry(id));
}
