import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigurationFault } from '../errors/families.ts';
import type { PortalDefinition } from '../portal/define-portal.ts';
import type { TargetDefinition } from '../target/define-target.ts';

/** Imports a module by name; given by the program that has the connectors among its packages. */
export type ImportModule = (specifier: string) => Promise<unknown>;

/** Loads connectors by the name that the configuration gives them. */
export interface ConnectorLoader {
  portal(name: string): Promise<PortalDefinition>;
  target(name: string): Promise<TargetDefinition>;
}

/**
 * A name is one of ours (`folder`), a file of the operator (`./my-target.ts`, relative to the configuration) or a package, whose module
 * exports its definition as `connector`.
 */
export function connectorLoader(directory: string, importModule: ImportModule | undefined): ConnectorLoader {
  const load = async (kind: 'portal' | 'target', name: string): Promise<unknown> => {
    const module = await importConnector({ kind, name, directory, importModule });
    const definition = (module as { connector?: { type?: unknown } }).connector;
    if (definition?.type === kind) return definition;
    throw new ConfigurationFault('AB_CONNECTOR_UNKNOWN', `${name} does not export a ${kind} as \`connector\``);
  };
  return {
    portal: async (name) => (await load('portal', name)) as PortalDefinition,
    target: async (name) => (await load('target', name)) as TargetDefinition,
  };
}

interface Wanted {
  readonly kind: 'portal' | 'target';
  readonly name: string;
  readonly directory: string;
  readonly importModule: ImportModule | undefined;
}

async function importConnector({ kind, name, directory, importModule }: Wanted): Promise<unknown> {
  const specifier = /^[a-z0-9-]+$/.test(name) ? `@amtsbote/connectors/${kind}s/${name}` : name;
  const module = await importByName(specifier, directory, importModule);
  if (module !== undefined) return module;
  throw new ConfigurationFault('AB_CONNECTOR_UNKNOWN', `There is no ${kind} connector ${name}`);
}

/** A module of the operator: a file as seen from the configuration, or a package. Undefined when it, or one that it imports, is not there. */
export async function importByName(name: string, directory: string, importModule: ImportModule | undefined): Promise<unknown> {
  try {
    if (name.startsWith('.')) return await import(pathToFileURL(resolve(directory, name)).href);
    if (importModule !== undefined) return await importModule(name);
    return await import(pathToFileURL(createRequire(join(directory, 'package.json')).resolve(name)).href);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND' && code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw error;
    return undefined;
  }
}
