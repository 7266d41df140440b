import type { Look, SeenDelivery } from './simulated-target.ts';

/** Attempts until a delivery becomes a case; the configuration of the sequences says the same. */
export const mostAttempts = 3;

type Came = SeenDelivery['came'];

const costsNothing: ReadonlySet<Came> = new Set<Came>(['interrupted', 'throttled', 'login-failed']);
/** What leaves a record. */
const savingFaults: ReadonlySet<Came> = new Set<Came>(['well', 'cut-after-saving', 'foreign-error-after-saving']);

type Outcome = 'open' | 'delivered' | 'case' | 'rejected';

/** One submission as the reference sees it: what must have become of it once nothing is under way. */
export interface Expected {
  /** What its message is about; faults are armed by it. */
  readonly name: string;
  readonly id: string;
  readonly content: string;
  /** A message that nobody can read never gets a delivery. */
  readonly readable: boolean;
  outcome: Outcome;
  /** Whether it ever got as far as a delivery. */
  routed: boolean;
  attempts: number;
  /** Records in the target. */
  saved: number;
  /** Of these, how many a person entered, or had sent again although the target could not be searched. */
  saidByPerson: number;
  /** An act may have happened. */
  committed: boolean;
  duplicates: number;
}

/** What was put into the portal. */
export interface Put {
  readonly id: string;
  readonly name: string;
  readonly content: string;
  readonly readable: boolean;
}

/** What must come of everything, told by rules of a few lines: no time, no storage, no state in between. */
export class ReferenceModel {
  readonly look: Look;
  readonly submissions: Expected[] = [];

  constructor(look: Look) {
    this.look = look;
  }

  /** The portal hands something over. */
  takeIn(put: Put): void {
    const same = this.submissions.find((one) => one.id === put.id && one.content === put.content);
    if (same !== undefined) {
      same.duplicates += 1;
      return;
    }
    const isKnown = this.submissions.some((one) => one.id === put.id || one.content === put.content);
    const outcome = isKnown || !put.readable ? 'case' : 'open';
    this.submissions.push({ ...put, outcome, routed: false, attempts: 0, saved: 0, saidByPerson: 0, committed: false, duplicates: 0 });
  }

  /**
   * The target saw a delivery.
   *
   * @throws when there should have been none: it is delivered, or waits for a person
   */
  attempted(one: Expected, came: Came): void {
    if (one.outcome !== 'open') throw new Error(`${one.name} was attempted although it is ${one.outcome}`);
    one.routed = true;
    if (costsNothing.has(came)) return;
    one.attempts += 1;
    if (came === 'needs-person' || came === 'foreign-error') one.outcome = 'case';
    else if (came === 'unreachable') this.#tryAgain(one);
    else this.#acted(one, came);
  }

  /** A person enters a record by hand, with the delivery key. */
  enteredByHand(one: Expected): void {
    const before = one.saved;
    this.#save(one);
    one.saidByPerson += one.saved - before;
  }

  /** The answers that a case must offer. */
  answersTo(one: Expected): readonly string[] {
    return this.#finds && one.committed && one.saved > 1 ? ['delivered'] : ['delivered', 'retry', 'reject'];
  }

  /** A person answers. False when the answer must be refused. */
  answered(one: Expected, answer: 'delivered' | 'retry' | 'reject'): boolean {
    if (answer === 'delivered') one.outcome = 'delivered';
    if (answer === 'reject') one.outcome = 'rejected';
    if (answer !== 'retry') return true;
    if (!one.readable) return true;
    if (this.#finds && one.committed && one.saved > 1) return false;
    if (this.#finds && one.committed && one.saved === 1) one.outcome = 'delivered';
    else this.#sendAgain(one);
    return true;
  }

  get #finds(): boolean {
    return this.look === 'authoritative' || this.look === 'hint';
  }

  #acted(one: Expected, came: Came): void {
    one.committed = true;
    if (savingFaults.has(came)) this.#save(one);
    if (came === 'rejected') one.outcome = 'rejected';
    else if (came === 'well') one.outcome = 'delivered';
    else if (came === 'refused-in-act') this.#tryAgain(one);
    else this.#unknown(one);
  }

  #sendAgain(one: Expected): void {
    one.outcome = 'open';
    one.attempts = 0;
    if (one.saved > 0) one.saidByPerson += 1;
  }

  #save(one: Expected): void {
    if (this.look !== 'key' || one.saved === 0) one.saved += 1;
  }

  #tryAgain(one: Expected): void {
    one.outcome = one.attempts < mostAttempts ? 'open' : 'case';
  }

  #unknown(one: Expected): void {
    if (this.look === 'key') return this.#tryAgain(one);
    if (this.look === 'none' || one.saved > 1) one.outcome = 'case';
    else if (one.saved === 1) one.outcome = 'delivered';
    else if (this.look === 'hint') one.outcome = 'case';
    else this.#tryAgain(one);
  }
}
