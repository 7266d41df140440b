import { createHash, timingSafeEqual } from 'node:crypto';
import { totpCode, totpStep } from './totp.ts';

/** A name with its password or secret. */
export interface Account {
  readonly name: string;
  readonly password: string;
  /** Secret of the second factor after RFC 6238, in Base32; without one the password is enough. */
  readonly totp?: string;
}

/** What came of a try to sign in. */
export type LoginResult = 'ok' | 'wrong' | 'locked';

/** The known accounts. After some wrong passwords or codes in a row an account is locked for the life of the process. */
export class Accounts {
  readonly #accounts: Map<string, Account>;
  /** After how many wrong passwords or codes in a row an account is locked. */
  readonly failuresUntilLock: number;
  readonly #failures = new Map<string, number>();
  readonly #usedSteps = new Map<string, number>();

  constructor(accounts: readonly Account[], failuresUntilLock = 5) {
    this.#accounts = new Map(accounts.map((account) => [account.name, account]));
    this.failuresUntilLock = failuresUntilLock;
  }

  /** Checks a password and counts failures. A locked account stays locked, whatever the password. */
  login(name: string, password: string): LoginResult {
    const account = this.#accounts.get(name);
    if (!account) return 'wrong';
    return this.#count(account, () => same(account.password, password));
  }

  /** True when a code is asked for after the password. */
  needsCode(name: string): boolean {
    return this.#accounts.get(name)?.totp !== undefined;
  }

  /** Checks a code of the second factor: of this step or the ones beside it, and each only once. Counts failures. */
  enterCode(name: string, code: string, now: number): LoginResult {
    const account = this.#accounts.get(name);
    const secret = account?.totp;
    if (!account || secret === undefined) return 'wrong';
    return this.#count(account, () => {
      const used = this.#usedSteps.get(name) ?? -1;
      const step = [0, -1, 1].map((by) => totpStep(now) + by).find((each) => each > used && same(totpCode(secret, each), code));
      if (step !== undefined) this.#usedSteps.set(name, step);
      return step !== undefined;
    });
  }

  /** Replaces a password: at least ten characters, and not the one before. */
  changePassword(name: string, old: string, next: string): 'ok' | 'wrong' | 'weak' {
    const account = this.#accounts.get(name);
    if (!account || !same(account.password, old)) return 'wrong';
    if (next.length < 10 || next === old) return 'weak';
    this.#accounts.set(name, { ...account, password: next });
    return 'ok';
  }

  #count({ name }: Account, isRight: () => boolean): LoginResult {
    const failures = this.#failures.get(name) ?? 0;
    if (failures >= this.failuresUntilLock) return 'locked';
    if (isRight()) {
      this.#failures.delete(name);
      return 'ok';
    }
    this.#failures.set(name, failures + 1);
    return failures + 1 >= this.failuresUntilLock ? 'locked' : 'wrong';
  }
}

function same(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}
