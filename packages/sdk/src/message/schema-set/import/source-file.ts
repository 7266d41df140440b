import { ConfigurationFault } from '../../../errors/families.ts';

/** A file to be imported. */
export interface SourceFile {
  /** Below the source, with `/`; as it will be stored. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What a folder, archive or driver schema brings. */
export interface ImportSource {
  /** Files that may be schemas, rules or code lists, by their endings; in the order of their paths. */
  readonly files: readonly SourceFile[];
  /** Paths of files that were not looked at. */
  readonly leftOut: readonly string[];
}

/** Whether a file may belong into a set, by its ending. */
export function isWanted(path: string): boolean {
  return /\.(xsd|sch|xml|gc)$/i.test(path);
}

/** A file or folder of the operator that cannot be imported. */
export function sourceFault(message: string, file: string): ConfigurationFault {
  return new ConfigurationFault('AB_SCHEMA_SET_INVALID', message, {
    where: { file },
    hint: 'Name a folder, a zip archive, a schema (.xsd) or a code list (.xml) as it is published.',
  });
}
