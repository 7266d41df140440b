import { type Boundary, NeedsPerson } from '@amtsbote/sdk';
import { parseSet, type SetToken } from '../events/set-token.ts';
import { type EventKeys, isSignedBy } from '../events/verify-set.ts';
import { unfitFor } from '../crypto/jwk.ts';
import { SubmissionFault } from '../faults.ts';
import type { Names } from '../names.ts';
import { Refusal } from '../service/failure.ts';
import type { Announced, Announcement, SubmissionApi } from '../service/submission-api.ts';

/** How far the sending of one message came; ids of the service only. */
export interface Sending extends Announced {
  /** It was submitted, and never needs to be sent again. */
  readonly isDone?: boolean | undefined;
}

/** What one message is sent with. */
export interface SendingOptions {
  readonly api: SubmissionApi;
  readonly keys: EventKeys;
  readonly names: Names;
  readonly minimumKeyBits: number;
  readonly boundary: Boundary;
  /** How far an earlier try came. */
  readonly before: Sending | undefined;
  /** Notes durably how far this one came. */
  readonly keep: (sending: Sending) => Promise<void>;
}

/** The encrypted parts of a message. */
export interface EncryptedParts {
  readonly encryptedMetadata: string;
  readonly encryptedData: string;
}

/**
 * Sends a message once, however often it is tried: its id is noted before it is submitted, and another try asks the service whether that was
 * taken. What was announced and never submitted, the service deletes by itself.
 *
 * @param seal encrypts; called only when something is to be sent
 * @throws NeedsPerson AB_REPORT_REFUSED when the service does not take it, and the errors of requests
 */
export async function sendOnce(what: Announcement, seal: () => Promise<EncryptedParts>, options: SendingOptions): Promise<void> {
  const { api, before, keep, boundary } = options;
  if (before?.isDone === true) return;
  if (before !== undefined && (await actsOn(what.kind, before, options)).has('submit')) return keep({ ...before, isDone: true });
  const parts = await seal();
  if (before !== undefined && (await submitAgain(what, before, { ...options, parts }))) return keep({ ...before, isDone: true });
  const announced = await told(() => api.announce(what));
  boundary('fit-connect:message-announced');
  await keep(announced);
  boundary('fit-connect:message-kept');
  await told(() => api.submit(what.kind, announced.id, parts));
  boundary('fit-connect:message-submitted');
  await keep({ ...announced, isDone: true });
}

/** Submits what an earlier try announced; false when the service has deleted it meanwhile. */
async function submitAgain(
  { kind }: Announcement,
  before: Sending,
  options: SendingOptions & { readonly parts: EncryptedParts },
): Promise<boolean> {
  try {
    await options.api.submit(kind, before.id, options.parts);
    return true;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const acts = await actsOn(kind, before, options);
    if (acts.has('submit')) return true;
    const isMissing = error.status === 404 || error.status === 410;
    if (isMissing && (acts.has('delete') || acts.size === 0)) return false;
    throw refused(isMissing ? 'what became of it is not known' : error.message);
  }
}

/** What the service did with a message, as the log of its matter proves: `create`, `submit`, `delete` … None where the log is gone. */
async function actsOn(kind: Announcement['kind'], { id, matter }: Announced, options: SendingOptions): Promise<ReadonlySet<string>> {
  const { api, keys, names, minimumKeyBits } = options;
  const log = await api.eventLog(matter).catch((error: unknown) => {
    if (error instanceof SubmissionFault && error.fault === 'gone') return [];
    throw error;
  });
  const acts = new Set<string>();
  for (const text of log) {
    const token = partOf(text);
    if (token?.claims.sub.toLowerCase() !== `${kind}:${id}` || !token.event.startsWith(names.events)) continue;
    const name = token.event.slice(names.events.length);
    if (name.endsWith(`-${kind}`) && (await isSigned(token, keys, minimumKeyBits))) acts.add(name.slice(0, -kind.length - 1));
  }
  return acts;
}

async function isSigned(token: SetToken, keys: EventKeys, minimumKeyBits: number): Promise<boolean> {
  const key = await keys.ofService(token.kid);
  if (key === undefined || unfitFor(key, 'verify', minimumKeyBits) !== undefined) return false;
  return isSignedBy(token, key);
}

function partOf(text: string): SetToken | undefined {
  try {
    return parseSet(text);
  } catch {
    return undefined;
  }
}

async function told<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw error instanceof Refusal ? refused(error.message) : error;
  }
}

function refused(why: string): NeedsPerson {
  return new NeedsPerson('AB_REPORT_REFUSED', `A message to an applicant is not taken: ${why}`);
}
