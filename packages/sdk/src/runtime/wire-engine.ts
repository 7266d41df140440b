import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { ZodType } from 'zod';
import type { Config, DeadlinesConfig } from '../config/config.ts';
import type { EngineRoute, EngineTarget } from '../engine/context.ts';
import { openingHours } from '../engine/protection/opening-hours.ts';
import { ConfigurationFault } from '../errors/families.ts';
import type { MappingDefinition } from '../mapping/define-mapping.ts';
import type { Mapping } from '../mapping/mapping.ts';
import type { Portal } from '../portal/contract.ts';
import type { Channel } from '../target/channel.ts';
import type { Target } from '../target/define-target.ts';
import type { ConnectorServices } from '../target/services.ts';
import type { YamlFile } from '../yaml/yaml-file.ts';
import type { ConnectorLoader } from './load-connector.ts';
import type { Standards } from './standards.ts';

/** Services of a connector without its options. */
export type CommonServices = Omit<ConnectorServices<unknown>, 'options' | 'name'>;

/** The portals of a configuration, opened. */
export async function openPortals(config: Config, loader: ConnectorLoader, services: CommonServices): Promise<Map<string, Portal>> {
  const portals = new Map<string, Portal>();
  for (const [name, portal] of Object.entries(config.portals)) {
    const definition = await loader.portal(portal.connector);
    const options = parseOptions(definition.options, portal.options);
    portals.set(name, definition.open({ ...services, name, options }));
  }
  return portals;
}

/** The targets of a configuration; each opens at its first use, once. */
export function engineTargets(config: Config, loader: ConnectorLoader, services: CommonServices): Map<string, EngineTarget> {
  const targets = new Map<string, EngineTarget>();
  for (const [name, { channels, hours, ...settings }] of Object.entries(config.targets)) {
    targets.set(name, {
      ...settings,
      ...(services.watcher !== undefined && { deadlines: watchedDeadlines(settings.deadlines) }),
      name,
      hours: hours && openingHours(hours),
      open: once(async () => {
        const opened: Target[] = [];
        for (const channel of channels) {
          const definition = await loader.target(channel.connector);
          const options = parseOptions(definition.options, channel.options);
          opened.push(await definition.open({ ...services, name, options }));
        }
        return joined(opened);
      }),
    });
  }
  return targets;
}

/** A person who looks may go for lunch. */
function watchedDeadlines({ lookUpMs }: DeadlinesConfig): DeadlinesConfig {
  const day = 86_400_000;
  return { attemptMs: day, stepMs: day, lookUpMs };
}

/** The routes of a configuration; mapping and schema are loaded at the first message. */
export function engineRoutes(config: Config, standards: Standards): Map<string, EngineRoute> {
  const routes = new Map<string, EngineRoute>();
  for (const [name, { schema, ...route }] of Object.entries(config.routes)) {
    routes.set(name, {
      ...route,
      name,
      mapping: once(() => loadMapping(route.mapping)),
      validate: (message) => standards.validate(message, schema),
    });
  }
  return routes;
}

async function loadMapping(file: string): Promise<Mapping> {
  if (/\.[cm]?[jt]s$/.test(file)) return importMapping(file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new ConfigurationFault('AB_CONFIG_INVALID', 'The mapping file cannot be read', { where: { file } });
  }
  const { parseMapping } = await import('../mapping/parse-mapping.ts');
  return parseMapping(text, file, { readFile: (included) => readFile(included, 'utf8') });
}

/** A module of the operator that exports its mapping as `mapping`, made by `defineMapping`. */
async function importMapping(file: string): Promise<Mapping> {
  const { mapping } = (await import(pathToFileURL(file).href)) as { mapping?: MappingDefinition };
  if (mapping?.type !== 'mapping') {
    throw new ConfigurationFault('AB_CONFIG_INVALID', 'The module does not export a mapping as `mapping`', { where: { file } });
  }
  const { compileDefinition } = await import('../mapping/parse-mapping.ts');
  return compileDefinition(mapping, file);
}

/** Several connectors that reach the same target are one target: all their channels, in order; shapes of the first that has one. */
function joined(targets: readonly Target[]): Target {
  const records: Record<string, Target['records'][string]> = {};
  const channels: Channel[] = [];
  for (const target of targets) {
    for (const [type, shape] of Object.entries(target.records)) records[type] ??= shape;
    const own = Object.keys(target.records);
    for (const channel of target.channels) channels.push(channel.records === undefined ? { ...bound(channel), records: own } : channel);
  }
  return { records, channels };
}

/** The methods of a channel keep their owner when it is spread. */
function bound(channel: Channel): Channel {
  return {
    kind: channel.kind,
    capabilities: channel.capabilities,
    deliver: (type, record, attempt) => channel.deliver(type, record, attempt),
    check: (signal) => channel.check(signal),
    find: async (type, key, signal) => (await channel.find?.(type, key, signal)) ?? [],
    ...(channel.status !== undefined && { status: async (type, record, signal) => channel.status?.(type, record, signal) }),
  };
}

function parseOptions(shape: ZodType, options: YamlFile): unknown {
  const parsed = shape.safeParse(options.value, { jitless: true });
  if (parsed.success) return parsed.data;
  throw options.fault(parsed.error.issues);
}

/** Makes something at its first use, once. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
