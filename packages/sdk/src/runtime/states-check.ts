import type { EngineTarget } from '../engine/context.ts';
import { type ErrorCode, errorCodes } from '../errors/codes.ts';
import type { PollFailures } from '../ledger/polls.ts';
import type { CheckResult } from '../model/check.ts';
import type { Target } from '../target/define-target.ts';

/** What `doctor` says of how a target is asked for the states of its records. */
export function statesChecks({ status }: EngineTarget, opened: Target, failures: readonly PollFailures[]): readonly CheckResult[] {
  const asked = opened.channels.filter((channel) => channel.status !== undefined).map((channel) => channel.kind);
  if (asked.length === 0) return [];
  const how = status === undefined ? 'no: `status: never`' : `every ${inWords(status.everyMs)}, for ${inWords(status.forMs)}`;
  return [
    { name: 'is asked how its records fare', ok: true, detail: how },
    ...failures.map(({ code, count }) => ({
      name: 'states of records can be read',
      ok: false,
      detail: `${count}: ${code}`,
      hint: Object.hasOwn(errorCodes, code) ? errorCodes[code as ErrorCode].hint : undefined,
    })),
  ];
}

function inWords(ms: number): string {
  const [length, unit] = (
    [
      [86_400_000, 'd'],
      [3_600_000, 'h'],
      [60_000, 'm'],
      [1_000, 's'],
    ] as const
  ).find(([one]) => ms % one === 0) ?? [1, 'ms'];
  return `${ms / length} ${unit}`;
}
