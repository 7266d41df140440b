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
  if (before !== undefined && (await wasTaken(what.kind, before, options))) return keep({ ...before, isDone: true });
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
    if (error.status === 404 || error.status === 410) return false;
    if (error.status === 409 && (await wasTaken(kind, before, options))) return true;
    throw refused(error.message);
  }
}

/** Whether the log of its matter proves that a message was submitted. A log that is gone proves nothing. */
async function wasTaken(
  kind: Announcement['kind'],
  { id, matter }: Announced,
  { api, keys, names, minimumKeyBits }: SendingOptions,
): Promise<boolean> {
  const log = await api.eventLog(matter).catch((error: unknown) => {
    if (error instanceof SubmissionFault && error.fault === 'gone') return [];
    throw error;
  });
  for (const text of log) {
    const token = partOf(text);
    const isIt = token?.event === `${names.events}submit-${kind}` && token.claims.sub.toLowerCase() === `${kind}:${id}`;
    if (token !== undefined && isIt && (await isSigned(token, keys, minimumKeyBits))) return true;
  }
  return false;
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
