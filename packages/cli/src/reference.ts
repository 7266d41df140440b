import type { Argument, Command, Option } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { buildProgram } from './program.ts';
import { processDeps } from './process-deps.ts';
import { createStyle } from './render/style.ts';
import { translator } from './texts/texts.ts';

const exitCodeMeanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'all well',
  defect: 'a defect: please report it',
  usage: 'wrong use or configuration; nothing was touched',
  attention: 'some deliveries of this run are cases or rejected (`sync --fail-on` says what counts)',
  unreachable: 'a portal or target was not reachable; all is kept for later',
  busy: 'another run holds the ledger',
  interrupted: 'interrupted; start it again, it goes on where it stopped',
};

/** The page `docs/cli.md`: every command with its arguments and options, taken from the program itself. */
export function cliReference(): string {
  const view = { t: translator('en'), language: 'en', style: createStyle(false) } as const;
  const { command } = buildProgram(processDeps(), view);
  const commands = leaves(command);
  return [
    '# Commands',
    'Generated from the program; do not edit. `amtsbote <command> --help` shows the same, in German with `--lang de`.',
    table(
      ['command', 'what it does'],
      commands.map((one) => [`[\`${nameOf(one)}\`](#${anchor(one)})`, one.description()]),
    ),
    '## Options of every command',
    table(['option', ''], command.options.map(optionRow)),
    '## Exit codes',
    'When several apply, the first of 130, 1, 2, 5, 4, 3 counts.',
    table(
      ['code', 'meaning'],
      Object.entries(exitCodeMeanings).map(([key, meaning]) => [String(exitCodes[key as keyof typeof exitCodes]), meaning]),
    ),
    ...commands.flatMap(section),
  ]
    .join('\n\n')
    .concat('\n');
}

/** The commands that do something: those without others below them, and those that take options all the same. */
function leaves(command: Command): readonly Command[] {
  return command.commands.flatMap((child) => {
    const doesSomething = child.commands.length === 0 || child.options.length > 0;
    return [...(doesSomething ? [child] : []), ...leaves(child)];
  });
}

function section(command: Command): readonly string[] {
  const usage = [nameOf(command), ...command.registeredArguments.map(argumentName)];
  const parts = [`## ${nameOf(command)}`, `${capital(command.description())}.`];
  parts.push(`\`\`\`sh\n${usage.join(' ')}${command.options.length > 0 ? ' [options]' : ''}\n\`\`\``);
  const rows = [
    ...command.registeredArguments.map((one) => [`\`${argumentName(one)}\``, one.description]),
    ...command.options.map(optionRow),
  ];
  if (rows.length > 0) parts.push(table(['argument, option', ''], rows));
  return parts;
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

function anchor(command: Command): string {
  return nameOf(command).replaceAll(' ', '-');
}

function argumentName(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

function optionRow(option: Option): readonly string[] {
  return [`\`${option.flags}\``, option.description];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
