import { type Context, withRuntime } from '../../context.ts';

/** The public key of the signature of this ledger, as a set of keys that `--trust` takes. */
export async function signerKeySet(context: Context): Promise<{ readonly keys: readonly object[] }> {
  return await withRuntime(context, async (runtime) => ({ keys: [await runtime.evidenceKey()] }));
}
