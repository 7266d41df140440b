import type { RouteConfig } from '../config/config.ts';
import type { Profile } from '../message/profile/profile.ts';
import type { CheckResult } from '../model/check.ts';

/**
 * Whether the standard of a route has the answers that its configuration asks for: one that it does not have is left out of every
 * report, and only the history of each submission would say so.
 */
export function answersCheck({ accepted, rejected }: RouteConfig['answers'], profile: Profile | undefined): readonly CheckResult[] {
  const wanted = [...new Set([...accepted, ...rejected].map(({ type }) => type))];
  if (wanted.length === 0) return [];
  const name = 'answers of the route are known to its standard';
  const known = Object.keys(profile?.answers ?? {});
  const unknown = wanted.filter((type) => !known.includes(type));
  if (unknown.length === 0) return [{ name, ok: true, detail: wanted.join(', ') }];
  return [{ name, ok: false, detail: `${unknown.join(', ')}: will not be sent`, hint: hintFor(known, profile) }];
}

function hintFor(known: readonly string[], profile: Profile | undefined): string {
  if (!profile) return 'The mapping names no `profile:` that is known: write it below `message:`, or remove `answers:` of the route.';
  if (known.length === 0) return `${profile.title} has no answers here: remove \`answers:\` of the route.`;
  return `${profile.title} has ${known.join(', ')}: correct \`answers:\` of the route.`;
}
