import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { TargetDefinition } from '@amtsbote/sdk';
import type { DescribedTarget, Recorder, Recording, RecordPhase, SampleRecord } from '@amtsbote/sdk/recorder';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import type { RecorderEntry } from '../../deps.ts';
import { exitCodes, type ExitCode } from '../../exit-codes.ts';
import type { TextKey } from '../../texts/texts.ts';
import { expectScreen } from '../../screen.ts';
import { Terminal } from '../../terminal.ts';

/** The options of `amtsbote record`. */
export interface RecordOptions {
  readonly url: string;
  readonly out?: string;
  readonly record?: string;
  /** A file with one record in JSON, as a mapping makes it. */
  readonly sample?: string;
  readonly typescript?: boolean;
  readonly browser?: string;
}

/** What `record` hands back. */
export interface Recorded {
  readonly file: string;
  /** False when something is open that the description cannot do without. */
  readonly complete: boolean;
  /** The questions in the file, in the reader's language. */
  readonly questions: readonly string[];
  /** Secrets that the description asks for. */
  readonly secrets: readonly string[];
  readonly exitCode: ExitCode;
}

/** Watches a person enter one record, and writes down how it is done. */
export async function record(context: Context, options: RecordOptions): Promise<Recorded> {
  const { url } = options;
  const { deps, view } = context;
  if (deps.stdin.isTTY !== true) throw new CliError(view.t('record.noTerminal'));
  if (!/^https?:/.test(url) || !URL.canParse(url)) throw new CliError(view.t('record.noAddress'));
  expectScreen(context);
  const { recordType, name, file } = names(context, options);
  const sample = await readSample(context, options.sample);
  const recorder = await (deps.loadRecorder?.() ?? import('@amtsbote/sdk/recorder'));
  const recording = await session(context, { url, browser: options.browser, open: recorder.openRecorder });
  const target = recorder.describeTarget(recording, sample);
  const complete = recorder.isComplete(target);
  const ask = ({ code, what = '' }: DescribedTarget['questions'][number]): string => view.t(`record.question.${code}`, { what });
  const head = [view.t('record.head', { host: new URL(url).host }), view.t('record.headQuestions')];
  const written = { recordType, secretName: name, ask, head };
  if (complete) await expectShape(context, recorder.describedOptions(target, written));
  const text =
    options.typescript === true ? recorder.writePageObject(target, { ...written, name }) : recorder.writeDescription(target, written);
  await mkdir(dirname(resolve(deps.cwd, file)), { recursive: true });
  await writeFile(resolve(deps.cwd, file), text, { flag: 'wx' });
  const secrets =
    target.login === undefined
      ? []
      : [`${name}-user`, `${name}-password`, ...(recorder.asksForCode(target.login) ? [`${name}-codes`] : [])];
  return { file, complete, questions: target.questions.map(ask), secrets, exitCode: complete ? exitCodes.ok : exitCodes.attention };
}

function names({ deps, view }: Context, options: RecordOptions): { recordType: string; name: string; file: string } {
  const recordType = options.record ?? 'record';
  if (!/^[a-z][a-z0-9-]*$/.test(recordType)) throw new CliError(view.t('mapping.new.badRecord'));
  const host = new URL(options.url).hostname.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase();
  const name = /^[a-z]/.test(host) ? host : 'application';
  const file = options.out ?? `targets/${name}-web.${options.typescript === true ? 'ts' : 'yaml'}`;
  if (existsSync(resolve(deps.cwd, file)))
    throw new CliError(view.t('mapping.new.exists', { file }), { hint: view.t('mapping.new.existsHint') });
  return { recordType, name, file };
}

async function readSample({ deps, view }: Context, file: string | undefined): Promise<SampleRecord | undefined> {
  if (file === undefined) return undefined;
  try {
    const sample: unknown = JSON.parse(await readFile(resolve(deps.cwd, file), 'utf8'));
    if (typeof sample === 'object' && sample !== null && !Array.isArray(sample)) return sample as SampleRecord;
  } catch {
    throw new CliError(view.t('record.badSample', { file }));
  }
  throw new CliError(view.t('record.badSample', { file }));
}

interface Session {
  readonly url: string;
  readonly browser: string | undefined;
  readonly open: RecorderEntry['openRecorder'];
}

/** Tells the person what to do, one thing after the other. */
async function session({ deps, view }: Context, { url, browser, open }: Session): Promise<Recording> {
  const { t } = view;
  const terminal = new Terminal(deps);
  const stopListening = deps.onInterrupt(() => terminal.close());
  const onDialog = async (message: string): Promise<boolean> => isYes(await terminal.ask(`${t('record.dialog', { message })} `));
  const onClosed = (): void => terminal.end(new CliError(t('record.closed')));
  let recorder: Recorder | undefined;
  try {
    recorder = await open({ url, browser, onDialog, onClosed });
    const { deliveryKey } = recorder;
    terminal.say(t('record.begin'));
    for (const phase of ['login', 'fill', 'save', 'record', 'search'] as const satisfies readonly RecordPhase[]) {
      if (phase !== 'login') await recorder.enter(phase);
      await terminal.ask(`${t(`record.step.${phase}` as TextKey, { key: deliveryKey })} `);
      if (phase === 'save') await askReference(recorder, terminal, t);
    }
    return await recorder.finish();
  } finally {
    stopListening();
    terminal.close();
    await recorder?.close();
  }
}

function isYes(answer: string): boolean {
  return /^(j|ja|y|yes)$/i.test(answer);
}

/** What the page shows is proposed; the person knows. */
async function askReference(recorder: Recorder, terminal: Terminal, t: Context['view']['t']): Promise<void> {
  const [proposed, ...others] = await recorder.possibleReferences();
  const known = proposed !== undefined && others.length === 0;
  const answer = await terminal.ask(`${known ? t('record.isReference', { reference: proposed }) : t('record.whichReference')} `);
  const reference = known && (answer === '' || isYes(answer)) ? proposed : answer;
  if (reference !== '' && reference !== '-') await recorder.saved(reference);
}

/** What is written must be what the connector takes. */
async function expectShape({ deps, view }: Context, options: object): Promise<void> {
  const module = (await deps.importConnector('@amtsbote/connectors/targets/web-form', deps.cwd)) as {
    readonly connector: TargetDefinition;
  };
  const parsed = module.connector.options.safeParse(options);
  if (parsed.success) return;
  const places = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new CliError(view.t('record.badShape', { places }), { code: 'AB_CONFIG_INVALID' });
}
