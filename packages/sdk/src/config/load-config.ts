import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ConfigurationFault } from '../errors/families.ts';
import type { AnswerConfig, Config, RetentionConfig, RetryConfig, RouteConfig, SchemaChoice } from './config.ts';
import type { AnswerFile, ConfigFile, PeriodsFile, RetentionFile, RetryFile, RouteFile } from './config-file.ts';
import { milliseconds } from './milliseconds.ts';
import { serveOf } from './serve.ts';
import { circuitOf, deadlinesOf, hoursOf, statusOf } from './target-protection.ts';
import { defaultPeriods, type RetentionPeriods } from '../retention/retention-plan.ts';
import { type YamlFile, type YamlIssue, parseYaml } from '../yaml/yaml-file.ts';

/**
 * Reads `amtsbote.yaml`: validated, with defaults and absolute paths. Options of connectors that are a path are read from that
 * YAML file; the connectors themselves validate them.
 *
 * @throws ConfigurationFault AB_CONFIG_NOT_FOUND | AB_CONFIG_INVALID with file, line, column and field
 */
export async function loadConfig(file: string): Promise<Config> {
  const path = resolve(file);
  const directory = dirname(path);
  const source = await readYaml(path);
  const { configFile } = await import('./config-file.ts');
  const parsed = configFile.safeParse(source.value, { jitless: true });
  if (!parsed.success) throw source.fault(parsed.error.issues);
  checkNames(parsed.data, source);
  const retry = retryOf(parsed.data.retry ?? {});
  return {
    directory,
    file: path,
    ledger: ledgerOf(parsed.data, directory),
    secrets: { sources: parsed.data.secrets?.sources ?? ['env', 'keyring'], file: parsed.data.secrets?.file },
    portals: await mapValues(parsed.data.portals, async (portal, name) => ({
      connector: portal.connector,
      acceptWhen: portal.acceptWhen ?? 'delivered',
      options: await optionsOf(portal.options, { source, directory, path: ['portals', name, 'options'] }),
    })),
    targets: await mapValues(parsed.data.targets, async (target, name) => ({
      productive: target.productive ?? true,
      characters: target.characters,
      channels: await Promise.all(
        target.channels.map(async ({ connector, options }, index) => {
          const place = { source, directory, path: ['targets', name, 'channels', index, 'options'] };
          return { connector, options: await optionsOf(options, place) };
        }),
      ),
      limits: target.limits ?? {},
      hours: hoursOf(target),
      circuit: circuitOf(target),
      deadlines: deadlinesOf(target, retry),
      status: statusOf(target),
    })),
    routes: await mapValues(parsed.data.routes, async (route) => routeOf(route, directory)),
    retry,
    profiles: parsed.data.profiles ?? [],
    log: parsed.data.log && { file: resolve(directory, parsed.data.log.file), level: parsed.data.log.level ?? 'info' },
    retention: retentionOf(parsed.data.retention ?? {}),
    attachments: parsed.data.attachments ?? {},
    virusScan: parsed.data.virusScan,
    serve: serveOf(parsed.data.serve, directory),
  };
}

/** All settings of the file, for suggestions. */
const settings = [
  'ledger',
  'path',
  'masterKey',
  'secrets',
  'sources',
  'file',
  'key',
  'portals',
  'connector',
  'options',
  'targets',
  'productive',
  'channels',
  'routes',
  'portal',
  'mapping',
  'schema',
  'unchecked',
  'target',
  'rejections',
  'retry',
  'attempts',
  'first',
  'max',
  'waitForUnknown',
  'attempt',
  'constants',
  'beside',
  'answers',
  'characters',
  'profiles',
  'log',
  'level',
  'retention',
  'automatic',
  'content',
  'evidence',
  'metadata',
  'history',
  'hashes',
  'limits',
  'perMinute',
  'atOnce',
  'timeZone',
  'open',
  'days',
  'from',
  'until',
  'closed',
  'why',
  'circuit',
  'failures',
  'deadlines',
  'step',
  'lookUp',
  'status',
  'every',
  'for',
  'acceptWhen',
  'attachments',
  'types',
  'virusScan',
  'socket',
  'host',
  'port',
  'serve',
  'listen',
  'tls',
  'certificate',
  'plainHttp',
];

async function readYaml(path: string): Promise<YamlFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new ConfigurationFault('AB_CONFIG_NOT_FOUND', 'The file cannot be read', { where: { file: path } });
  }
  return parseYaml(text, path, settings);
}

/** Routes name portals and targets that are there. */
function checkNames(config: ConfigFile, source: YamlFile): void {
  for (const [name, route] of Object.entries(config.routes)) {
    if (!Object.hasOwn(config.portals, route.portal)) {
      throw source.fault([{ path: ['routes', name, 'portal'], message: `there is no portal ${route.portal}` }]);
    }
    if (!Object.hasOwn(config.targets, route.target)) {
      throw source.fault([{ path: ['routes', name, 'target'], message: `there is no target ${route.target}` }]);
    }
    for (const [index, other] of (route.beside ?? []).entries()) {
      if (Object.hasOwn(config.routes, other) && other !== name) continue;
      throw source.fault([{ path: ['routes', name, 'beside', index], message: `there is no other route ${other}` }]);
    }
  }
}

function ledgerOf(config: ConfigFile, directory: string): Config['ledger'] {
  const { path = '.amtsbote/ledger.sqlite', masterKey = 'file:.amtsbote/master.key' } = config.ledger ?? {};
  return { path: resolve(directory, path), masterKey };
}

interface OptionsPlace {
  readonly source: YamlFile;
  readonly directory: string;
  readonly path: readonly PropertyKey[];
}

/** Options as written here, or in the YAML file named here; either way complaints find their line. */
async function optionsOf(options: unknown, place: OptionsPlace): Promise<YamlFile> {
  if (typeof options === 'string') {
    const file = resolve(place.directory, options);
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) throw place.source.fault([{ path: place.path, message: 'this file cannot be read' }]);
    return parseYaml(text, file);
  }
  const below = (issue: YamlIssue): YamlIssue => ({ ...issue, path: [...place.path, ...issue.path] });
  return { value: options ?? {}, fault: (issues) => place.source.fault(issues.map(below)) };
}

function routeOf(route: RouteFile, directory: string): RouteConfig {
  return {
    ...route,
    mapping: resolve(directory, route.mapping),
    schema: route.schema === undefined ? undefined : schemaOf(route.schema, directory),
    unchecked: route.unchecked ?? 'case',
    beside: route.beside ?? [],
    rejections: route.rejections ?? 'never',
    constants: route.constants ?? {},
    retention: route.retention && givenPeriods(route.retention),
    answers: { accepted: (route.answers?.accepted ?? []).map(answerOf), rejected: (route.answers?.rejected ?? []).map(answerOf) },
  };
}

function schemaOf(written: string, directory: string): SchemaChoice {
  return /\.xsd$/i.test(written) ? { file: resolve(directory, written) } : { set: written };
}

function answerOf(written: AnswerFile): AnswerConfig {
  return typeof written === 'string' ? { type: written, options: {} } : { type: written.type, options: written.options ?? {} };
}

function retentionOf({ automatic, ...periods }: RetentionFile): RetentionConfig {
  return { automatic: automatic ?? false, periods: { ...defaultPeriods, ...givenPeriods(periods) } };
}

function givenPeriods(periods: PeriodsFile): Partial<RetentionPeriods> {
  return Object.fromEntries(Object.entries(periods).filter(([, period]) => period !== undefined));
}

function retryOf(retry: RetryFile): RetryConfig {
  return {
    attempts: retry.attempts ?? 30,
    firstMs: milliseconds(retry.first ?? '30s'),
    maxMs: milliseconds(retry.max ?? '6h'),
    waitForUnknownMs: milliseconds(retry.waitForUnknown ?? '30s'),
    attemptMs: milliseconds(retry.attempt ?? '2m'),
  };
}

async function mapValues<In, Out>(
  values: Readonly<Record<string, In>>,
  map: (value: In, key: string) => Promise<Out>,
): Promise<Record<string, Out>> {
  const entries = Object.entries(values).map(async ([key, value]) => [key, await map(value, key)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
