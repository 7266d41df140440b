import type { ErrorCode } from '@amtsbote/sdk';

/** A wrong use of the command line, already in the reader's language. Ends with exit code 2. */
export class CliError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(message: string, facts: { readonly code?: ErrorCode; readonly hint?: string | undefined } = {}) {
    super(message);
    this.name = 'CliError';
    this.code = facts.code ?? 'AB_USAGE';
    this.hint = facts.hint;
  }
}

/** The person at the keyboard broke off a question. Ends with exit code 130. */
export class Interrupted extends Error {
  constructor() {
    super('interrupted');
    this.name = 'Interrupted';
  }
}
