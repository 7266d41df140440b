import type { Message } from '../message.ts';
import type { IdentifiedMessage, Profile } from './profile.ts';

/**
 * Finds the standard of a message. A profile that `refines` another has what both claim; of two with the same name the first in the
 * list counts, so that an integrator's profile (standing first) takes the place of ours. Anything else that two profiles claim is
 * as unknown as what none claims: undefined, never a guess.
 */
export function identify(message: Message, profiles: readonly Profile[]): IdentifiedMessage | undefined {
  const claims = claimsOn(message, profiles);
  const refined = new Set(claims.map(({ profile }) => profile.refines));
  const [only, ...others] = claims.filter(({ profile }) => !refined.has(profile.name));
  return others.length === 0 ? only : undefined;
}

function claimsOn(message: Message, profiles: readonly Profile[]): readonly IdentifiedMessage[] {
  const claims = new Map<string, IdentifiedMessage>();
  const replaced = new Set<string>();
  for (const profile of profiles) {
    if (replaced.has(profile.name)) continue;
    replaced.add(profile.name);
    const kind = profile.detect(message);
    if (kind) claims.set(profile.name, { profile, ...kind });
  }
  return [...claims.values()];
}
