import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { manifestFile, readManifest } from './manifest.ts';
import type { SchemaSetManifest } from './schema-set.ts';
import { StoredSet } from './stored-set.ts';

/** Folders that begin so are under way or were replaced; none of them is a set. */
const underWay = '.import-';
const replaced = '.replaced-';
const staleAfterMs = 3_600_000;

/** A set to be kept. */
export interface NewSet {
  readonly manifest: SchemaSetManifest;
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
}

/** The folder `xoev/sets`: each set in a folder of its own, there as a whole or not at all. */
export class SetFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async all(): Promise<readonly StoredSet[]> {
    await this.#recover();
    const found: StoredSet[] = [];
    for (const name of await this.#entries()) {
      if (name.startsWith('.')) continue;
      const set = await this.find(name);
      if (set) found.push(set);
    }
    return found;
  }

  /** By name, as it is written in the folder. */
  async find(name: string): Promise<StoredSet | undefined> {
    await this.#recover();
    const folder = join(this.#folder, name);
    const manifest = await readManifest(folder);
    return manifest && new StoredSet(folder, manifest);
  }

  /** Whether a folder has this name, with a readable manifest or without. */
  async has(name: string): Promise<boolean> {
    await this.#recover();
    return (await this.#entries()).some((entry) => entry.toLowerCase() === name.toLowerCase());
  }

  /** Writes a set beside the others, and puts it in its place in one step; one of the same name is replaced. */
  async keep({ manifest, files }: NewSet): Promise<void> {
    await this.#clean();
    const folder = join(this.#folder, underWay + randomUUID());
    try {
      for (const { path, bytes } of files) {
        const file = join(folder, 'files', path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, bytes, { flag: 'wx' });
      }
      await writeFile(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
      await this.#replace(folder, manifest.name);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async remove(name: string): Promise<void> {
    const gone = join(this.#folder, underWay + randomUUID());
    await rename(join(this.#folder, name), gone);
    await rm(gone, { recursive: true, force: true });
  }

  async #replace(folder: string, name: string): Promise<void> {
    const place = join(this.#folder, name);
    const old = join(this.#folder, replaced + name);
    if (await this.has(name)) {
      await rm(old, { recursive: true, force: true });
      await rename(place, old);
    }
    await rename(folder, place);
    await rm(old, { recursive: true, force: true });
  }

  /** Puts a set back that was on its way to be replaced when the process ended. */
  async #recover(): Promise<void> {
    const entries = await this.#entries();
    for (const entry of entries) {
      if (!entry.startsWith(replaced)) continue;
      const name = entry.slice(replaced.length);
      const place = join(this.#folder, name);
      if (!entries.includes(name)) await rename(join(this.#folder, entry), place).catch(ignoreGone);
    }
  }

  /** Removes what a process left that ended in the middle of an import. */
  async #clean(): Promise<void> {
    for (const entry of await this.#entries()) {
      if (!entry.startsWith(underWay)) continue;
      const folder = join(this.#folder, entry);
      const state = await stat(folder).catch(() => undefined);
      if (state && Date.now() - state.mtimeMs > staleAfterMs) await rm(folder, { recursive: true, force: true });
    }
  }

  async #entries(): Promise<readonly string[]> {
    try {
      return (await readdir(this.#folder)).toSorted();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Another process may have put it back at the same time. */
function ignoreGone(error: unknown): void {
  if (error instanceof Error && 'code' in error && ['ENOENT', 'EEXIST', 'ENOTEMPTY'].includes(String(error.code))) return;
  throw error;
}
