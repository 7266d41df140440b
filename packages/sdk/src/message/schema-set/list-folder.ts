import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import type { CodeList } from '../codelist/code-list.ts';
import { LazyCodeList } from '../codelist/lazy-code-list.ts';
import { readGenericodeNow } from '../codelist/read-genericode.ts';
import { loadLibxml2 } from '../libxml2.ts';
import { safeName } from './import/safe-path.ts';
import type { CodeListIdentity } from './schema-set.ts';

type ListIndex = Readonly<Record<string, CodeListIdentity & { readonly sha256: string }>>;

const indexShape: z.ZodType<ListIndex> = z.record(
  z.string(),
  z.object({ uri: z.string(), version: z.string(), title: z.string(), sha256: z.string() }),
);
const indexFile = 'code-lists.json';

/** A code list and its file. */
export interface ListFile {
  readonly list: CodeListIdentity;
  readonly bytes: Uint8Array;
}

/** The folder `xoev/code-lists`: lists that were imported by themselves, with an index of what they are. */
export class ListFolder {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Absolute paths of all lists. */
  async files(): Promise<readonly string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const lists = names.filter((name) => !name.startsWith('.') && /\.(xml|gc)$/i.test(name));
    return lists.toSorted().map((name) => join(this.#folder, name));
  }

  /** All lists; those that stand in the index as they are on disk are read at their first use only. */
  async all(): Promise<readonly CodeList[]> {
    const files = await this.files();
    if (files.length === 0) return [];
    const libxml2 = await loadLibxml2();
    const index = await this.#index();
    const lists: CodeList[] = [];
    for (const file of files) {
      const known = index[basename(file)];
      const read = (): CodeList => readGenericodeNow(libxml2, { bytes: readFileSync(file), file });
      lists.push(known?.sha256 === sha256Of(await readFile(file)) ? new LazyCodeList(known, read) : read());
    }
    return lists;
  }

  /** Keeps lists under their URI and version; one that is there already is replaced. */
  async keep(lists: readonly ListFile[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const index: Record<string, ListIndex[string]> = { ...(await this.#index()) };
    for (const { list, bytes } of lists) {
      const name = `${safeName(`${list.uri}_${list.version}`)}.xml`;
      await this.#write(name, bytes);
      index[name] = { ...list, sha256: sha256Of(bytes) };
    }
    await this.#write(indexFile, `${JSON.stringify(index, null, 2)}\n`);
  }

  async #index(): Promise<ListIndex> {
    const text = await readFile(join(this.#folder, indexFile), 'utf8').catch(() => '{}');
    try {
      return indexShape.parse(JSON.parse(text));
    } catch {
      return {};
    }
  }

  async #write(name: string, content: string | Uint8Array): Promise<void> {
    const draft = join(this.#folder, `.${randomUUID()}`);
    await writeFile(draft, content);
    await rename(draft, join(this.#folder, name));
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
