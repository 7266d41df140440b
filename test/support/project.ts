import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createMasterKey, openRuntime, type Runtime, type RuntimeOptions } from '@amtsbote/sdk/runtime';
import { demoApiClient, demoUser } from '@amtsbote/simulators/musterverfahren';

const examples = resolve(import.meta.dirname, '../../examples');

/** How to make a project; all but the address have defaults. */
export interface ProjectOptions {
  /** Address of Musterverfahren. */
  readonly url: string;
  /** What both targets declare: how long a request may go on after our death. Default 1500; Musterverfahren answers in a few milliseconds. */
  readonly maxInFlightMs?: number;
  /** How late the targets declare their search to show a record, in milliseconds. Default 0. */
  readonly visibilityLagMs?: number;
  /** Whether the API is given an Idempotency-Key, and says so. Default false: the harder case. */
  readonly idempotencyKey?: boolean;
  /** Further lines of `amtsbote.yaml` under `routes:` and `targets:`, indented by two. */
  readonly routes?: string;
  readonly targets?: string;
  /** Options of the portal besides its folders. */
  readonly portal?: string;
  /** `rejections:` of the routes. Default `never`. */
  readonly rejections?: 'never' | 'allowed';
  /** Whether the targets can be searched, and say so. Default true. */
  readonly find?: boolean;
  /** `timeoutMs` of both targets. Default: theirs. */
  readonly timeoutMs?: number;
  /** The folder that the ledger lies in, where it is not the project's own. */
  readonly ledgerFolder?: string | undefined;
  /** The folder that the project's folder is made in. Default: that for temporary files. */
  readonly parent?: string;
}

/** A project in a folder of its own: both examples side by side, with their mappings and target descriptions as shipped. */
export interface Project {
  readonly directory: string;
  readonly configFile: string;
  readonly ledgerFile: string;
  readonly env: Readonly<Record<string, string>>;
  /** Puts a file into the hot folder. */
  drop(name: string, content: string | Uint8Array): Promise<void>;
  /** Writes a file of the project. */
  write(name: string, content: string): Promise<void>;
  /** Reads a file of the project. */
  read(name: string): Promise<string>;
  /** Names of the files in a folder of the project; none when it does not exist. */
  files(folder: string): Promise<readonly string[]>;
  /** Opens the runtime in this process. */
  open(options?: Partial<RuntimeOptions>): Promise<Runtime>;
  remove(): Promise<void>;
}

/** Makes a project whose targets are Musterverfahren: dog tax through the web UI, trade registrations through the API. */
export async function makeProject(options: ProjectOptions): Promise<Project> {
  const directory = await mkdtemp(join(options.parent ?? tmpdir(), 'amtsbote-test-'));
  const inside = (...parts: readonly string[]): string => join(directory, ...parts);
  await mkdir(inside('eingang'));
  await copyExamples(directory, options);
  await writeFile(inside('amtsbote.yaml'), configuration(options));
  await createMasterKey('file:.amtsbote/master.key', directory);
  return {
    directory,
    configFile: inside('amtsbote.yaml'),
    ledgerFile: join(options.ledgerFolder ?? inside('.amtsbote'), 'ledger.sqlite'),
    env: secrets,
    drop: (name, content) => put(inside('eingang', name), content),
    write: (name, content) => put(inside(name), content),
    read: (name) => readFile(inside(name), 'utf8'),
    files: async (folder) => (await readdir(inside(folder)).catch(() => [])).toSorted(),
    open: (more = {}) => openRuntime({ configFile: inside('amtsbote.yaml'), env: secrets, importModule, ...more }),
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}

/** Imports connectors of the workspace. */
export async function importModule(specifier: string): Promise<unknown> {
  return import(/* @vite-ignore */ specifier);
}

const secrets: Readonly<Record<string, string>> = {
  AMTSBOTE_SECRET_MUSTERVERFAHREN_USER: demoUser.name,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_PASSWORD: demoUser.password,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_ID: demoApiClient.name,
  AMTSBOTE_SECRET_MUSTERVERFAHREN_CLIENT_SECRET: demoApiClient.password,
};

async function copyExamples(directory: string, options: ProjectOptions): Promise<void> {
  for (const example of ['hundesteuer', 'gewerbeanmeldung']) {
    for (const folder of ['mappings', 'schemas']) {
      await cp(join(examples, example, folder), join(directory, folder), { recursive: true });
    }
  }
  const { url, maxInFlightMs = 1500, visibilityLagMs = 0, idempotencyKey = false, find = true, timeoutMs } = options;
  const common: Change[] = [
    ['http://127.0.0.1:8787', timeoutMs === undefined ? url : `${url}\ntimeoutMs: ${timeoutMs}`],
    ['maxInFlightMs: 5000', `maxInFlightMs: ${maxInFlightMs}`],
    ['visibilityLagMs: 0', `visibilityLagMs: ${visibilityLagMs}`],
  ];
  if (!find) common.push(['find: authoritative', 'find: none'], [/\n {4}find:\n( {6}.*\n)+/, '\n']);
  const withoutKey: readonly Change[] = [
    ['idempotencyKey: true', 'idempotencyKey: false'],
    [`headers: { Idempotency-Key: '{deliveryKey}' }`, 'headers: {}'],
  ];
  await adapt(directory, 'hundesteuer/targets/musterverfahren-web.yaml', common);
  await adapt(directory, 'gewerbeanmeldung/targets/musterverfahren-api.yaml', [...common, ...(idempotencyKey ? [] : withoutKey)]);
}

type Change = readonly [from: string | RegExp, to: string];

async function adapt(directory: string, file: string, changes: readonly Change[]): Promise<void> {
  let text = await readFile(join(examples, file), 'utf8');
  for (const [from, to] of changes) {
    if (text.search(typeof from === 'string' ? literally(from) : from) < 0) throw new Error(`${file} has no ${String(from)}`);
    text = text.replace(from, to);
  }
  await put(join(directory, file.slice(file.indexOf('/') + 1)), text);
}

function literally(text: string): RegExp {
  return new RegExp(RegExp.escape(text));
}

async function put(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}

function configuration({ routes = '', targets = '', portal = '', rejections = 'never', ledgerFolder }: ProjectOptions): string {
  const path = ledgerFolder === undefined ? '' : `path: '${ledgerFolder}/ledger.sqlite', `;
  return `ledger: { ${path}masterKey: 'file:.amtsbote/master.key' }
secrets: { sources: [env] }
portals:
  eingang: { connector: folder, options: { settleMs: 0${portal === '' ? '' : `, ${portal}`} } }
targets:
  musterverfahren-web:
    productive: false
    channels: [{ connector: web-form, options: targets/musterverfahren-web.yaml }]
  musterverfahren-api:
    productive: false
    channels: [{ connector: rest, options: targets/musterverfahren-api.yaml }]
${targets}
routes:
  hundesteuer:
    portal: eingang
    mapping: mappings/hundesteuer.yaml
    schema: schemas/fim-s99000711_1.0.xsd
    target: musterverfahren-web
    rejections: ${rejections}
  gewerbeanmeldung:
    portal: eingang
    mapping: mappings/gewerbeanmeldung.yaml
    schema: schemas/gewerbemeldung-0500_2.2.xsd
    target: musterverfahren-api
    rejections: ${rejections}
${routes}
retry: { first: 1s, max: 1s, waitForUnknown: 30s, attempt: 30s }
`;
}
