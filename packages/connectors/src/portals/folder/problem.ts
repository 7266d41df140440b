import { type ErrorCode, errorCodes, type Finding } from '@amtsbote/sdk';

/** Why a submission cannot be read. Becomes its `problem`; never leaves the portal as an error. */
export class FolderProblem extends Error {
  readonly finding: Finding;

  /** @param message one English sentence without the name of a file */
  constructor(code: ErrorCode, message: string, hint: string = errorCodes[code].hint) {
    super(message);
    this.name = 'FolderProblem';
    this.finding = { code, message, hint };
  }
}

/** The submission changed while it was read: it is not complete, and left for a later run. */
export class StillChanging extends Error {
  constructor() {
    super('the submission changed while it was read');
    this.name = 'StillChanging';
  }
}
