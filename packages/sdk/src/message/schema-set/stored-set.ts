import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationFault } from '../../errors/families.ts';
import type { CodeList } from '../codelist/code-list.ts';
import { LazyCodeList } from '../codelist/lazy-code-list.ts';
import { loadLibxml2 } from '../libxml2.ts';
import type { SchemaModel } from '../schema-model/schema-model.ts';
import { linkSchemas } from './compile/link-schemas.ts';
import { type ScannedSchema, scanSchema } from './compile/scan-schema.ts';
import { compiledSchema, type Schema } from './schema.ts';
import type { SchemaSet, SchemaSetFile, SchemaSetManifest } from './schema-set.ts';

/** A set in the folder of a project. */
export class StoredSet implements SchemaSet {
  readonly name: string;
  readonly manifest: SchemaSetManifest;
  readonly rules: readonly string[];
  readonly #folder: string;

  constructor(folder: string, manifest: SchemaSetManifest) {
    this.#folder = folder;
    this.name = manifest.name;
    this.manifest = manifest;
    this.rules = this.#files('rules').map(({ path }) => this.#absolute(path));
  }

  /** Throws `ConfigurationFault` (AB_SCHEMA_SET_CHANGED) when a file is not the one that was imported. */
  async verify(): Promise<void> {
    for (const file of this.manifest.files) await this.#read(file);
  }

  /** The bytes of a file of the set. Throws like {@link verify}. */
  async read(path: string): Promise<Uint8Array> {
    const file = this.manifest.files.find((one) => one.path === path);
    if (!file) throw this.#changed(path, 'is not a file of the set');
    return this.#read(file);
  }

  schema(): Promise<Schema> {
    return this.#once(compiled, () => this.#compile());
  }

  model(): Promise<SchemaModel> {
    return this.#once(models, async () => {
      const { buildSchemaModel } = await import('../schema-model/build-schema-model.ts');
      const files = await Promise.all(this.#files('schema').map(async (file) => ({ file: file.path, bytes: await this.#read(file) })));
      return buildSchemaModel(files);
    });
  }

  codeLists(): Promise<readonly CodeList[]> {
    return this.#once(codeLists, async () => {
      const files = this.#files('code-list');
      if (files.length === 0) return [];
      const libxml2 = await loadLibxml2();
      const { readGenericodeNow } = await import('../codelist/read-genericode.ts');
      return files.map((file) => {
        const read = (): CodeList => readGenericodeNow(libxml2, { bytes: this.#readNow(file), file: this.#absolute(file.path) });
        return file.codeList ? new LazyCodeList(file.codeList, read) : read();
      });
    });
  }

  async #compile(): Promise<Schema> {
    const libxml2 = await loadLibxml2();
    const schemas: ScannedSchema[] = [];
    for (const file of this.#files('schema')) {
      const scanned = scanSchema(libxml2, file.path, await this.#read(file));
      if ('message' in scanned) throw this.#changed(file.path, `cannot be used: ${scanned.message}`);
      schemas.push(scanned);
    }
    return compiledSchema(libxml2, this.#folder, linkSchemas(schemas));
  }

  /** What costs time is made once per process, however often the set is opened, until it is imported anew. */
  #once<T>(known: Map<string, Promise<T>>, make: () => Promise<T>): Promise<T> {
    const key = `${this.#folder}\n${JSON.stringify(this.manifest.files)}`;
    const found = known.get(key);
    if (found) return found;
    const made = make();
    known.set(key, made);
    made.catch(() => known.delete(key));
    return made;
  }

  #files(kind: SchemaSetFile['kind']): SchemaSetFile[] {
    return this.manifest.files.filter((file) => file.kind === kind);
  }

  async #read(file: SchemaSetFile): Promise<Uint8Array> {
    return this.#checked(file, await readFile(this.#absolute(file.path)).catch(() => undefined));
  }

  #readNow(file: SchemaSetFile): Uint8Array {
    const path = this.#absolute(file.path);
    return this.#checked(file, existsSync(path) ? readFileSync(path) : undefined);
  }

  #checked({ path, sha256 }: SchemaSetFile, bytes: Uint8Array | undefined): Uint8Array {
    if (!bytes) throw this.#changed(path, 'cannot be read');
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw this.#changed(path, 'has another checksum than at its import');
    return bytes;
  }

  #absolute(path: string): string {
    return join(this.#folder, 'files', path);
  }

  #changed(path: string, what: string): ConfigurationFault {
    const message = `the file ${path} of the schema set ${this.name} ${what}`;
    return new ConfigurationFault('AB_SCHEMA_SET_CHANGED', message, { where: { file: this.#absolute(path) } });
  }
}

const compiled = new Map<string, Promise<Schema>>();
const models = new Map<string, Promise<SchemaModel>>();
const codeLists = new Map<string, Promise<readonly CodeList[]>>();
