import { posix } from 'node:path';
import type { Libxml2 } from '../../libxml2.ts';
import { fileNameOf, linkSchemas, type MissingReference } from '../compile/link-schemas.ts';
import { type ScannedSchema, scanSchema } from '../compile/scan-schema.ts';
import type { SchemaSetFile } from '../schema-set.ts';

/** A set that was imported before, as a source of schemas. */
export interface EarlierSet {
  readonly name: string;
  readonly files: readonly SchemaSetFile[];
  /** The bytes of one of its files, by path. */
  read(path: string): Promise<Uint8Array>;
}

/** A schema that was taken over from an earlier set. */
export interface TakenSchema {
  readonly set: string;
  readonly schema: ScannedSchema;
  readonly bytes: Uint8Array;
}

/** Schemas with all that could be found for them. */
export interface CompletedSchemas {
  readonly taken: readonly TakenSchema[];
  /** References that lead to nothing, anywhere. */
  readonly missing: readonly MissingReference[];
}

/**
 * Finds what schemas refer to and do not bring in the sets imported before (the newest first): by namespace and file name, else by
 * namespace alone.
 */
export async function takeFromEarlier(
  libxml2: Libxml2,
  own: readonly ScannedSchema[],
  earlier: readonly EarlierSet[],
): Promise<CompletedSchemas> {
  const search = new Search(libxml2, own, earlier);
  for (;;) {
    const { missing } = linkSchemas(search.all);
    let found = false;
    for (const reference of [...missing, ...search.unnamedFiles()]) found = (await search.take(reference)) || found;
    if (!found) return { taken: search.taken, missing };
  }
}

class Search {
  readonly taken: TakenSchema[] = [];
  readonly #libxml2: Libxml2;
  readonly #own: readonly ScannedSchema[];
  readonly #earlier: readonly EarlierSet[];
  readonly #asked = new Set<string>();

  constructor(libxml2: Libxml2, own: readonly ScannedSchema[], earlier: readonly EarlierSet[]) {
    this.#libxml2 = libxml2;
    this.#own = own;
    this.#earlier = earlier;
  }

  get all(): ScannedSchema[] {
    return [...this.#own, ...this.taken.map(({ schema }) => schema)];
  }

  /** Imports of a namespace that is there, by the name of a file that is not: a set may bring only a part of a namespace. */
  unnamedFiles(): MissingReference[] {
    const { all } = this;
    const present = new Set(all.map(({ namespace, path }) => `${namespace} ${posix.basename(path)}`));
    return all.flatMap((from) =>
      from.references
        .filter(({ kind, namespace, location }) => kind === 'import' && location && !present.has(`${namespace} ${fileNameOf(location)}`))
        .map((reference) => ({ ...reference, from })),
    );
  }

  async take(reference: MissingReference): Promise<boolean> {
    const namespace = reference.kind === 'import' ? reference.namespace : reference.from.namespace;
    const name = reference.location === undefined ? undefined : fileNameOf(reference.location);
    const asked = `${reference.kind} ${namespace} ${name}`;
    if (this.#asked.has(asked)) return false;
    this.#asked.add(asked);
    const isThere = this.all.some((schema) => schema.namespace === namespace);
    const byName = this.#find(reference, (file) => file.namespace === namespace && posix.basename(file.path) === name);
    const found = byName ?? (isThere ? undefined : this.#find(reference, (file) => file.namespace === namespace));
    if (!found) return false;
    const before = this.taken.length;
    for (const file of found.files) await this.#takeFile(found.set, file);
    return this.taken.length > before;
  }

  #find(
    { from }: MissingReference,
    fits: (file: SchemaSetFile) => boolean,
  ): { readonly set: EarlierSet; readonly files: readonly SchemaSetFile[] } | undefined {
    const home = this.taken.find(({ schema }) => schema === from)?.set;
    const nearestFirst = this.#earlier.toSorted((a, b) => Number(b.name === home) - Number(a.name === home));
    for (const ownOnly of [true, false]) {
      for (const set of nearestFirst) {
        const files = set.files.filter((file) => file.kind === 'schema' && fits(file) && (!ownOnly || file.takenFrom === undefined));
        if (files.length > 0) return { set, files };
      }
    }
    return undefined;
  }

  async #takeFile(set: EarlierSet, file: SchemaSetFile): Promise<void> {
    const bytes = await set.read(file.path);
    const schema = scanSchema(this.#libxml2, `_from/${set.name}/${file.path}`, bytes);
    if ('message' in schema || this.all.some((one) => declaresTheSame(one, schema))) return;
    this.taken.push({ set: set.name, schema, bytes });
  }
}

function declaresTheSame(one: ScannedSchema, other: ScannedSchema): boolean {
  return one.path === other.path || (one.namespace === other.namespace && !one.components.isDisjointFrom(other.components));
}
