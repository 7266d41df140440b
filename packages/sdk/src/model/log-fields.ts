/**
 * The names that a field of a log line may have: ids, codes, states, counts. An allow-list: what is not named here does not compile, and is
 * dropped when it comes all the same.
 */
export const logFieldNames = [
  'submission',
  'delivery',
  'report',
  'run',
  'portal',
  'target',
  'route',
  'channel',
  'state',
  'kind',
  'type',
  'code',
  'number',
  'count',
  'bytes',
  'ms',
  'until',
  'received',
  'duplicates',
  'delivered',
  'rejected',
  'cases',
  'later',
  'exitCode',
  'checkpoint',
] as const;

/** One of {@link logFieldNames}. */
export type LogFieldName = (typeof logFieldNames)[number];
