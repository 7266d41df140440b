import type { CodeList } from '../codelist/code-list.ts';
import type { ExpandedName, SchemaModel } from '../schema-model/schema-model.ts';
import type { Schema } from './schema.ts';

/** The XSDs of one version of a standard, imported into a project, with checksums. Nothing is read or compiled before its first use. */
export interface SchemaSet {
  /** Such as `xbau-2.6`. */
  readonly name: string;
  readonly manifest: SchemaSetManifest;
  /** All of it, compiled once per process: one driver per namespace, so that no import of a namespace is ignored. */
  schema(): Promise<Schema>;
  /** What the schemas declare, as data. */
  model(): Promise<SchemaModel>;
  /** The Schematron files that came with the set, by absolute path. */
  readonly rules: readonly string[];
  /** The code lists that came with the set. */
  codeLists(): Promise<readonly CodeList[]>;
}

/** `schema-set.json` of an imported set. */
export interface SchemaSetManifest {
  readonly version: 1;
  readonly name: string;
  /** Where it was imported from, as written, and when (ISO 8601). */
  readonly source: string;
  readonly importedAt: string;
  readonly files: readonly SchemaSetFile[];
  /** The namespaces that the schemas define; the empty text for none. */
  readonly namespaces: readonly string[];
  /** Elements that a message may start with. */
  readonly roots: readonly ExpandedName[];
}

/** A file of a set, kept byte for byte as it was imported. */
export interface SchemaSetFile {
  /** Path below the folder of the set, with `/`. */
  readonly path: string;
  readonly kind: 'schema' | 'rules' | 'code-list';
  /** Lower-case hex. */
  readonly sha256: string;
  /** Of a schema: its target namespace. */
  readonly namespace?: string | undefined;
  /** Of a code list: what it says of itself, so that it need not be read before it is used. */
  readonly codeList?: CodeListIdentity | undefined;
  /** The set this file was taken from, where an address led outside the imported files. */
  readonly takenFrom?: string | undefined;
}

/** Which list, in which version. */
export type CodeListIdentity = Pick<CodeList, 'uri' | 'version' | 'title'>;

/** The schema sets and code lists of one project, below `xoev/` beside the configuration. */
export interface SchemaSets {
  readonly directory: string;
  /**
   * Imports a folder, zip archive or driver schema. Resolves absolute addresses from its own files and from sets imported before,
   * compiles, and only then keeps it. Genericode files are taken over as code lists, Schematron files as rules.
   *
   * Throws `ConfigurationFault` (AB_SCHEMA_SET_INVALID) with everything that is missing or broken.
   */
  import(source: string, options: ImportOptions): Promise<ImportedSet>;
  /** By name. */
  list(): Promise<readonly SchemaSet[]>;
  /** Throws `ConfigurationFault` (AB_SCHEMA_SET_UNKNOWN, AB_SCHEMA_SET_CHANGED when a file has another checksum). */
  open(name: string): Promise<SchemaSet>;
  /** Throws `ConfigurationFault` (AB_SCHEMA_SET_UNKNOWN). */
  remove(name: string): Promise<void>;
  /** The sets that declare an element as a possible root. */
  forRoot(root: ExpandedName): Promise<readonly SchemaSet[]>;
  /** Paths of the code lists that were imported by themselves. */
  codeListFiles(): Promise<readonly string[]>;
  /** All code lists: those imported by themselves and those of all sets. */
  codeLists(): Promise<readonly CodeList[]>;
}

export interface ImportOptions {
  /** Default: made of the standard and version that the schemas name. */
  readonly name?: string | undefined;
  /** Put it in the place of a set of this name. Default false: refused. */
  readonly replace?: boolean | undefined;
  readonly importedAt: Date;
}

/** What an import brought. */
export interface ImportedSet {
  /** Undefined when there were code lists only. */
  readonly set: SchemaSet | undefined;
  readonly codeLists: readonly CodeList[];
  /** Milliseconds that the compile check took. */
  readonly compileMs: number;
  /** What a person should know. */
  readonly remarks: readonly ImportRemark[];
}

/**
 * What a person should know of an import: a file that says the same as another and was left out, schemas that were taken from a set
 * imported before, files that belong into no set, by ending, and code lists that cannot be read and were left out of a set.
 */
export type ImportRemark =
  | { readonly kind: 'same-content'; readonly file: string; readonly as: string }
  | { readonly kind: 'taken'; readonly set: string; readonly count: number }
  | { readonly kind: 'left-out'; readonly ending: string; readonly count: number }
  | { readonly kind: 'unreadable-list'; readonly file: string; readonly message: string };
