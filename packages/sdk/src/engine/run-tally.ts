import type { Finding } from '../model/finding.ts';
import type { SubmissionId } from '../model/ids.ts';

/** What a run has touched so far, and where its limits are. */
export class RunTally {
  readonly submissions: Set<SubmissionId> = new Set();
  readonly portalsFailed: { portal: string; findings: readonly Finding[] }[] = [];
  /** Portals that were asked for all that they hold. */
  readonly portalsAsked: Set<string> = new Set();
  received = 0;
  duplicates = 0;
  attempts = 0;
  defects = 0;
  /** Records of which targets said something else than before. Their submissions are not touched by that. */
  states = 0;
  readonly #limit: number;

  constructor(limit: number | undefined) {
    this.#limit = limit ?? Number.POSITIVE_INFINITY;
  }

  touch(id: SubmissionId): void {
    this.submissions.add(id);
  }

  count(what: 'received' | 'duplicates' | 'attempts' | 'defects' | 'states'): void {
    this[what] += 1;
  }

  /** Takes back what was counted in advance. */
  uncount(what: 'attempts'): void {
    this[what] -= 1;
  }

  portalFailed(portal: string, findings: readonly Finding[]): void {
    this.portalsFailed.push({ portal, findings });
  }

  /** How many more may be taken in. */
  get intakeLeft(): number {
    return Math.max(0, this.#limit - this.received - this.duplicates);
  }

  get intakeFull(): boolean {
    return this.intakeLeft === 0;
  }

  get deliveriesFull(): boolean {
    return this.attempts >= this.#limit;
  }
}
