import type { SendResult } from '../commands/simulate/send-handler.ts';
import type { View } from '../context.ts';
import { indent, table } from './table.ts';

/** What a portal would see of its submission. */
export function sentText({ submissionId, caseId, attachmentIds, state, events }: SendResult, { t }: View): string {
  const rows = events.map(({ event, by, fault }) => [
    event,
    t(`simulate.send.by.${by}`),
    fault === undefined ? t('simulate.send.verified') : t('simulate.send.notVerified', { fault }),
  ]);
  const reasons = events.flatMap(({ problems }) => problems).map(({ title, instance }) => `${title} (${instance})`);
  return [
    t('simulate.send.sent', { submission: submissionId, case: caseId, count: attachmentIds.length }),
    indent(table(rows), 2),
    ...reasons.map((reason) => indent(reason, 2)),
    t(`simulate.send.state.${state}`),
  ].join('\n');
}
