/** A code list in one version, read from Genericode. Codes are text: `01` is not `1`. */
export interface CodeList {
  /** The canonical URI, such as `urn:xoev-de:xbau-kernmodul:codeliste:statusbauportal`. */
  readonly uri: string;
  readonly version: string;
  /** Short name as the list gives it. */
  readonly title: string;
  /** Names of the columns, the key column (recommended by XÖV, else the first key) first. */
  readonly columns: readonly CodeListColumn[];
  readonly keyColumn: string;
  /** Entries in the order of the list. */
  readonly entries: readonly CodeEntry[];
  /** The entry of a code in the key column. */
  entry(code: string): CodeEntry | undefined;
}

export interface CodeListColumn {
  readonly id: string;
  readonly name: string;
  readonly isKey: boolean;
}

export interface CodeEntry {
  readonly code: string;
  /** In clear text; the code where the list has no name for it. */
  readonly name: string;
  /** Values by column id. */
  readonly values: ReadonlyMap<string, string>;
}

/** All code lists at hand, for look-up. */
export interface CodeLists {
  readonly all: readonly CodeList[];
  /**
   * The list of a URI, in the version asked for or else the nearest one. A version that is newer than all at hand gives the newest
   * with `newer: true`; one that is older or simply other gives the nearest with `otherVersion: true`.
   */
  find(uri: string, version?: string): FoundCodeList | undefined;
}

export interface FoundCodeList {
  readonly list: CodeList;
  /** The version asked for is newer than every list at hand. */
  readonly newer: boolean;
  /** The version asked for is not at hand, and not newer either. */
  readonly otherVersion: boolean;
}
