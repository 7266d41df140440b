import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { ownVersion } from '../../version.ts';
import { scaffold } from './scaffold.ts';

/** The options of `amtsbote connector new`. */
export interface NewConnectorOptions {
  /** A connector that works through the pages of a web application: the only kind so far. */
  readonly rpa: true;
}

/** A connector that was laid out. */
export interface NewConnector {
  readonly folder: string;
  readonly name: string;
  readonly files: readonly string[];
}

/** Lays out a connector in TypeScript with screens and a test, in a folder of its name. Overwrites nothing. */
export async function newConnector({ deps, view }: Context, name: string, _options: NewConnectorOptions): Promise<NewConnector> {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) throw new CliError(view.t('connector.new.badName'));
  const folder = resolve(deps.cwd, name);
  if (existsSync(folder)) throw new CliError(view.t('mapping.new.exists', { file: name }), { hint: view.t('mapping.new.existsHint') });
  const files = scaffold(name, ownVersion());
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), text, { flag: 'wx' });
  }
  return { folder: name, name, files: Object.keys(files) };
}
