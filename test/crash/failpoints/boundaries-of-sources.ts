import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const folders = ['packages/sdk/src', 'packages/connectors/src'].map((folder) => resolve(import.meta.dirname, '../../..', folder));
const named = /\bboundary\(\s*(['`])([a-z][^'`]*:[^'`]*)\1/g;

/** A moment at which a process can be killed: its name, and where it stands when it is told with a name of its own, such as a step. */
export interface Boundary {
  readonly name: string;
  /** Matches the name as a run tells it. */
  readonly pattern: RegExp;
}

/** Every boundary that stands in the sources: a new one is in here by itself. */
export async function boundariesOfSources(): Promise<readonly Boundary[]> {
  const names = new Set<string>();
  for (const folder of folders) {
    const files = (await readdir(folder, { recursive: true })).filter((name) => /(?<!\.test|\.test-support)\.ts$/.test(name));
    for (const file of files) for (const [, , name = ''] of (await readFile(join(folder, file), 'utf8')).matchAll(named)) names.add(name);
  }
  return [...names].toSorted().map((name) => ({
    name: name.replaceAll(/\$\{\w+\}/g, '*'),
    pattern: new RegExp(
      `^${name
        .split(/\$\{\w+\}/)
        .map(RegExp.escape)
        .join('.+')}#1$`,
    ),
  }));
}
