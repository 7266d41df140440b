import { type AmtsboteError, type Boundary, type Finding, findingsOf, type Incoming, type IsKnown } from '@amtsbote/sdk';
import type { Destination } from '../destination.ts';
import { entryOf, SubmissionFault } from '../faults.ts';
import type { SubmissionRef } from '../service/submission-api.ts';
import { toldError } from '../told-error.ts';
import { ageInDays, incomingOf, letGo, mayWait } from './incoming.ts';
import { listSubmissions } from './list-submissions.ts';
import { readAhead } from './read-ahead.ts';
import { fetchAttachments, type Progress, type Reading, readSubmission } from './read-submission.ts';

/** What all destinations of a portal are received with. */
export interface Receiving extends Omit<Reading, 'decryptionKeys' | 'offer' | 'now'> {
  readonly now: () => number;
  readonly known?: IsKnown | undefined;
  readonly boundary: Boundary;
  /** Told of each submission that is listed though it is ours already. */
  readonly listedAgain?: ((ref: SubmissionRef, destination: Destination) => Promise<void>) | undefined;
}

/** What could not be had in this run, and why. */
export interface LeftOut {
  /** The portal's id of the submission; absent where a whole destination could not be read. */
  readonly submission?: string;
  readonly findings: readonly Finding[];
  readonly error?: AmtsboteError;
}

/** Submissions that are fetched and decrypted at the same time, and handed over in a row. */
const ahead = { together: 12, inARow: 6 };
/** After so many submissions in a row that the service fails for, it counts as unreachable. */
const patience = 5;

/**
 * Yields what waits at a destination. What cannot be had now is told to `leftOut`.
 *
 * @throws what stops all: the list cannot be read, keys are missing, the configuration is wrong
 */
export async function* receiveDestination(
  destination: Destination,
  receiving: Receiving,
  leftOut: (what: LeftOut) => void,
): AsyncIterable<Incoming> {
  const { api, signal } = receiving;
  let failures = 0;
  const refs = unknownOnly(listSubmissions(api, destination.id, signal), destination, receiving);
  for await (const read of readAhead(refs, ahead, (ref) => readOne(ref, destination, receiving))) {
    if ('incoming' in read) {
      failures = 0;
      if (read.incoming !== undefined) yield read.incoming;
      continue;
    }
    leftOut(read);
    failures = read.error === undefined ? 0 : failures + 1;
    if (read.error !== undefined && (stopsAll(read.error) || failures >= patience)) throw read.error;
  }
}

async function* unknownOnly(
  refs: AsyncIterable<SubmissionRef>,
  destination: Destination,
  { known, listedAgain }: Pick<Receiving, 'known' | 'listedAgain'>,
): AsyncIterable<SubmissionRef> {
  const again: SubmissionRef[] = [];
  for await (const ref of refs) {
    if (known === undefined || !(await known(ref.submission))) yield ref;
    else again.push(ref);
  }
  // Only now: what is passed on leaves the list, and pages would move while they are read.
  for (const ref of again) await listedAgain?.(ref, destination);
}

type ReadEnd = { readonly incoming: Incoming | undefined } | LeftOut;

async function readOne(ref: SubmissionRef, destination: Destination, receiving: Receiving): Promise<ReadEnd> {
  const progress: Progress = { ref, fetched: new Map() };
  const now = receiving.now();
  try {
    const [decryptionKeys, offer] = await Promise.all([destination.decryptionKeys(), destination.offer()]);
    const reading: Reading = { ...receiving, decryptionKeys, offer, now };
    const end = await readWith(progress, reading);
    receiving.boundary('fit-connect:fetched');
    return end;
  } catch (error) {
    await letGo(progress);
    const told = toldError(error);
    const findings = waitingFindings(findingsOf(told), progress, { ...receiving, now });
    // A fault of one submission says nothing of the service.
    return { submission: ref.submission, findings, ...(!(error instanceof SubmissionFault) && { error: told }) };
  }
}

async function readWith(progress: Progress, reading: Reading): Promise<ReadEnd> {
  try {
    await readSubmission(progress, reading);
    return { incoming: await incomingOf(progress, reading.options) };
  } catch (error) {
    const outcome = error instanceof SubmissionFault ? entryOf(error).outcome : 'later';
    if (outcome === 'later') return caseInTime(progress, reading, error);
    if (outcome === 'case') return { incoming: await incomingOf(progress, reading.options, error as SubmissionFault) };
    await letGo(progress);
    return { incoming: undefined };
  }
}

/** Keeps what can be had of a submission that the portal would soon reject by itself. What cannot be had has another day. */
async function caseInTime(progress: Progress, reading: Reading, error: unknown): Promise<ReadEnd> {
  const age = ageInDays(progress, reading.now);
  if (age === undefined || mayWait(age, reading.options) || stopsAll(toldError(error))) throw error;
  try {
    await fetchAttachments(progress, reading);
  } catch (failure) {
    if (mayWait(age - 1, reading.options)) throw failure;
  }
  const fault = error instanceof SubmissionFault ? error : new SubmissionFault('not-fetched');
  return { incoming: await incomingOf(progress, reading.options, fault) };
}

/** Why a submission waits, which one, and that it may not wait for ever. */
function waitingFindings(
  findings: readonly Finding[],
  progress: Progress,
  { options, now }: Pick<Reading, 'options' | 'now'>,
): readonly Finding[] {
  const age = ageInDays(progress, now);
  const { warnDays, rejectDay } = options.deadline;
  const which = `submission ${progress.ref.submission}`;
  const named = findings.map((finding) => ({ ...finding, message: `${which}: ${finding.message}` }));
  if (age === undefined || !warnDays.some((day) => age >= day)) return named;
  return [
    ...named,
    { code: 'AB_PORTAL_DEADLINE', message: `${which}: it has waited for ${age} days; after ${rejectDay} the portal rejects it` },
  ];
}

function stopsAll({ effect }: AmtsboteError): boolean {
  return effect === 'stop-run' || effect === 'pause-target' || effect === 'throttled';
}
