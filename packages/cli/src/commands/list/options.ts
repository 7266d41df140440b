/** The states of submissions and deliveries that `list` can be asked for. */
export const listStates = [
  'received',
  'routed',
  'accepted',
  'ready',
  'attempting',
  'committing',
  'unknown',
  'delivered',
  'rejected',
  'case',
] as const;

/** The options of `amtsbote list`. */
export interface ListOptions {
  readonly state?: (typeof listStates)[number];
  readonly portal?: string;
  readonly limit?: number;
}
