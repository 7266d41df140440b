import type { AuthenticationTags } from '../events/authentication-tags.ts';
import type { Checks } from './checks.ts';
import type { FetchedTags } from './format.ts';
import type { ReadProof } from './read-proof.ts';

/** What authentication tags are compared with. */
export interface TagsCheck {
  readonly read: ReadProof;
  /** Those of the event with which the submission was submitted. */
  readonly announced: AuthenticationTags | undefined;
}

/**
 * Compares the tags that were announced with those of the parts that were fetched, and both with what was kept of them. Parts that differ, or
 * are not there, are why a submission was not accepted: then nothing is proved of them, and nothing is wrong with the proof.
 */
export function checkTags({ read, announced }: TagsCheck, checks: Checks): void {
  const { tags, proof } = read;
  if (tags === undefined) return checks.add('tags', 'absent');
  if (announced === undefined) return checks.add('tags', 'failed', 'submit-submission');
  const kept = tags.announced === undefined ? 'announced' : firstDifference(partsOf(announced), partsOf(tags.announced));
  if (kept !== undefined) return checks.add('tags', 'failed', kept);
  const [expected, fetched] = [partsOf(announced), partsOf(tags.computed)];
  const missing = [...expected.keys()].filter((part) => !fetched.has(part));
  const changed = firstDifference(fetched, new Map([...expected].filter(([part]) => fetched.has(part))));
  const wrong = changed ?? missing[0];
  if (wrong === undefined) return checks.add('tags', 'ok', String(expected.size));
  const wasAccepted = proof.told.some(({ kind }) => kind === 'accepted');
  checks.add('tags', wasAccepted ? 'failed' : 'absent', `≠ ${wrong}`);
}

/** The first part that two sets of tags do not have alike; undefined when they are the same. */
export function firstDifference(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): string | undefined {
  return [...new Set([...one.keys(), ...other.keys()])].sort().find((part) => one.get(part) !== other.get(part));
}

/** Tags by what they are of. */
export function partsOf({ metadata, data, attachments = {} }: FetchedTags): ReadonlyMap<string, string> {
  return new Map([
    ...(metadata === undefined ? [] : [['metadata', metadata] as const]),
    ...(data === undefined ? [] : [['data', data] as const]),
    ...Object.entries(attachments).map(([id, tag]) => [`attachment:${id.toLowerCase()}`, tag] as const),
  ]);
}
