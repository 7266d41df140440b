import type { PollPlan } from '../ledger/polls.ts';
import type { Channel } from '../target/channel.ts';
import type { EngineTarget } from './context.ts';

/** When the state of a record is asked for that was just delivered; undefined when nobody can be asked. */
export function pollPlanOf(target: Pick<EngineTarget, 'status'>, channels: readonly Channel[], now: number): PollPlan | undefined {
  const { status } = target;
  if (status === undefined || !channels.some((channel) => channel.status !== undefined)) return undefined;
  return { dueAt: now + status.everyMs, until: now + status.forMs };
}
