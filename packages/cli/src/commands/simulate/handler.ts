import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { plainJson } from '../../render/plain.ts';
import { isPortTaken, untilStopped } from './local-server.ts';

/** The options of `amtsbote simulate musterverfahren`. */
export interface SimulateOptions {
  readonly port?: number;
  readonly database?: string;
  readonly skin?: 'pages' | 'app' | 'frames';
  /** Names of quirks, between commas. */
  readonly quirks?: string;
  readonly parentExit?: boolean;
}

const defaultPort = 8787;

/** Runs the simulated application until Ctrl-C, SIGTERM or, when asked, the end of standard input. */
export async function simulateMusterverfahren(context: Context, options: SimulateOptions): Promise<void> {
  const { deps } = context;
  const app = await start(context, options);
  try {
    announce(context, app.url, app);
    await untilStopped(deps, options.parentExit === true);
  } finally {
    await app.close();
  }
}

interface Running {
  readonly url: string;
  readonly user: { readonly name: string; readonly password: string };
  readonly client: { readonly name: string; readonly password: string };
  close(): Promise<void>;
}

async function start({ deps, view }: Context, options: SimulateOptions): Promise<Running> {
  // oxlint-disable-next-line no-restricted-imports -- this is the place that loads it, and only when it is asked for
  const simulator = await import('@amtsbote/simulators/musterverfahren');
  const { demoApiClient, demoUser, readQuirks, startMusterverfahren } = simulator;
  const quirks = readQuirks(options.quirks === undefined ? [] : options.quirks.split(',').map((each) => each.trim()));
  if (typeof quirks === 'string') throw new CliError(view.t('simulate.quirkUnknown', { known: quirkNames(quirks) }));
  const port = options.port ?? defaultPort;
  const database = options.database === undefined ? undefined : resolve(deps.cwd, options.database);
  if (database !== undefined) await mkdir(dirname(database), { recursive: true });
  try {
    const app = await startMusterverfahren({
      port,
      ...(database !== undefined && { database }),
      ...(options.skin && { skin: options.skin }),
      quirks,
    });
    return { url: app.url, user: demoUser, client: demoApiClient, close: () => app.close() };
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    throw new CliError(view.t('simulate.portTaken', { port }), { hint: view.t('simulate.portTakenHint') });
  }
}

/** The names that the simulator knows, as its complaint ends with them. */
function quirkNames(complaint: string): string {
  return complaint.replace(/^.*one of /, '');
}

function announce({ deps, view, options }: Context, url: string, { user, client }: Running): void {
  if (options.json === true) {
    const document = { schema: 'amtsbote.simulate/1', url, user: user.name, client: client.name };
    deps.stdout.write(`${plainJson(document)}\n`);
    return;
  }
  const { t } = view;
  const lines = [
    t('simulate.started', { url }),
    t('simulate.account', { user: user.name, password: user.password }),
    t('simulate.client', { client: client.name, secret: client.password }),
    t('simulate.stop'),
  ];
  deps.stdout.write(`${lines.join('\n')}\n`);
}
