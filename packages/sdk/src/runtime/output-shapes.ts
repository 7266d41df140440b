import { type ZodType, z } from 'zod';
import type { EngineEvent } from '../engine/events.ts';
import { errorCodes } from '../errors/codes.ts';
import type { DeadlineCount, SubmissionSummary } from '../ledger/views.ts';
import type { Checkpoint } from '../ledger/audit.ts';
import type { Finding } from '../model/finding.ts';
import { deliveryStates, recordStatuses, submissionStates } from '../model/states.ts';

/** One line of `amtsbote sync --json`. Fields may be added within a version; whoever reads them ignores what it does not know. */
export type OutputLine = ({ readonly schema: 'amtsbote.sync.event/1'; readonly at: number } & EngineEvent) | SummaryLine | ErrorLine;

/** The last line of a run that came to its end. */
export interface SummaryLine {
  readonly schema: 'amtsbote.sync.summary/1';
  readonly startedAt: number;
  readonly endedAt: number;
  readonly received: number;
  readonly duplicates: number;
  readonly states?: number | undefined;
  readonly deadlines?: readonly DeadlineCount[] | undefined;
  readonly submissions: readonly SubmissionSummary[];
  readonly portalsFailed: readonly { readonly portal: string; readonly findings: readonly Finding[] }[];
  readonly defects: number;
  readonly interrupted: boolean;
  readonly previews: readonly { readonly delivery: string; readonly preview: string }[];
  /** With `--fail-on open`: all cases that wait in the ledger. */
  readonly openCases?: number | undefined;
  readonly evidence?: { readonly directory: string; readonly files: readonly string[] } | undefined;
  readonly checkpoint?: Checkpoint | undefined;
  /** Lines that the log file did not take. */
  readonly logLinesLost?: number | undefined;
  /** What went at the end of the run because its time was over. */
  readonly purged?: unknown;
  readonly exitCode: number;
}

/** The last line of a command that could not be done. */
export interface ErrorLine {
  readonly schema: 'amtsbote.error/1';
  readonly code: string;
  readonly message: string;
  readonly where?: Finding['where'];
  readonly hint?: string | undefined;
  readonly findings?: readonly Finding[] | undefined;
}

const time = z.int().describe('Milliseconds since 1970.');
const submissionId = z.string().describe('Id of a submission.');
const deliveryKey = z.string().describe('Key of a delivery; it stands in the target, too.');
const code = z.enum(Object.keys(errorCodes) as [keyof typeof errorCodes]);
const channel = z.enum(['api', 'rpa']);
const count = z.int().min(0);

const place = z.object({
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  field: z.string().optional(),
  path: z.string().optional(),
  rule: z.string().optional(),
});

const finding: ZodType<Finding> = z
  .object({
    code,
    message: z.string(),
    where: place.optional(),
    hint: z.string().optional(),
    officialCode: z.string().optional().describe('The code of the standard.'),
  })
  .meta({ id: 'finding', description: 'What was found, where, and what to do; never a value of what a citizen sent.' });

const findings = z.array(finding);

const event: ZodType<EngineEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal(['received', 'duplicate']), portal: z.string(), submission: submissionId }),
  z.object({ type: z.literal(['case', 'rejected']), submission: submissionId, findings }),
  z.object({ type: z.literal('ready'), submission: submissionId, delivery: deliveryKey, route: z.string() }),
  z.object({ type: z.literal('attempt'), delivery: deliveryKey, number: z.int(), channel }),
  z.object({
    type: z.literal('outcome'),
    submission: submissionId,
    delivery: deliveryKey,
    state: z.enum(deliveryStates),
    channel: channel.optional(),
    reference: z.string().optional().describe('What the target calls the record.'),
    findings,
  }),
  z.object({
    type: z.literal('would-send'),
    submission: submissionId,
    delivery: deliveryKey,
    preview: z.string().describe('Only in a dry run. Data of a citizen.'),
  }),
  z.object({ type: z.literal('reported'), submission: submissionId, kind: z.string() }),
  z.object({
    type: z.literal('status'),
    submission: submissionId,
    delivery: deliveryKey,
    status: z.enum(recordStatuses).describe('What the target says of the record.'),
    final: z.boolean().describe('Nothing further is to come.'),
  }),
  z.object({
    type: z.literal('deadline'),
    submission: submissionId,
    portal: z.string(),
    answerBy: time.describe('When the portal rejects it by itself.'),
    warning: z.int().min(1).describe('Which warning this is.'),
  }),
  z.object({ type: z.literal('portal-failed'), portal: z.string(), findings }),
  z.object({ type: z.literal('target-waits'), target: z.string(), untilMs: time, code, why: z.string().optional() }),
  z.object({ type: z.literal('waiting'), untilMs: time, deliveries: count }),
]);

const answers = z.array(z.enum(['delivered', 'retry', 'reject']));

const submission: ZodType<SubmissionSummary> = z.object({
  id: submissionId,
  portal: z.string(),
  state: z.enum(submissionStates),
  receivedAt: time,
  duplicates: count,
  findings,
  answers,
  purged: z.partialRecord(z.enum(['content', 'evidence', 'metadata', 'history', 'hashes']), time).optional(),
  held: z.boolean().optional(),
  answerBy: time.optional().describe('When its portal rejects it by itself.'),
  deliveries: z.array(
    z.object({
      key: deliveryKey,
      route: z.string(),
      target: z.string(),
      recordType: z.string(),
      state: z.enum(deliveryStates),
      channel: channel.optional(),
      reference: z.string().optional(),
      attempts: count,
      dueAt: time.optional(),
      waits: z.object({ until: time, code, why: z.string().optional() }).optional(),
      findings,
      answers,
    }),
  ),
});

const summary: ZodType<SummaryLine> = z.object({
  schema: z.literal('amtsbote.sync.summary/1'),
  startedAt: time,
  endedAt: time,
  received: count,
  duplicates: count,
  states: count.optional().describe('Records of which targets said something else than before.'),
  deadlines: z
    .array(
      z.object({
        portal: z.string(),
        submissions: count,
        over: count.describe('How many of them it has rejected by itself already.'),
        warning: z.int().min(1),
        soonest: z.object({ submission: submissionId, answerBy: time }),
      }),
    )
    .optional()
    .describe('By portal: submissions that it will reject by itself unless it is told the outcome.'),
  submissions: z.array(submission).describe('What this run touched, as it stands at its end.'),
  portalsFailed: z.array(z.object({ portal: z.string(), findings })),
  defects: count,
  interrupted: z.boolean(),
  previews: z.array(z.object({ delivery: deliveryKey, preview: z.string() })).describe('Only in a dry run. Data of citizens.'),
  openCases: count.optional().describe('With --fail-on open: all cases that wait in the ledger.'),
  evidence: z.object({ directory: z.string(), files: z.array(z.string()) }).optional(),
  checkpoint: z
    .object({ number: count, at: time, lastEvent: count, events: count, hash: z.string() })
    .optional()
    .describe('The newest seal over the history; `amtsbote audit verify --checkpoint FILE` takes this line.'),
  logLinesLost: count.optional(),
  purged: z.unknown().optional(),
  exitCode: z.int().describe('What the process ends with.'),
});

const error: ZodType<ErrorLine> = z.object({
  schema: z.literal('amtsbote.error/1'),
  code: z.string(),
  message: z.string(),
  where: place.optional(),
  hint: z.string().optional(),
  findings: findings.optional(),
});

/** The shape of each line of `amtsbote sync --json`. */
export const outputLine: ZodType<OutputLine> = z.union([
  z.intersection(z.object({ schema: z.literal('amtsbote.sync.event/1'), at: time }), event),
  summary,
  error,
]);

/** The JSON schema of the lines of `amtsbote sync --json`. */
export function outputJsonSchema(): object {
  return { title: 'A line of `amtsbote sync --json`', ...z.toJSONSchema(outputLine, { io: 'input' }) };
}
