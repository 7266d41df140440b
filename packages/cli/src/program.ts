import { Command, CommanderError, Option } from 'commander';
import type { Context, GlobalOptions, Outcome, View } from './context.ts';
import type { Deps } from './deps.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { registerCommands } from './commands/register-commands.ts';
import { oneOf } from './option-values.ts';
import { onScreen } from './render/plain.ts';
import type { TextKey, Translate } from './texts/texts.ts';
import { usageError } from './usage-error.ts';
import { ownVersion } from './version.ts';

/** Runs the action of a command and prints what it hands back. */
export type Act = (command: Command, action: (context: Context) => Promise<Outcome>) => Promise<void>;

/** What the commands need to register themselves. */
export interface Host {
  readonly t: Translate;
  readonly act: Act;
}

/** The command line, ready to run. */
export interface Program {
  readonly command: Command;
  /** @throws CliError for a wrong use; whatever the command throws */
  run(argv: readonly string[]): Promise<ExitCode>;
}

/** Declares all commands; imports none of their handlers. */
export function buildProgram(deps: Deps, view: View): Program {
  let exitCode: ExitCode = exitCodes.ok;
  let current = '';
  const act: Act = async (command, action) => {
    const context: Context = { deps, view, options: command.optsWithGlobals<GlobalOptions>() };
    const outcome = await action(context);
    exitCode = outcome.exitCode ?? exitCodes.ok;
    await print(outcome, context);
  };
  const root = rootCommand(view.t);
  registerCommands(root, { t: view.t, act });
  prepare(root, { deps, t: view.t, entered: (path) => (current = path) });
  return {
    command: root,
    run: async (argv) => {
      try {
        await root.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' });
        return exitCode;
      } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        if (error.exitCode === 0 || error.code === 'commander.help') return exitCodes.ok;
        throw usageError(error, current, view.t);
      }
    },
  };
}

function rootCommand(t: Translate): Command {
  return new Command('amtsbote')
    .description(t('program.description'))
    .version(ownVersion(), '-V, --version', t('option.version'))
    .option('--config <file>', t('option.config'))
    .addOption(new Option('--lang <language>', t('option.lang')).argParser(oneOf(t, ['de', 'en'])))
    .option('--json', t('option.json'))
    .option('--debug', t('option.debug'))
    .addHelpText('after', `\n${t('program.footer')}`);
}

interface Surroundings {
  readonly deps: Deps;
  readonly t: Translate;
  /** Told which command the parser complains about. */
  readonly entered: (path: string) => void;
}

/** Gives every command our way out: no exit of its own, no output of its own but help, texts in one language. */
function prepare(command: Command, surroundings: Surroundings): void {
  const { deps, t, entered } = surroundings;
  command
    .exitOverride((error) => {
      entered(pathOf(command));
      throw error;
    })
    .configureOutput({
      writeOut: (text) => void deps.stdout.write(text),
      writeErr: () => undefined,
      getOutHelpWidth: () => deps.stdout.columns ?? 100,
      getErrHelpWidth: () => deps.stdout.columns ?? 100,
    })
    .configureHelp({
      showGlobalOptions: true,
      styleTitle: (title) => translatedTitle(title, t),
      optionDescription: (option) => option.description,
    })
    .helpOption('-h, --help', t('help.option'))
    .helpCommand(false);
  for (const child of command.commands) prepare(child, surroundings);
}

function pathOf(command: Command): string {
  return command.parent === null ? '' : `${pathOf(command.parent)} ${command.name()}`.trim();
}

const titles: Readonly<Record<string, TextKey>> = {
  'Usage:': 'help.usage',
  'Arguments:': 'help.arguments',
  'Options:': 'help.options',
  'Global Options:': 'help.globalOptions',
  'Commands:': 'help.commands',
};

function translatedTitle(title: string, t: Translate): string {
  const key = titles[title];
  return key === undefined ? title : t(key);
}

async function print(outcome: Outcome, { deps, options }: Context): Promise<void> {
  if (options.json === true) {
    if (outcome.document === undefined) return;
    const { documentLine } = await import('./render/document.ts');
    deps.stdout.write(documentLine(outcome.document));
    return;
  }
  const text = outcome.text?.() ?? '';
  const shown = outcome.isData === true && deps.stdout.isTTY !== true ? text : onScreen(text);
  if (shown !== '') deps.stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`);
}
