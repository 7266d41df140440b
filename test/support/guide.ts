import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CliEnd } from './cli.ts';

/** One thing that a guide asks of its reader. */
export type GuideStep = GuideFile | GuideEdit | GuideCommand;

/** A fenced block with a file name behind its language: the file as it is to be saved. */
export interface GuideFile {
  readonly kind: 'file';
  readonly line: number;
  readonly file: string;
  readonly text: string;
}

/** A block of the language diff with a file name: lines taken out and put in. */
export interface GuideEdit {
  readonly kind: 'edit';
  readonly line: number;
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A line `$ …` of a console block with the output below it. `# exit code 3` behind it says how it ends; else it ends with 0. */
export interface GuideCommand {
  readonly kind: 'command';
  readonly line: number;
  readonly words: readonly string[];
  readonly exitCode: number;
  readonly output: string;
}

/** The steps of a guide in its order; other fenced blocks are for reading only. */
export function guideSteps(markdown: string): readonly GuideStep[] {
  const steps: GuideStep[] = [];
  for (const match of markdown.matchAll(/^```(\S+)(?: (\S+))?\n([^]*?)^```$/gm)) {
    const [, language = '', file, text = ''] = match;
    const line = markdown.slice(0, match.index).split('\n').length;
    if (language === 'console') steps.push(...commandsIn(text, line));
    else if (file !== undefined && language === 'diff') steps.push(editOf(file, text, line));
    else if (file !== undefined) steps.push({ kind: 'file', line, file, text });
  }
  return steps;
}

function commandsIn(text: string, line: number): readonly GuideCommand[] {
  const commands: { at: number; command: string; output: string[] }[] = [];
  for (const [index, one] of text.split('\n').entries()) {
    if (one.startsWith('$ ')) commands.push({ at: line + 1 + index, command: one.slice(2), output: [] });
    else commands.at(-1)?.output.push(one);
  }
  return commands.map(({ at, command, output }) => {
    const [, typed = '', code = '0'] = /^(.*?)(?:\s+# exit code (\d+))?$/.exec(command) ?? [];
    const words = typed.split(/\s+#/)[0]?.trim().split(/\s+/) ?? [];
    return { kind: 'command', line: at, words, exitCode: Number(code), output: output.join('\n') };
  });
}

function editOf(file: string, text: string, line: number): GuideEdit {
  const side = (left: string): string =>
    text
      .split('\n')
      .filter((one) => one.startsWith(left) || one.startsWith(' '))
      .map((one) => `${one.slice(1)}\n`)
      .join('');
  return { kind: 'edit', line, file, before: side('-'), after: side('+') };
}

/**
 * Does what the guide asks for, in a folder. `run` gets the words of each `amtsbote` command.
 *
 * @throws Error that names the line of the guide, and what is otherwise there
 */
export async function followGuide(
  steps: readonly GuideStep[],
  folder: string,
  run: (argv: readonly string[]) => Promise<CliEnd>,
): Promise<void> {
  for (const step of steps) {
    if (step.kind === 'file') await put(join(folder, step.file), step.text);
    else if (step.kind === 'edit') await edit(join(folder, step.file), step);
    else await tryCommand(step, folder, run);
  }
}

async function put(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

async function edit(path: string, { line, file, before, after }: GuideEdit): Promise<void> {
  const text = await readFile(path, 'utf8');
  if (text.split(before).length !== 2) throw new Error(`line ${line}: ${file} does not hold these lines once:\n${before}`);
  await writeFile(
    path,
    text.replace(before, () => after),
  );
}

async function tryCommand(
  { line, words, exitCode, output }: GuideCommand,
  folder: string,
  run: (argv: readonly string[]) => Promise<CliEnd>,
): Promise<void> {
  const [program, ...argv] = words;
  if (program === 'cp') return copy(argv, folder);
  if (program === 'mkdir') {
    await mkdir(join(folder, argv[0] ?? ''));
    return;
  }
  if (program !== 'amtsbote') throw new Error(`line ${line}: ${program} is not known to this test`);
  const ended = await run(argv);
  const said = ended.stdout + ended.stderr;
  if (ended.code !== exitCode) throw new Error(`line ${line}: ends with ${ended.code}, not ${exitCode}\n${said}`);
  if (output.trim() === '') return;
  const pattern = tidy(output, folder)
    .split('\n')
    .map((one) => (one === '…' ? '(?:[^\\n]*\\n)*?' : `${escape(one)}\\n`))
    .join('');
  if (!new RegExp(`^${pattern}$`).test(`${tidy(said, folder)}\n`)) throw new Error(`line ${line}: it says\n${tidy(said, folder)}`);
}

async function copy([from = '', to = '']: readonly string[], folder: string): Promise<void> {
  const target = to.endsWith('/') ? join(to, from.split('/').at(-1) ?? '') : to;
  await put(join(folder, target), await readFile(join(folder, from), 'utf8'));
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** Without what is another at every run: times, ids, folders, and the widths of columns that follow from them. */
function tidy(text: string, folder: string): string {
  return text
    .replaceAll(folder, '~/hunde')
    .replaceAll(/\d+ ms/g, 'N ms')
    .replaceAll(/\d+ \w{3} \d{4}, [\d:]{8}/g, 'DAY')
    .replaceAll(/\bs-[0-9a-z]{10}\b/g, 's-ID')
    .replaceAll(/\bAB(?:-[0-9A-Z]{4}){4}\b/g, 'AB-KEY')
    .replaceAll(/(?<=\S) {2,}/g, '  ')
    .trim();
}
