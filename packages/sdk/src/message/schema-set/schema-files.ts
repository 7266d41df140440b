import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Finding } from '../../model/finding.ts';
import type { Libxml2 } from '../libxml2.ts';
import { type LinkedSchemas, linkSchemas, type MissingReference } from './compile/link-schemas.ts';
import { type ScannedSchema, type SchemaReference, scanSchema } from './compile/scan-schema.ts';

/** A schema file and all it includes and imports, as found on disk. Nothing is looked for on the network. */
export interface SchemaFiles {
  /** The file asked for, as an absolute path. */
  readonly main: string;
  readonly linked: LinkedSchemas;
  /** Absolute paths of all files. */
  readonly paths: readonly string[];
  /** Changes when one of the files changes. */
  readonly stamp: string;
  /** What is missing or broken: with any of these, no message can be called valid. */
  readonly problems: readonly Finding[];
}

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

class SchemaWalk {
  readonly #libxml2: Libxml2;
  readonly #visited = new Set<string>();
  readonly #scanned: ScannedSchema[] = [];
  readonly #problems: Finding[] = [];

  constructor(libxml2: Libxml2) {
    this.#libxml2 = libxml2;
  }

  async visit(file: string, from: { file: string; line: number } | undefined): Promise<void> {
    if (this.#visited.has(file)) return;
    const bytes = await readFile(file).catch(() => undefined);
    if (!bytes) return this.#problem(`the schema file ${file} cannot be read`, from?.file ?? file, from?.line);
    this.#visited.add(file);
    const scanned = scanSchema(this.#libxml2, slashed(file), bytes);
    if ('message' in scanned) return this.#problem(`the schema cannot be used: ${scanned.message}`, file, scanned.line);
    this.#scanned.push(scanned);
    for (const reference of scanned.references) await this.#follow(reference, file);
  }

  async result(): Promise<Omit<SchemaFiles, 'main'>> {
    const linked = linkSchemas(this.#scanned);
    if (this.#problems.length === 0) {
      for (const missing of linked.missing) this.#problem(complaintOf(missing), missing.from.path, missing.line);
    }
    const paths = [...this.#visited];
    return { linked, paths, stamp: await stampOf(paths), problems: this.#problems };
  }

  async #follow({ line, location }: SchemaReference, file: string): Promise<void> {
    const target = location === undefined ? undefined : localFile(location, file);
    if (target !== undefined) await this.visit(target, { file, line });
  }

  #problem(message: string, file: string, line: number | undefined): void {
    this.#problems.push({ code: 'AB_SCHEMA_NOT_CHECKED', message, where: { file, line } });
  }
}

function complaintOf({ kind, namespace, location }: MissingReference): string {
  if (location !== undefined) return `${location} is not a file beside the schema; nothing is loaded from the network`;
  return kind === 'import' ? `no file of the set holds the imported namespace ${namespace}` : `an ${kind} names no file`;
}

function slashed(file: string): string {
  return file.replaceAll('\\', '/');
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
