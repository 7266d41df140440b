import type { DoctorSection } from '@amtsbote/sdk/runtime';
import { type Context, withRuntime } from '../../context.ts';

/** Looks at everything the configuration names. */
export async function doctor(context: Context): Promise<readonly DoctorSection[]> {
  return await withRuntime(context, (runtime) => runtime.doctor());
}
