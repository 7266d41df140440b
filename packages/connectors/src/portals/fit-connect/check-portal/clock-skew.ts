/** The precision of a `Date` header. */
const precisionMs = 1000;

/**
 * By how much two clocks differ at least, in milliseconds; positive when ours is behind. The time on the way, and what a `Date` header
 * leaves out, never counts against us.
 *
 * @param date what the other one said, in milliseconds since 1970
 */
export function clockSkew(date: number, { askedAt, answeredAt }: { readonly askedAt: number; readonly answeredAt: number }): number {
  if (date > answeredAt) return date - answeredAt;
  const latest = date + precisionMs - 1;
  return latest < askedAt ? latest - askedAt : 0;
}
