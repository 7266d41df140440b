import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import type { Finding } from '../../model/finding.ts';
import type { Libxml2 } from '../libxml2.ts';

/** A schema file and all it includes and imports, as found on disk. Nothing is looked for on the network. */
export interface SchemaFiles {
  /** The file asked for. */
  readonly main: string;
  /** Content by absolute path. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
  /** Changes when one of the files changes. */
  readonly stamp: string;
  /** What is missing or broken: with any of these, no message can be called valid. */
  readonly problems: readonly Finding[];
}

const xsd = { xs: 'http://www.w3.org/2001/XMLSchema' };
const references = '/xs:schema/xs:import | /xs:schema/xs:include | /xs:schema/xs:redefine | /xs:schema/xs:override';

/** Collects a schema file and everything it refers to. Never throws for what is missing or broken. */
export async function collectSchemaFiles(libxml2: Libxml2, main: string): Promise<SchemaFiles> {
  const walk = new SchemaWalk(libxml2);
  await walk.visit(resolve(main), undefined);
  return { main: resolve(main), ...(await walk.result()) };
}

/** The state of the files as one text: a change of any makes it another. */
export async function stampOf(files: Iterable<string>): Promise<string> {
  const stamps = [...files].map(async (file) => {
    const { mtimeMs, size } = await stat(file);
    return `${file}:${mtimeMs}:${size}`;
  });
  return (await Promise.all(stamps)).join('\n');
}

/** A reference from one schema file to another. */
interface Reference {
  readonly kind: string;
  readonly namespace: string;
  readonly location: string | undefined;
  readonly line: number;
}

class SchemaWalk {
  readonly #libxml2: Libxml2;
  readonly #contents = new Map<string, Uint8Array>();
  readonly #namespaces = new Set<string>();
  readonly #withoutLocation: { namespace: string; file: string; line: number }[] = [];
  readonly #importedFrom = new Map<string, { target: string; file: string; line: number }>();
  readonly #problems: Finding[] = [];

  constructor(libxml2: Libxml2) {
    this.#libxml2 = libxml2;
  }

  async visit(file: string, from: { file: string; line: number } | undefined): Promise<void> {
    if (this.#contents.has(file)) return;
    const bytes = await readFile(file).catch(() => undefined);
    if (!bytes) return this.#problem(`the schema file ${file} cannot be read`, from?.file ?? file, from?.line);
    this.#contents.set(file, bytes);
    for (const reference of this.#references(file, bytes)) await this.#follow(reference, file);
  }

  async result(): Promise<Omit<SchemaFiles, 'main'>> {
    for (const { namespace, file, line } of this.#withoutLocation) {
      if (!this.#namespaces.has(namespace)) this.#problem(`no file of the set holds the imported namespace ${namespace}`, file, line);
    }
    return {
      contents: this.#contents,
      stamp: await stampOf(this.#contents.keys()),
      problems: this.#problems,
    };
  }

  #references(file: string, bytes: Uint8Array): Reference[] {
    let document: XmlDocument;
    try {
      document = this.#libxml2.XmlDocument.fromBuffer(bytes, {
        option: this.#libxml2.ParseOption.XML_PARSE_NO_XXE,
      });
    } catch {
      this.#problem('the schema file is not well-formed', file, undefined);
      return [];
    }
    try {
      this.#namespaces.add(document.root.attr('targetNamespace')?.value ?? '');
      return document.root.find(references, xsd).map((node) => referenceOf(node as XmlElement));
    } finally {
      document.dispose();
    }
  }

  async #follow({ kind, line, location, namespace }: Reference, file: string): Promise<void> {
    if (location === undefined) {
      if (kind === 'import') this.#withoutLocation.push({ namespace, file, line });
      return;
    }
    const target = localFile(location, file);
    if (!target) return this.#problem(`${location} is not a file beside the schema; nothing is loaded from the network`, file, line);
    if (kind === 'import') this.#noteImport(namespace, { target, file, line });
    await this.visit(target, { file, line });
  }

  /** The validator takes the first import of a namespace and ignores others without a word. */
  #noteImport(namespace: string, found: { target: string; file: string; line: number }): void {
    const first = this.#importedFrom.get(namespace);
    if (!first) this.#importedFrom.set(namespace, found);
    else if (first.target !== found.target) {
      const message = `the namespace ${namespace} is imported from more than one file; import one file that includes them all`;
      this.#problem(message, found.file, found.line);
    }
  }

  #problem(message: string, file: string, line: number | undefined): void {
    this.#problems.push({ code: 'AB_SCHEMA_NOT_CHECKED', message, where: { file, line } });
  }
}

function referenceOf(element: XmlElement): Reference {
  return {
    kind: element.name,
    namespace: element.attr('namespace')?.value ?? '',
    location: element.attr('schemaLocation')?.value,
    line: element.line & 0xffff,
  };
}

/** The file a location means, or undefined for anything with a scheme, such as a web address. */
function localFile(location: string, from: string): string | undefined {
  if (/^([a-z][a-z0-9+.-]+:|\/\/)/i.test(location)) return undefined;
  try {
    return resolve(dirname(from), decodeURIComponent(location));
  } catch {
    return resolve(dirname(from), location);
  }
}
