import type { BlockedSubmission, PurgeKind, PurgeResult } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { indent, table } from './table.ts';
import { time } from './values.ts';

const kinds: readonly PurgeKind[] = ['content', 'evidence', 'metadata', 'history', 'hashes'];

/** `amtsbote purge` for people. */
export function purgeText(result: PurgeResult, view: View): string {
  const { t } = view;
  const parts: string[] = [];
  if (result.submissions === 0) parts.push(t('purge.nothing'));
  else {
    parts.push(t(result.dryRun ? 'purge.would' : 'purge.went', { count: result.submissions }));
    const rows = kinds.flatMap((kind) => {
      const { submissions, pieces } = result.kinds[kind];
      return submissions === 0 ? [] : [[t(`purge.kind.${kind}`), t('purge.kind', { submissions, pieces })]];
    });
    parts.push(indent(table(rows), 2));
  }
  if (result.blocked !== undefined && result.blocked.oldest.length > 0) {
    const { oldest, ...counts } = result.blocked;
    parts.push(t('purge.blocked', counts));
    parts.push(indent(table(oldest.map((entry) => [entry.id, time(entry.receivedAt, view), why(entry, view)])), 2));
  }
  if (!result.complete) parts.push(t('purge.incomplete'));
  if (!result.dryRun && !result.compacted) parts.push(t('purge.notCompacted'));
  return parts.join('\n');
}

function why({ why: reason, state }: BlockedSubmission, { t }: View): string {
  return t(`purge.blocked.${reason}`, { state: t(`state.${state}`) });
}
