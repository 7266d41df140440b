import type { Deps } from './deps.ts';
import { type ExitCode, exitCodeOfError } from './exit-codes.ts';
import type { View } from './context.ts';
import { buildProgram } from './program.ts';
import { showError } from './render/error.ts';
import { onScreen, plainJson } from './render/plain.ts';
import { createStyle, wantsColour } from './render/style.ts';
import { chooseLanguage } from './texts/language.ts';
import { translator } from './texts/texts.ts';

export type { Deps, Environment, Input, Output, RuntimeEntry } from './deps.ts';
export { type ExitCode, exitCodes } from './exit-codes.ts';

/**
 * Runs one command and returns its exit code. Never throws, never ends the process by itself.
 *
 * @param argv what stands behind `amtsbote`
 */
export async function run(argv: readonly string[], deps: Deps): Promise<ExitCode> {
  const language = chooseLanguage({ argv, env: deps.env, systemLocale: deps.systemLocale });
  const view: View = {
    t: translator(language),
    language,
    style: createStyle(wantsColour(deps.env, deps.stdout.isTTY)),
    timeZone: deps.env['TZ'] || undefined,
  };
  const program = buildProgram(deps, view);
  try {
    return await program.run(argv);
  } catch (error) {
    await printError(error, { argv, deps, view });
    return exitCodeOfError(error);
  }
}

interface Asked {
  readonly argv: readonly string[];
  readonly deps: Deps;
  readonly view: View;
}

async function printError(error: unknown, { argv, deps, view }: Asked): Promise<void> {
  const errorView = { ...view, style: createStyle(wantsColour(deps.env, deps.stderr.isTTY)) };
  const shown = await showError(error, errorView, argv.includes('--debug'));
  if (argv.includes('--json')) deps.stdout.write(`${plainJson(shown.document)}\n`);
  else deps.stderr.write(onScreen(shown.text));
}
