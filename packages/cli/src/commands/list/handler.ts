import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { type Context, withRuntime } from '../../context.ts';
import type { ListOptions } from './options.ts';

/** Submissions, newest first. */
export async function list(context: Context, options: ListOptions): Promise<readonly SubmissionSummary[]> {
  const { state, portal, limit } = options;
  return await withRuntime(context, (runtime) => runtime.list({ state, portal, limit }));
}
