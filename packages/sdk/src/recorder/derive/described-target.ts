import type { FieldDeclaration } from '../../target/record-shape.ts';
import type { Sameness, WrittenAs } from '../../rpa/page/page-types.ts';

/** A request, as a description names it. */
export interface DescribedRequest {
  readonly method: string;
  readonly path: string;
  readonly host?: string | undefined;
}

/** A step of a description. */
export type DescribedStep =
  | { readonly open: string }
  | { readonly fill: Readonly<Record<string, string>> }
  | { readonly rows: DescribedRows }
  | { readonly upload: Readonly<Record<string, string>> }
  | { readonly click: string };

/** Rows of a table that grows, one for each entry of a list. */
export interface DescribedRows {
  readonly each: string;
  /** The button that adds a row. */
  readonly add?: string | undefined;
  readonly addFirst?: boolean | undefined;
  readonly fill: Readonly<Record<string, string>>;
}

/** How an account gets in. */
export interface DescribedLogin {
  readonly open: string;
  readonly fill: Readonly<Record<string, string>>;
  readonly click: string;
  /** Pages that follow, such as one that asks for a code. */
  readonly further?: readonly DescribedLoginPage[] | undefined;
  readonly loggedIn?: string | undefined;
  /** For pages that scripts draw: shown without a session. */
  readonly loggedOut?: string | undefined;
}

/** A page of the login behind the first one. */
export interface DescribedLoginPage {
  /** Selector of what only this page shows. */
  readonly shows: string;
  readonly fill: Readonly<Record<string, string>>;
  readonly click: string;
}

/** The click that saves, and what it sends. */
export interface DescribedCommit {
  readonly click: string;
  /** Buttons of a window that asks once more, before the request leaves. */
  readonly further: readonly string[];
  readonly request: DescribedRequest;
  readonly followUps: readonly (DescribedRequest & { readonly click: string })[];
  readonly harmless: readonly DescribedRequest[];
}

/** What could not be known: a person answers it in the file. Its values are labels, names and paths, never what was typed. */
export interface OpenQuestion {
  /** Where in the description it belongs, such as `commit`. */
  readonly at: 'login' | 'fields' | 'steps' | 'commit' | 'confirmation' | 'verify' | 'find' | 'dialogs' | 'capabilities';
  readonly code: QuestionCode;
  readonly what?: string | undefined;
}

/** All questions that a recording can leave open. */
export const questionCodes = [
  'no-logged-in',
  'no-login-label',
  'login-more',
  'no-label',
  'not-in-sample',
  'several-in-sample',
  'not-entered',
  'rows',
  'no-name',
  'long-address',
  'field-while-saving',
  'no-save-click',
  'no-save-request',
  'several-save-requests',
  'saves-by-get',
  'saved-again',
  'harmless',
  'no-reference',
  'no-confirmation',
  'no-record-page',
  'record-lacks',
  'no-key-entered',
  'no-search',
  'no-rows',
  'no-empty',
  'search-lag',
  'in-flight',
  'errors',
] as const;

/** One of {@link questionCodes}. */
export type QuestionCode = (typeof questionCodes)[number];

/** A description of a target, as far as a recording shows it. What is undefined is asked for by a question. */
export interface DescribedTarget {
  readonly baseUrl: string;
  readonly login: DescribedLogin | undefined;
  readonly dialogs: readonly { readonly message: string; readonly answer: 'accept' | 'dismiss' }[];
  readonly fields: Readonly<Record<string, FieldDeclaration>>;
  readonly steps: readonly DescribedStep[];
  readonly rules: Readonly<
    Record<string, { readonly also?: readonly string[]; readonly as?: WrittenAs; readonly same?: readonly Sameness[] }>
  >;
  readonly commit: DescribedCommit | undefined;
  readonly confirmation: { readonly selector: string; readonly pattern: string } | undefined;
  readonly verify: { readonly open: string; readonly fields: Readonly<Record<string, string>> } | undefined;
  readonly find: DescribedFind | undefined;
  readonly questions: readonly OpenQuestion[];
}

/** How a record is looked up. */
export interface DescribedFind {
  readonly open: string;
  readonly rows: string;
  readonly rowShowsKey: boolean;
  readonly pattern: string;
  readonly empty: string | undefined;
}
