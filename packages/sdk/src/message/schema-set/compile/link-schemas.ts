import { posix } from 'node:path';
import { rewriteLocations } from './rewrite-locations.ts';
import type { ScannedSchema, SchemaReference } from './scan-schema.ts';

/** Schemas made ready for the compiler: it finds each of them, and each namespace as a whole, under an address of its own. */
export interface LinkedSchemas {
  /** The address of the driver that imports every namespace once. */
  readonly main: string;
  /** Content by address. */
  readonly documents: ReadonlyMap<string, Uint8Array>;
  /** Path of a schema by address; drivers have none. */
  readonly paths: ReadonlyMap<string, string>;
  /** References that lead to none of the schemas. */
  readonly missing: readonly MissingReference[];
}

/** A reference that leads nowhere. */
export interface MissingReference extends SchemaReference {
  readonly from: ScannedSchema;
}

/** Known to every validator; no file is needed. */
const builtIn = new Set(['http://www.w3.org/2001/XMLSchema', 'http://www.w3.org/2001/XMLSchema-instance']);
const main = '/main.xsd';

/**
 * Resolves every reference among the schemas: includes by path, then by file name; imports by namespace, whatever their address.
 *
 * The validators take the first import of a namespace and ignore others without a word. So one driver per namespace includes all
 * its files, and every import is led to it.
 */
export function linkSchemas(schemas: readonly ScannedSchema[]): LinkedSchemas {
  const index = new SchemaIndex(schemas);
  const documents = new Map<string, Uint8Array>();
  const paths = new Map<string, string>();
  const missing: MissingReference[] = [];
  for (const schema of schemas) {
    const targets = schema.references.map((reference) => {
      const target = index.targetOf(reference, schema);
      if (target === undefined && !builtIn.has(reference.namespace)) missing.push({ ...reference, from: schema });
      return target;
    });
    documents.set(index.address(schema), rewriteLocations(schema.utf8, targets));
    paths.set(index.address(schema), schema.path);
  }
  for (const namespace of index.namespaces) documents.set(index.driverAddress(namespace), index.driver(namespace));
  documents.set(main, index.mainDriver());
  return { main, documents, paths, missing };
}

/** The last part of a location, as file names are compared. */
export function fileNameOf(location: string): string {
  return posix.basename(plainLocation(location).replace(/[?#].*$/, ''));
}

class SchemaIndex {
  readonly namespaces: readonly string[];
  readonly #schemas: readonly ScannedSchema[];
  readonly #numbers = new Map<ScannedSchema, number>();
  readonly #byPath = new Map<string, ScannedSchema>();

  constructor(schemas: readonly ScannedSchema[]) {
    this.#schemas = schemas;
    for (const [number, schema] of schemas.entries()) {
      this.#numbers.set(schema, number);
      this.#byPath.set(pathKey(schema.path), schema);
    }
    this.namespaces = [...new Set(schemas.map(({ namespace }) => namespace))].filter((one) => this.#tops(one).length > 0).toSorted();
  }

  address(schema: ScannedSchema): string {
    return `/${this.#numbers.get(schema)}.xsd`;
  }

  driverAddress(namespace: string): string {
    return `/namespace-${this.namespaces.indexOf(namespace)}.xsd`;
  }

  targetOf(reference: SchemaReference, from: ScannedSchema): string | undefined {
    if (reference.kind === 'import') {
      return this.namespaces.includes(reference.namespace) ? this.driverAddress(reference.namespace) : undefined;
    }
    const included = this.#included(reference, from);
    return included && this.address(included);
  }

  driver(namespace: string): Uint8Array {
    const target = namespace === '' ? '' : ` targetNamespace="${escaped(namespace)}"`;
    const includes = this.#tops(namespace).map((schema) => `<xs:include schemaLocation="${this.address(schema)}"/>`);
    return schemaOf(target, includes);
  }

  mainDriver(): Uint8Array {
    const imports = this.namespaces.map((namespace) => {
      const attribute = namespace === '' ? '' : ` namespace="${escaped(namespace)}"`;
      return `<xs:import${attribute} schemaLocation="${this.driverAddress(namespace)}"/>`;
    });
    return schemaOf(' targetNamespace="urn:amtsbote:driver"', imports);
  }

  #included({ location }: SchemaReference, from: ScannedSchema): ScannedSchema | undefined {
    if (location === undefined) return undefined;
    const plain = plainLocation(location);
    const beside = this.#byPath.get(pathKey(isAddress(plain) ? plain : posix.join(posix.dirname(from.path), plain)));
    if (beside) return beside;
    const name = pathKey(fileNameOf(location));
    const fits = ({ path, namespace }: ScannedSchema): boolean =>
      pathKey(posix.basename(path)) === name && (namespace === from.namespace || namespace === '');
    return this.#schemas.find(fits);
  }

  /** The files of a namespace that no other of its files includes, and one of each circle of includes. */
  #tops(namespace: string): readonly ScannedSchema[] {
    const files = this.#schemas.filter((schema) => schema.namespace === namespace);
    const included = new Set(files.flatMap((schema) => this.#includedBy(schema)));
    const chameleons = new Set(namespace === '' ? this.#schemas.flatMap((schema) => this.#includedBy(schema)) : []);
    const tops = files.filter((schema) => !included.has(schema) && !chameleons.has(schema));
    const reached = new Set<ScannedSchema>();
    for (const top of tops) this.#reach(top, reached);
    for (const schema of files) {
      if (reached.has(schema) || chameleons.has(schema)) continue;
      tops.push(schema);
      this.#reach(schema, reached);
    }
    return tops;
  }

  #reach(schema: ScannedSchema, reached: Set<ScannedSchema>): void {
    if (reached.has(schema)) return;
    reached.add(schema);
    for (const next of this.#includedBy(schema)) this.#reach(next, reached);
  }

  #includedBy(schema: ScannedSchema): ScannedSchema[] {
    const found = schema.references.map((reference) => (reference.kind === 'import' ? undefined : this.#included(reference, schema)));
    return found.filter((one) => one !== undefined && one !== schema) as ScannedSchema[];
  }
}

function isAddress(location: string): boolean {
  return /^([a-z][a-z0-9+.-]+:|\/\/)/i.test(location);
}

function plainLocation(location: string): string {
  try {
    return decodeURIComponent(location).replaceAll('\\', '/');
  } catch {
    return location;
  }
}

function pathKey(path: string): string {
  return path.normalize('NFC');
}

function schemaOf(attributes: string, children: readonly string[]): Uint8Array {
  return Buffer.from(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"${attributes}>${children.join('')}</xs:schema>`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
