import type { Finding } from '../model/finding.ts';

/** What becomes of a delivery whose process ended before its commit point. */
export type AfterDeath = { readonly to: 'ready'; readonly waitMs: number } | { readonly to: 'case'; readonly findings: readonly Finding[] };

const mostDeaths = 10;
/** So many deaths may be chance: the power, a restart, an impatient hand. */
const harmlessDeaths = 3;
const minute = 60_000;

/**
 * A few deaths change nothing. Then each puts the delivery off by a minute more, so that others go out before it; in the end it is a case: a
 * process may die of it.
 *
 * @param deaths processes that ended while they were at this delivery, this one included
 */
export function afterDeath(deaths: number): AfterDeath {
  if (deaths < mostDeaths) return { to: 'ready', waitMs: Math.max(0, deaths - harmlessDeaths) * minute };
  return { to: 'case', findings: [{ code: 'AB_DELIVERY_DIED', message: `The process ended ${deaths} times before this could be sent` }] };
}
