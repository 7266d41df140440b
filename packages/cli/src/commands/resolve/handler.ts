import type { CaseAnswer, Resolution, Runtime } from '@amtsbote/sdk/runtime';
import { CliError } from '../../cli-error.ts';
import { type Context, withRuntime } from '../../context.ts';
import { ask } from '../../prompt.ts';
import type { Translate } from '../../texts/texts.ts';

/** The options of `amtsbote resolve`. */
export interface ResolveOptions {
  readonly delivered?: string;
  readonly retry?: boolean;
  readonly reject?: string;
  readonly reason?: string;
}

/** What was answered, and to what. */
export interface Resolved {
  readonly id: string;
  readonly answer: CaseAnswer;
}

type Answer = Omit<Resolution, 'by'>;

/**
 * Gives a person's answer to a case. Without an answer it asks on a terminal, and elsewhere says what is allowed.
 *
 * @throws CliError when there is no answer, more than one, or nothing to answer
 */
export async function resolveCase(context: Context, id: string, options: ResolveOptions): Promise<Resolved> {
  const given = givenAnswer(options, context.view.t);
  return await withRuntime(context, async (runtime) => {
    const open = await openCase(runtime, id, context.view.t);
    const answer = given ?? (await askForAnswer(context, open.answers));
    if (!open.answers.includes(answer.answer)) throw notAllowed(open.answers, context.view.t);
    const resolved = await runtime.resolve(open.id, { ...answer, by: context.deps.user() });
    return { id: resolved, answer: answer.answer };
  });
}

function givenAnswer(options: ResolveOptions, t: Translate): Answer | undefined {
  const { delivered, retry, reject, reason } = options;
  const answers: Answer[] = [];
  if (delivered !== undefined) answers.push({ answer: 'delivered', reference: delivered, reason });
  if (retry === true) answers.push({ answer: 'retry', reason });
  if (reject !== undefined) answers.push({ answer: 'reject', code: reject, reason });
  if (answers.length > 1) throw new CliError(t('resolve.one'));
  return answers[0];
}

interface OpenCase {
  readonly id: string;
  readonly answers: readonly CaseAnswer[];
}

/** The one case that `id` means: the delivery it names, the only open one of its submission, or the submission. */
async function openCase(runtime: Runtime, id: string, t: Translate): Promise<OpenCase> {
  const submission = await runtime.show(id);
  const named = submission.deliveries.find((delivery) => delivery.key === id.toUpperCase());
  const open = (named === undefined ? submission.deliveries : [named]).filter((delivery) => delivery.answers.length > 0);
  const [only, ...others] = open;
  if (only !== undefined && others.length === 0) return { id: only.key, answers: only.answers };
  if (only !== undefined) {
    const deliveries = open.map((delivery) => delivery.key).join(', ');
    throw new CliError(t('resolve.which'), { hint: t('resolve.whichHint', { deliveries }) });
  }
  if (submission.answers.length > 0) return { id: submission.id, answers: submission.answers };
  throw new CliError(t('resolve.noAnswers'), {
    code: 'AB_ANSWER_NOT_ALLOWED',
    hint: t('resolve.noAnswersHint'),
  });
}

async function askForAnswer(context: Context, answers: readonly CaseAnswer[]): Promise<Answer> {
  const { t } = context.view;
  if (context.options.json === true || context.deps.stdin.isTTY !== true) {
    throw new CliError(t('resolve.one'), { hint: allowed(answers, t) });
  }
  for (const answer of answers) context.deps.stderr.write(`  ${t(`answer.${answer}`)}\n`);
  const typed = await ask(context.deps, t('resolve.ask', { answers: answers.join(', ') }));
  const answer = answers.find((entry) => entry === typed);
  if (answer === undefined) throw new CliError(t('resolve.notUnderstood'), { hint: allowed(answers, t) });
  const reference = answer === 'delivered' ? await askFor(context, 'resolve.askReference') : undefined;
  const code = answer === 'reject' ? await askFor(context, 'resolve.askCode') : undefined;
  const reason = (await ask(context.deps, t('resolve.askReason'))) || undefined;
  return { answer, reference, code, reason };
}

async function askFor(context: Context, question: 'resolve.askReference' | 'resolve.askCode'): Promise<string> {
  const typed = await ask(context.deps, context.view.t(question));
  if (typed === '') throw new CliError(context.view.t('resolve.notUnderstood'));
  return typed;
}

function notAllowed(answers: readonly CaseAnswer[], t: Translate): CliError {
  return new CliError(allowed(answers, t), { code: 'AB_ANSWER_NOT_ALLOWED' });
}

function allowed(answers: readonly CaseAnswer[], t: Translate): string {
  return t('resolve.answers', { answers: answers.map((answer) => `--${answer}`).join(', ') });
}
