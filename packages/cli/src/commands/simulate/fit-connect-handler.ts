import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- types only; the module is loaded when it is asked for
import type { FitConnect, FitConnectOptions, KnownDestination, RsaJwk } from '@amtsbote/simulators/fit-connect';
import { readPublicKeys, isForEncryption } from './public-keys.ts';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { plainJson } from '../../render/plain.ts';
import { isPortTaken, untilStopped } from './local-server.ts';

/** The options of `amtsbote simulate fit-connect`. */
export interface SimulateFitConnectOptions {
  readonly port?: number;
  readonly database?: string;
  readonly keys?: string;
  readonly publicKeys?: readonly string[];
  readonly callback?: string;
  readonly callbackSecret?: string;
  readonly parentExit?: boolean;
}

/** The port where the delivery service is looked for unless told otherwise. */
export const defaultFitConnectPort = 8788;

/** What callbacks are signed with unless told otherwise. It protects nothing. */
const demoCallbackSecret = 'demo-callback-secret';

/** Runs the simulated delivery service until Ctrl-C, SIGTERM or, when asked, the end of standard input. */
export async function simulateFitConnect(context: Context, options: SimulateFitConnectOptions): Promise<void> {
  const callback = callbackOf(context, options);
  const service = await start(context, options);
  try {
    if (callback !== undefined)
      for (const { destinationId } of service.destinations) service.changeDestination(destinationId, { callback });
    const files = await writeKeys(context, service, options.keys);
    announce(context, { service, files, callback });
    await untilStopped(context.deps, options.parentExit === true);
  } finally {
    await service.close();
  }
}

interface CallbackTo {
  readonly url: string;
  readonly secret: string;
}

/** Only to this computer: a simulator calls nobody else. */
function callbackOf({ view }: Context, { callback, callbackSecret }: SimulateFitConnectOptions): CallbackTo | undefined {
  if (callback === undefined) return undefined;
  const hostname = URL.canParse(callback) ? new URL(callback).hostname : '';
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) throw new CliError(view.t('simulate.fitConnect.callbackElsewhere'));
  return { url: callback, secret: callbackSecret ?? demoCallbackSecret };
}

async function start(context: Context, options: SimulateFitConnectOptions): Promise<FitConnect> {
  const { deps, view } = context;
  const port = options.port ?? defaultFitConnectPort;
  const database = options.database === undefined ? undefined : resolve(deps.cwd, options.database);
  if (database !== undefined) await mkdir(dirname(database), { recursive: true });
  const keys = options.publicKeys && (await readPublicKeys(context, options.publicKeys));
  try {
    return await open({ port, ...(database !== undefined && { database }) }, keys);
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    throw new CliError(view.t('simulate.portTaken', { port }), { hint: view.t('simulate.portTakenHint') });
  }
}

/** A destination that an earlier run made takes the keys over, too. */
async function open(options: FitConnectOptions, keys: readonly RsaJwk[] | undefined): Promise<FitConnect> {
  // oxlint-disable-next-line no-restricted-imports -- this is the place that loads it, and only when it is asked for
  const { demoDestinationId, startFitConnect } = await import('@amtsbote/simulators/fit-connect');
  if (!keys) return startFitConnect(options);
  const service = await startFitConnect({ ...options, destinations: [{ destinationId: demoDestinationId, keys }] });
  service.changeDestination(demoDestinationId, { keys, encryptionKid: keys.find(isForEncryption)?.kid ?? '' });
  return service;
}

/** The files of private keys, as seen from the current folder. */
async function writeKeys({ deps }: Context, { destinations }: FitConnect, folder: string | undefined): Promise<readonly string[]> {
  if (folder === undefined) return [];
  const directory = resolve(deps.cwd, folder);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files: string[] = [];
  for (const { name, content } of destinations.flatMap(keyFiles)) {
    const file = join(directory, name);
    await writeFile(file, `${JSON.stringify(content)}\n`, { mode: 0o600 });
    files.push(relative(deps.cwd, file));
  }
  return files;
}

function keyFiles({ destinationId, privateKeys }: KnownDestination): readonly { readonly name: string; readonly content: object }[] {
  if (!privateKeys) return [];
  const decryption = privateKeys.decryption.map((key, index) => ({
    name: `${destinationId}.decryption${index === 0 ? '' : `-${index + 1}`}.jwk.json`,
    content: key,
  }));
  return [...decryption, { name: `${destinationId}.signing.jwk.json`, content: privateKeys.signing }];
}

interface Announced {
  readonly service: FitConnect;
  readonly files: readonly string[];
  readonly callback: CallbackTo | undefined;
}

function announce({ deps, view, options }: Context, { service, files, callback }: Announced): void {
  const { clients, destinations, url, tokenUrl, destinationUrl, pageUrl } = service;
  if (options.json === true) {
    const document = {
      schema: 'amtsbote.simulate.fit-connect/1',
      url: pageUrl,
      submissionUrl: url,
      destinationUrl,
      tokenUrl,
      clients: clients.map(({ clientId, name, roles }) => ({ clientId, name, roles })),
      destinations: destinations.map(({ destinationId, name, encryptionKid }) => ({ destinationId, name, encryptionKid })),
      keyFiles: files,
      callback: callback?.url,
    };
    deps.stdout.write(`${plainJson(document)}\n`);
    return;
  }
  const { t } = view;
  const lines = [
    t('simulate.fitConnect.started', { url: pageUrl }),
    t('simulate.fitConnect.addresses', { submissionUrl: url, tokenUrl }),
    ...clients.map(({ name, roles, clientId, clientSecret }) =>
      t(`simulate.fitConnect.${roles[0] ?? 'sender'}`, { name, client: clientId, secret: clientSecret }),
    ),
    ...destinations.map(({ name, destinationId }) => t('simulate.fitConnect.destination', { name, id: destinationId })),
    ...files.map((file) => t('simulate.fitConnect.keyFile', { file })),
    ...(callback === undefined ? [] : [t('simulate.fitConnect.calls', { ...callback })]),
    t('simulate.stop'),
  ];
  deps.stdout.write(`${lines.join('\n')}\n`);
}
