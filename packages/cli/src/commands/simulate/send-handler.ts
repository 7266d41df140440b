import { readFile, stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- types only; the module is loaded when it is asked for
import type { Answer, AttachmentToSend, DeviationName, SenderConnection, Sent, SubmissionToSend } from '@amtsbote/simulators/fit-connect';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { exitCodes, type ExitCode } from '../../exit-codes.ts';
import { defaultFitConnectPort } from './fit-connect-handler.ts';

/** The options of `amtsbote simulate fit-connect send`. */
export interface SendOptions {
  readonly message: string;
  readonly attachment?: readonly string[];
  readonly url?: string;
  readonly api?: string;
  readonly destination?: string;
  readonly service?: string;
  readonly schema?: string;
  readonly region?: string;
  readonly deviation?: readonly string[];
  readonly wait?: number;
}

/** What was sent, and how it stands. */
export interface SendResult {
  readonly submissionId: string;
  readonly caseId: string;
  readonly attachmentIds: readonly string[];
  readonly state: Answer['state'];
  readonly events: Answer['events'];
}

type Simulator = typeof import('@amtsbote/simulators/fit-connect');

const mediaTypes: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.xml': 'application/xml',
  '.json': 'application/json',
  '.txt': 'text/plain',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
};

/** Submits a message as a portal does, and reads what the service and the receiver say of it. */
export async function sendToFitConnect(context: Context, options: SendOptions): Promise<{ exitCode: ExitCode; result: SendResult }> {
  // oxlint-disable-next-line no-restricted-imports -- this is the place that loads it, and only when it is asked for
  const simulator = await import('@amtsbote/simulators/fit-connect');
  const connection = connectionTo(simulator, context, options);
  const submission = await submissionOf(simulator, context, options);
  const { sent, answer } = await told(simulator, context, async () => {
    const taken = await simulator.sendSubmission(connection, submission);
    const timeoutMs = (options.wait ?? 0) * 1000;
    return { sent: taken, answer: await simulator.waitForAnswer(connection, taken, { timeoutMs }) };
  });
  return { exitCode: exitCodeOf(answer, options), result: resultOf(sent, answer) };
}

function connectionTo({ senderFor }: Simulator, { view }: Context, { url, api }: SendOptions): SenderConnection {
  const base = url ?? `http://127.0.0.1:${defaultFitConnectPort}`;
  if (!URL.canParse(base)) throw new CliError(view.t('simulate.send.noAddress'));
  const { origin } = new URL(base);
  return senderFor({ url: `${origin}/submission-api`, tokenUrl: `${origin}/token` }, api);
}

async function submissionOf(simulator: Simulator, context: Context, options: SendOptions): Promise<SubmissionToSend> {
  const { deps, view } = context;
  const mimeType = mediaTypeOf(options.message);
  if (mimeType !== 'application/json' && mimeType !== 'application/xml') throw new CliError(view.t('simulate.send.kind'));
  const file = resolve(deps.cwd, options.message);
  const bytes = await readFile(file).catch(() => unreadable(context, options.message));
  const attachments = await Promise.all((options.attachment ?? []).map((name) => attachmentOf(context, name)));
  return {
    destinationId: options.destination ?? simulator.demoDestinationId,
    data: { bytes, mimeType, ...(options.schema !== undefined && { schemaUri: options.schema }) },
    attachments,
    deviations: deviationsOf(simulator, context, options.deviation ?? []),
    ...(options.service !== undefined && { service: { identifier: options.service, name: options.service } }),
    ...(options.region !== undefined && { region: options.region }),
  };
}

async function attachmentOf(context: Context, name: string): Promise<AttachmentToSend> {
  const path = resolve(context.deps.cwd, name);
  const facts = await stat(path).catch(() => unreadable(context, name));
  if (!facts.isFile()) return unreadable(context, name);
  return { filename: basename(name), mimeType: mediaTypeOf(name), content: { path } };
}

function mediaTypeOf(name: string): string {
  return mediaTypes[extname(name).toLowerCase()] ?? 'application/octet-stream';
}

function deviationsOf({ deviationNames }: Simulator, { view }: Context, names: readonly string[]): readonly DeviationName[] {
  const known: readonly string[] = deviationNames;
  if (names.every((name) => known.includes(name))) return names as readonly DeviationName[];
  throw new CliError(view.t('usage.oneOf', { choices: known.join(', ') }));
}

function unreadable({ view }: Context, file: string): never {
  throw new CliError(view.t('simulate.send.unreadable', { file }));
}

/** Says in the reader's words that there is no service, or that it refuses. */
async function told<T>({ ServiceRefusal }: Simulator, { view }: Context, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ServiceRefusal) throw new CliError(view.t('simulate.send.refused', { reason: error.message }));
    if (!isNotReached(error)) throw error;
    throw new CliError(view.t('simulate.send.noService'), { hint: view.t('simulate.send.noServiceHint') });
  }
}

function isNotReached(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed';
}

function exitCodeOf({ state, events }: Answer, { wait }: SendOptions): ExitCode {
  const isBelieved = events.every(({ fault }) => fault === undefined);
  const isDone = state === 'accepted' || (wait === undefined && state === 'submitted');
  return isBelieved && isDone ? exitCodes.ok : exitCodes.attention;
}

function resultOf({ submissionId, caseId, attachmentIds }: Sent, { state, events }: Answer): SendResult {
  return { submissionId, caseId, attachmentIds, state, events };
}
