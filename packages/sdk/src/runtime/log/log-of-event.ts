import type { EngineEvent } from '../../engine/events.ts';
import type { LogFields, LogLevel } from '../../model/logger.ts';

/** What the log says of an event of a run: ids, states and codes. References of the target and previews stay out. */
export function logOfEvent(event: EngineEvent): { readonly level: LogLevel; readonly event: string; readonly fields: LogFields } {
  const {
    submission,
    delivery,
    portal,
    route,
    target,
    channel,
    state,
    kind,
    status,
    number,
    code,
    untilMs,
    answerBy,
    deliveries,
    warning,
    findings,
  } = event as Facts;
  const fields = {
    submission,
    delivery,
    portal,
    route,
    target,
    channel,
    state,
    kind: kind ?? status,
    number,
    until: untilMs ?? answerBy,
    count: deliveries ?? warning,
  };
  const isCalm = state === undefined ? !worrying.has(event.type) : state === 'delivered';
  return { level: isCalm ? 'info' : 'warn', event: phrases[event.type], fields: { ...fields, code: code ?? findings?.[0]?.code } };
}

/** What events may have of what a log may say. */
interface Facts extends LogFields {
  readonly status?: string;
  readonly untilMs?: number;
  readonly deliveries?: number;
  readonly answerBy?: number;
  readonly warning?: number;
  readonly findings?: readonly { readonly code: string }[];
}

const worrying: ReadonlySet<EngineEvent['type']> = new Set(['case', 'rejected', 'portal-failed', 'target-waits', 'deadline']);

const phrases: Readonly<Record<EngineEvent['type'], string>> = {
  received: 'submission received',
  duplicate: 'submission known already',
  case: 'submission is a case',
  rejected: 'submission rejected',
  ready: 'delivery ready',
  attempt: 'attempt begins',
  outcome: 'delivery outcome',
  'would-send': 'dry run stopped at the commit point',
  reported: 'portal told',
  status: 'target names another state',
  deadline: 'portal rejects soon by itself',
  'portal-failed': 'portal failed',
  'target-waits': 'target takes nothing for now',
  waiting: 'waiting for a look-up',
};
