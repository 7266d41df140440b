import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { expectScreen } from '../../screen.ts';

/** The options of `amtsbote connector snapshot`. */
export interface SnapshotCommandOptions {
  readonly out: string;
  readonly headed?: boolean;
  readonly browser?: string;
}

/** The screens that were saved. */
export interface SavedScreens {
  readonly folder: string;
  readonly screens: readonly { readonly path: string; readonly file: string }[];
}

/** Saves pages as still, anonymous HTML, with a list of which path is which file. Screens saved before stay. */
export async function snapshot(context: Context, urls: readonly string[], options: SnapshotCommandOptions): Promise<SavedScreens> {
  const { deps, view } = context;
  if (urls.some((url) => !/^https?:/.test(url) || !URL.canParse(url))) throw new CliError(view.t('record.noAddress'));
  const { takeSnapshots } = await (deps.loadRecorder?.() ?? import('@amtsbote/sdk/recorder'));
  const prepare = options.headed === true ? await askToLogIn(context) : undefined;
  const taken = await takeSnapshots({ urls, headed: options.headed, browser: options.browser, prepare });
  const folder = resolve(deps.cwd, options.out);
  await mkdir(folder, { recursive: true });
  const known = await knownScreens(folder);
  const screens: { path: string; file: string }[] = [];
  for (const { path, html } of taken) {
    const file = known[path] ?? freeName(path, new Set(Object.values(known)));
    known[path] = file;
    screens.push({ path, file });
    await writeFile(join(folder, file), html);
  }
  await writeFile(join(folder, 'screens.json'), `${JSON.stringify(known, undefined, 2)}\n`);
  return { folder: options.out, screens };
}

async function askToLogIn({ deps, view }: Context): Promise<() => Promise<void>> {
  if (deps.stdin.isTTY !== true) throw new CliError(view.t('connector.snapshot.noTerminal'));
  expectScreen({ deps, view });
  const { Terminal } = await import('../../terminal.ts');
  return async () => {
    const terminal = new Terminal(deps);
    try {
      await terminal.ask(`${view.t('connector.snapshot.logIn')} `);
    } finally {
      terminal.close();
    }
  };
}

async function knownScreens(folder: string): Promise<Record<string, string>> {
  const file = join(folder, 'screens.json');
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Record<string, string>) : {};
}

function freeName(path: string, taken: ReadonlySet<string>): string {
  const name =
    path
      .replaceAll(/[^A-Za-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60)
      .toLowerCase() || 'start';
  for (let nth = 1; ; nth += 1) {
    const file = `${name}${nth === 1 ? '' : `-${nth}`}.html`;
    if (!taken.has(file)) return file;
  }
}
