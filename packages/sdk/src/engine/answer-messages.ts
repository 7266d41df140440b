import { createHash } from 'node:crypto';
import type { AnswerConfig } from '../config/config.ts';
import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import type { WaitingReport } from '../ledger/outbox.ts';
import type { Message } from '../message/message.ts';
import type { IdentifiedMessage } from '../message/profile/profile.ts';
import { readMessage } from '../message/read-message.ts';
import type { AnswerMessage } from '../portal/contract.ts';
import type { EngineContext } from './context.ts';
import { identifyMessage } from './identify-message.ts';
import { routesFor } from './read-submission.ts';

/** The answers that go with a report, and what the history should know of them: types, or codes of why there is none. */
export interface Answers {
  readonly answers: readonly AnswerMessage[];
  readonly notes: Readonly<Record<string, string>>;
}

const none: Answers = { answers: [], notes: {} };

/**
 * Makes the answers of the standard that the routes of the message ask for, each once. One that cannot be made, or is not valid against
 * its schema set, does not hold up the report: it goes without, and the history says so.
 */
export async function answersTo(context: EngineContext, report: WaitingReport): Promise<Answers> {
  const { kind } = report;
  if (kind !== 'accepted' && kind !== 'rejected') return none;
  if (![...context.routes.values()].some((route) => route.portal === report.portal && route.answers[kind].length > 0)) return none;
  const { message: stored } = await context.ledger.intake.open(report.submission);
  if (stored === undefined) return none;
  try {
    const bytes = await stored.bytes();
    using message = await readMessage(bytes, { mediaType: stored.mediaType });
    const identified = await identifyMessage(context, message);
    if (identified === undefined) return none;
    const routes = await routesFor(context, { portal: report.portal, message, identified });
    const wanted = new Map(routes.flatMap((route) => route.answers[kind]).map((answer) => [answer.type, answer]));
    return await makeAll(context, { report, message, bytes, identified }, [...wanted.values()]);
  } catch (error) {
    if (!isAmtsboteError(error) || error.effect !== 'case') throw error;
    return { answers: [], notes: { answersMissing: error.code } };
  }
}

/** What an answer answers. */
interface Answered {
  readonly report: WaitingReport;
  readonly message: Message;
  readonly bytes: Uint8Array;
  readonly identified: IdentifiedMessage;
}

async function makeAll(context: EngineContext, answered: Answered, wanted: readonly AnswerConfig[]): Promise<Answers> {
  const answers: AnswerMessage[] = [];
  const missing: string[] = [];
  for (const one of wanted) {
    const made = await makeOne(context, answered, one);
    if ('bytes' in made) answers.push(made);
    else missing.push(`${one.type} ${made.code}`);
  }
  const notes = { answers: answers.map(({ type }) => type).join(', '), answersMissing: missing.join(', ') };
  return { answers, notes: Object.fromEntries(Object.entries(notes).filter(([, text]) => text !== '')) };
}

async function makeOne(
  context: EngineContext,
  { report, message, bytes: received, identified }: Answered,
  { type, options }: AnswerConfig,
): Promise<AnswerMessage | { readonly code: string }> {
  const { profile } = identified;
  const build = profile.answers?.[type];
  if (build === undefined) return { code: 'AB_ANSWER_IMPOSSIBLE' };
  try {
    const { xml } = await build({
      original: message,
      bytes: received,
      header: profile.header(message),
      id: answerId(report.id, type),
      at: report.createdAt,
      reference: report.references[0],
      findings: report.findings,
      options,
    });
    const bytes = Buffer.from(xml, 'utf8');
    using answer = await readMessage(bytes, { mediaType: 'application/xml' });
    const { verdict, findings } = await context.validate(answer);
    if (verdict === 'valid') return { type, mediaType: 'application/xml', bytes };
    context.logger.warn('an answer is not valid and was not sent', { report: report.id, type, code: findings[0]?.code ?? verdict });
    return { code: verdict === 'not-checked' ? 'AB_SCHEMA_NOT_CHECKED' : 'AB_ANSWER_IMPOSSIBLE' };
  } catch (error) {
    if (isAmtsboteError(error) && error.effect === 'case') return { code: error.code };
    throw error;
  }
}

/** The id of an answer: a UUID (version 8) made of the report's id, so that a repeat is the same message. */
export function answerId(report: string, type: string): string {
  const hex = createHash('sha256').update(`${report}\0${type}`).digest('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)].join('-');
}
