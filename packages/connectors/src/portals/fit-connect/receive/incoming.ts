import type { AnswerDeadline, Incoming } from '@amtsbote/sdk';
import { entryOf, findingOf, SubmissionFault } from '../faults.ts';
import { statedTime } from '../events/set-token.ts';
import { receivedEvidence } from '../evidence/received-evidence.ts';
import { type Handle, writeHandle } from '../handle.ts';
import type { FitConnectOptions } from '../options.ts';
import { encryptedFiles } from './encrypted-files.ts';
import { contentIdentity, encryptedIdentity } from './identity.ts';
import type { Progress } from './read-submission.ts';

const dayMs = 86_400_000;

/** What is handed over of a submission that was read, or that is a case. */
export async function incomingOf(
  progress: Progress,
  { deadline }: Pick<FitConnectOptions, 'deadline'>,
  fault?: SubmissionFault,
): Promise<Incoming> {
  const { ref, proved, content } = progress;
  const since = submittedAt(progress);
  const common = {
    portalId: ref.submission,
    matter: ref.matter,
    ...(proved !== undefined && { createdAt: proved.submittedAt }),
    ...(since !== undefined && { answerBy: deadlineOf(since, deadline) }),
    handle: writeHandle(handleOf(progress, fault)),
    evidence: receivedEvidence(progress),
    acknowledge: () => letGo(progress),
  };
  if (content !== undefined) {
    return { ...common, contentHash: contentIdentity(content), ...content, ...(fault !== undefined && { problem: findingOf(fault) }) };
  }
  const problem = findingOf(fault ?? new SubmissionFault('answer-malformed'));
  return { ...common, contentHash: encryptedIdentity(progress), attachments: await encryptedFiles(progress), problem };
}

/** The portal keeps its copy until it is told the outcome; only what was fetched is let go of. */
export async function letGo({ fetched }: Progress): Promise<void> {
  for (const content of fetched.values()) await content.close();
}

/** How many days ago a submission was submitted, as far as that is known. */
export function ageInDays(progress: Progress, now: number): number | undefined {
  const since = submittedAt(progress);
  return since === undefined ? undefined : Math.floor((now - since) / dayMs);
}

/** When a submission was submitted, as far as that is known. What only its events say proves nothing, but warns in time. */
function submittedAt({ ref, proved, log }: Progress): number | undefined {
  if (proved !== undefined) return proved.submittedAt;
  const times = log?.flatMap((token) => statedTime(token, `submission:${ref.submission}`) ?? []) ?? [];
  return times.length > 0 ? Math.min(...times) : undefined;
}

function deadlineOf(since: number, { warnDays, caseDay, rejectDay }: FitConnectOptions['deadline']): AnswerDeadline {
  return { at: since + rejectDay * dayMs, warnAt: warnDays.map((day) => since + day * dayMs), caseAt: since + caseDay * dayMs };
}

/** Whether a technical fault may wait for another run: shortly before the portal rejects by itself, what can be had is kept as a case. */
export function mayWait(age: number, { deadline }: Pick<FitConnectOptions, 'deadline'>): boolean {
  return age < deadline.caseDay;
}

function handleOf({ ref, proved, metadata, file }: Progress, fault: SubmissionFault | undefined): Handle {
  const problem = fault && entryOf(fault).problem;
  return {
    ...ref,
    tags: proved?.tags,
    setSchema: proved?.setSchema,
    replyChannel: metadata?.replyChannel,
    applicationId: metadata?.applicationId,
    service: file?.service,
    ...(fault !== undefined && problem !== undefined && { problem: { type: problem, instance: fault.place } }),
  };
}
