import type { EvidenceItem, EvidenceSink } from '../evidence/contract.ts';
import { type AmtsboteError, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { Defect } from '../errors/families.ts';
import type { Claim } from '../ledger/contract.ts';
import type { OpenAttachment } from '../model/attachment.ts';
import type { Attempt, CommitIntent } from '../target/attempt.ts';
import { DryRunStop, type LedgerGate } from './commit-gate.ts';
import { attemptError } from './outcome.ts';
import type { EngineContext } from './context.ts';
import type { StepLog } from './step-log.ts';

/** Evidence of one attempt: at most so many pieces and bytes. */
const mostItems = 20;
const mostBytes = 10 * 1024 * 1024;

/** What an attempt is made of. */
export interface AttemptParts {
  readonly claim: Claim;
  readonly gate: LedgerGate;
  readonly log: StepLog;
  readonly attachments: readonly OpenAttachment[];
  /** Ends the attempt. */
  readonly ended: AbortController;
  readonly step: StepLimits;
}

/** How long a step may take. */
export interface StepLimits {
  readonly allowedMs: number;
  /** Beyond that it gets this long, at most as long again, to end by itself. */
  readonly graceMs: number;
  /** The fault of a step that took too long. Its name is a fixed phrase. */
  readonly tooLate: (step: string) => AmtsboteError;
}

/** One try of one delivery, as its channel sees it. */
export function makeAttempt(context: EngineContext, parts: AttemptParts): Attempt {
  const { claim, gate, log, attachments, ended } = parts;
  return {
    deliveryKey: claim.key,
    number: claim.attempt,
    begun: claim.begun,
    dryRun: context.dryRun !== undefined,
    signal: ended.signal,
    clock: context.clock,
    logger: context.logger,
    boundary: context.boundary,
    evidence: evidenceSink(context, claim),
    attachments,
    attachment: (ref) => {
      const found = attachments.find((attachment) => attachment.ref === ref);
      if (found === undefined) throw new Defect('AB_DEFECT', `There is no attachment ${ref}`);
      return found;
    },
    step: async (name, act) => {
      context.boundary(`step:${name}:begin`);
      const result = await log.run(name, () => inTime(parts, name, act));
      context.boundary(`step:${name}:end`);
      return result;
    },
    commit: (intent, act) => commit(context, { gate, log, intent, act }),
    gate,
  };
}

/** A step whose time is up ends the attempt. What it says itself within the grace time counts: it may know whether anything was sent. */
async function inTime<T>({ ended, step }: AttemptParts, name: string, act: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const fault = step.tooLate(name);
      ended.abort(fault);
      timer = setTimeout(() => reject(fault), Math.min(step.graceMs, step.allowedMs));
    }, step.allowedMs);
  });
  try {
    return await Promise.race([act(), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function commit<T>(
  context: EngineContext,
  parts: { readonly gate: LedgerGate; readonly log: StepLog; readonly intent: CommitIntent; readonly act: () => Promise<T> },
): Promise<T> {
  await parts.gate.open(parts.intent);
  try {
    const result = await parts.log.run(parts.intent.name, parts.act);
    context.boundary('commit:answered');
    return result;
  } catch (error) {
    throw isAmtsboteError(error) || error instanceof DryRunStop ? error : attemptError(error, true);
  }
}

function evidenceSink(context: EngineContext, claim: Claim): EvidenceSink {
  let items = 0;
  let bytes = 0;
  const keep = async (item: EvidenceItem): Promise<void> => {
    if (items >= mostItems || bytes + item.bytes.length > mostBytes) {
      context.logger.warn('evidence dropped: limit reached', { delivery: claim.key, kind: item.kind });
      return;
    }
    items += 1;
    bytes += item.bytes.length;
    if (context.dryRun !== undefined) context.dryRun.evidence(claim.key, item);
    else await context.ledger.deliveries.addEvidence(claim, item, context.clock.now());
  };
  return { wanted: context.keepEvidence, add: keep };
}
