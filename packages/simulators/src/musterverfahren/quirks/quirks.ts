/** Ways of real software that can be switched on, one by one. The README has the table. */
export const quirkNames = [
  'cell-labels',
  'hidden-twin',
  'two-buttons',
  'interstitial',
  'rich-text',
  'select-overlay',
  'search-combobox',
  'masked-dates',
  'own-number',
  'echo-success',
  'optimistic',
  'late-save',
  'cookie-banner',
  'before-unload',
  'confirm-save',
  'password-change',
  'amounts',
  'multi-select',
  'renamed-label',
  'new-field',
  'tab-records',
  'get-save',
  'popup-saves',
  'latin1',
] as const;

/** One of {@link quirkNames}. */
export type Quirk = (typeof quirkNames)[number];

/** How long a late save works on after its request came, in milliseconds. */
export const lateSaveMs = 1500;

/** The quirks that are on. */
export class Quirks {
  #on: ReadonlySet<Quirk>;

  constructor(quirks: readonly Quirk[] = []) {
    this.#on = new Set(quirks);
  }

  has(quirk: Quirk): boolean {
    return this.#on.has(quirk);
  }

  /** Those that are on, in the order of {@link quirkNames}. */
  list(): readonly Quirk[] {
    return quirkNames.filter((name) => this.#on.has(name));
  }

  /** Replaces all. */
  set(quirks: readonly Quirk[]): void {
    this.#on = new Set(quirks);
  }
}

/** Checks a list of quirks that was posted; returns it or what is wrong with it. */
export function readQuirks(body: unknown): readonly Quirk[] | string {
  if (!Array.isArray(body)) return 'a list of quirks';
  const unknown = body.findIndex((entry) => !quirkNames.some((name) => name === entry));
  return unknown === -1 ? (body as readonly Quirk[]) : `[${unknown}]: one of ${quirkNames.join(', ')}`;
}
