/** What a code means and what to do, for a German reader. */
export interface CodeText {
  readonly title: string;
  readonly hint: string;
}
