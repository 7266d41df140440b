/** What a project can be started from: the examples, or nothing but the outline. */
export const templates = ['hundesteuer', 'gewerbeanmeldung', 'bauantrag', 'empty'] as const;

/** One of {@link templates}. */
export type Template = (typeof templates)[number];

/** The options of `amtsbote init`. */
export interface InitOptions {
  readonly template?: Template;
}
