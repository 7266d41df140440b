import { dirname } from 'node:path';
import type { Runtime, RuntimeOptions } from '@amtsbote/sdk/runtime';
import { findConfigFile, lookForConfigFile } from './config-file.ts';
import type { Deps } from './deps.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Style } from './render/style.ts';
import type { Language, Translate } from './texts/texts.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly lang?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** How a reader sees data: language, colours, width. */
export interface View {
  readonly t: Translate;
  readonly language: Language;
  readonly style: Style;
  /** Default: that of the machine. */
  readonly timeZone?: string | undefined;
}

/** What a command works with. */
export interface Context {
  readonly deps: Deps;
  readonly view: View;
  readonly options: GlobalOptions;
}

/** What a command hands back; the edge prints it. */
export interface Outcome {
  readonly exitCode?: ExitCode;
  /** The document of `--json`; undefined when the command printed its own lines. */
  readonly document?: object | undefined;
  /** The same for people. */
  readonly text?: (() => string) | undefined;
  /** The text is what was asked for, such as a message: off a terminal not a byte of it changes. */
  readonly isData?: boolean | undefined;
}

/** The folder of the project: that of its configuration, or the current one where there is none yet. */
export function projectDirectory({ deps, options }: Context): string {
  const file = lookForConfigFile(deps.cwd, options.config);
  return file === undefined ? deps.cwd : dirname(file);
}

/** What a command chooses of its runtime. */
export interface RuntimeChoices {
  /** A file for log lines, in place of that of the configuration. */
  readonly log?: string | undefined;
  /** A person who looks at the screen meanwhile. */
  readonly watcher?: RuntimeOptions['watcher'];
}

/** Opens the runtime of the project, hands it to `use`, and closes it whatever happens. */
export async function withRuntime<T>(context: Context, use: (runtime: Runtime) => Promise<T>, more: RuntimeChoices = {}): Promise<T> {
  const runtime = await openProject(context, more);
  try {
    return await use(runtime);
  } finally {
    await runtime.close();
  }
}

/** Opens the runtime of the project; who opens it closes it. */
export async function openProject({ deps, options, view }: Context, more: RuntimeChoices = {}): Promise<Runtime> {
  const configFile = findConfigFile(deps.cwd, options.config, view.t);
  const { openRuntime } = await deps.loadRuntime();
  const directory = dirname(configFile);
  const importModule = (specifier: string): Promise<unknown> => deps.importConnector(specifier, directory);
  return openRuntime({ configFile, env: deps.env, importModule, ...more });
}
