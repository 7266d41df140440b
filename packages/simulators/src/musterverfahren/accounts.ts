import { createHash, timingSafeEqual } from 'node:crypto';

/** A name with its password or secret. */
export interface Account {
  readonly name: string;
  readonly password: string;
}

/** What came of a try to sign in. */
export type LoginResult = 'ok' | 'wrong' | 'locked';

const failuresUntilLock = 5;

/** The known accounts. After five wrong passwords in a row an account is locked for the life of the process. */
export class Accounts {
  readonly #accounts: ReadonlyMap<string, Account>;
  readonly #failures = new Map<string, number>();

  constructor(accounts: readonly Account[]) {
    this.#accounts = new Map(accounts.map((account) => [account.name, account]));
  }

  /** Checks a password and counts failures. A locked account stays locked, whatever the password. */
  login(name: string, password: string): LoginResult {
    const account = this.#accounts.get(name);
    if (!account) return 'wrong';
    const failures = this.#failures.get(name) ?? 0;
    if (failures >= failuresUntilLock) return 'locked';
    if (same(account.password, password)) {
      this.#failures.delete(name);
      return 'ok';
    }
    this.#failures.set(name, failures + 1);
    return failures + 1 >= failuresUntilLock ? 'locked' : 'wrong';
  }
}

function same(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}
