import type { CodeEntry, CodeList, CodeListColumn } from './code-list.ts';

/** Which list, in which version. */
type Identity = Pick<CodeList, 'uri' | 'version' | 'title'>;

/** A list whose identity is known and whose entries are read at their first use: a project may have hundreds, and large ones. */
export class LazyCodeList implements CodeList {
  readonly uri: string;
  readonly version: string;
  readonly title: string;
  readonly #read: () => CodeList;
  #list: CodeList | undefined;

  /** @param read what it throws, every use throws */
  constructor({ uri, version, title }: Identity, read: () => CodeList) {
    this.uri = uri;
    this.version = version;
    this.title = title;
    this.#read = read;
  }

  get columns(): readonly CodeListColumn[] {
    return this.#loaded.columns;
  }

  get keyColumn(): string {
    return this.#loaded.keyColumn;
  }

  get entries(): readonly CodeEntry[] {
    return this.#loaded.entries;
  }

  entry(code: string): CodeEntry | undefined {
    return this.#loaded.entry(code);
  }

  get #loaded(): CodeList {
    this.#list ??= this.#read();
    return this.#list;
  }
}
