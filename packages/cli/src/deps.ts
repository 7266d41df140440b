import type * as recorder from '@amtsbote/sdk/recorder';
import type * as runtime from '@amtsbote/sdk/runtime';
import type * as workbench from '@amtsbote/sdk/workbench';

/** Where text goes. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Where answers and secrets come from. */
export interface Input extends NodeJS.ReadableStream {
  readonly isTTY?: boolean | undefined;
}

/** The part of `@amtsbote/sdk/runtime` that commands use. */
export type RuntimeEntry = Pick<
  typeof runtime,
  'openRuntime' | 'loadConfig' | 'namedSecrets' | 'openSecretStore' | 'createMasterKey' | 'jsonSchemas' | 'verifyEvidence'
>;

/** What integrators do with schemas, messages and mappings. */
export type WorkbenchEntry = typeof workbench;

/** What watches a person at a web application. */
export type RecorderEntry = typeof recorder;

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything of the outside world that a command may touch, so that tests can bring their own. */
export interface Deps {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
  readonly cwd: string;
  /** Now, in milliseconds since 1970. */
  readonly now: () => number;
  /** The language of the operating system, such as `de-DE`. */
  readonly systemLocale: string | undefined;
  /** The account name of the person at the keyboard. */
  readonly user: () => string;
  /** Calls the listener at each Ctrl-C, SIGTERM or Ctrl-Break; returns how to stop that. */
  readonly onInterrupt: (listener: () => void) => () => void;
  /** Ends the process at once. */
  readonly exitNow: (code: number) => void;
  /** Loads the runtime; not before a command needs it. */
  readonly loadRuntime: () => Promise<RuntimeEntry>;
  /** Loads the workbench; not before a command needs it. */
  readonly loadWorkbench: () => Promise<WorkbenchEntry>;
  /** Loads the recorder; not before a command needs it. Default: that of the package. */
  readonly loadRecorder?: (() => Promise<RecorderEntry>) | undefined;
  /** Imports a connector by name, as seen from this program or from the folder of the configuration. */
  readonly importConnector: (specifier: string, directory: string) => Promise<unknown>;
}
