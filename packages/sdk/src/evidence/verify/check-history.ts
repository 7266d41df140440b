import type { ExportedLink } from '../archive/shapes.ts';
import type { EvidenceCheck } from '../contract.ts';
import type { ReadSubmission } from './verify-submission.ts';

/**
 * Looks at the chain of a submission as far as that can be done without the key of its ledger: no place is empty, every link is there once, the
 * numbers rise, the ledger found it intact, and what the other files say stands in it.
 */
export function checkHistory(read: ReadSubmission): readonly EvidenceCheck[] {
  const { history, submission } = read;
  const { events } = history;
  if (events.length === 0 && submission.purged?.['history'] !== undefined) {
    return [
      { name: 'history', outcome: 'absent' },
      { name: 'checkpoint', outcome: 'absent' },
      { name: 'reports', outcome: 'absent' },
    ];
  }
  const broken = brokenLink(read);
  return [
    { name: 'history', outcome: broken === undefined ? 'ok' : 'failed', detail: broken ?? String(events.length) },
    checkpointCheck(read),
    reportsCheck(read),
  ];
}

function brokenLink({ history: { events, intact }, submission }: ReadSubmission): string | undefined {
  if (!intact) return 'intact';
  const [first] = events;
  if (first?.type !== 'received' || first.at !== submission.receivedAt) return 'received';
  const gap = events.find(({ position }, at) => position !== at + 1);
  if (gap !== undefined) return `position ${gap.position}`;
  const back = events.find(({ number }, at) => at > 0 && number <= (events[at - 1]?.number ?? 0));
  if (back !== undefined) return `number ${back.number}`;
  return brokenHash(events);
}

/** Only the first events of a chain can be from before there were hashes. */
function brokenHash(events: readonly ExportedLink[]): string | undefined {
  const hashes = events.map(({ hash }) => hash);
  const begin = hashes.findIndex((hash) => hash !== undefined);
  const chained = begin < 0 ? [] : hashes.slice(begin);
  const wrong = chained.findIndex((hash, at) => hash === undefined || !/^[0-9a-f]{64}$/.test(hash) || chained.indexOf(hash) !== at);
  return wrong < 0 ? undefined : `position ${begin + wrong + 1}`;
}

function checkpointCheck({ history: { checkpoint, events } }: ReadSubmission): EvidenceCheck {
  const name = 'checkpoint';
  if (checkpoint === undefined) return { name, outcome: 'absent' };
  const last = events.at(-1)?.number ?? 0;
  const fits = checkpoint.lastEvent >= last && checkpoint.events >= events.length && /^[0-9a-f]{64}$/.test(checkpoint.hash);
  return { name, outcome: fits ? 'ok' : 'failed', detail: `${checkpoint.number}:${checkpoint.hash.slice(0, 64)}` };
}

/** What the portal was told, and what became of deliveries, must stand in the history. */
function reportsCheck({ submission: { reports }, deliveries: { deliveries }, history: { events } }: ReadSubmission): EvidenceCheck {
  const name = 'reports';
  const untold = reports.find(
    ({ kind, sentAt }) =>
      sentAt !== undefined && !events.some((event) => event.type === 'reported' && event.detail['kind'] === kind && event.at === sentAt),
  );
  if (untold !== undefined) return { name, outcome: 'failed', detail: untold.kind };
  const unproved = deliveries.find(
    ({ key, state }) => state === 'delivered' && !events.some((event) => event.type === 'delivered' && event.delivery === key),
  );
  if (unproved !== undefined) return { name, outcome: 'failed', detail: unproved.key };
  const sent = reports.filter(({ sentAt }) => sentAt !== undefined).length;
  return { name, outcome: sent + deliveries.length === 0 ? 'absent' : 'ok', detail: String(sent) };
}
