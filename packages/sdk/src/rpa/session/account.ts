import type { Clock } from '../../model/clock.ts';
import type { ConnectorServices } from '../../target/services.ts';
import { oneTimeCode } from './one-time-code.ts';
import { Places } from './places.ts';

/** How long a refused login is not tried again, so that no account is locked. */
const refusalHoldMs = 15 * 60_000;

/** One account at one host, for every target of this run that uses it: one user at a time, and one refusal holds for all. */
export class Account {
  readonly turn: Places = new Places(1);
  readonly #clock: Clock;
  #refusedAt: number | undefined;
  #usedStep = -1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True while a login was refused and is not to be tried again. */
  get isHeld(): boolean {
    return this.#refusedAt !== undefined && this.#clock.now() - this.#refusedAt < refusalHoldMs;
  }

  refused(): void {
    this.#refusedAt = this.#clock.now();
  }

  accepted(): void {
    this.#refusedAt = undefined;
  }

  /** A one-time code that was not given before: targets take each once, and some lock an account that repeats one. */
  async freshCode(secret: string, signal: AbortSignal): Promise<string> {
    let next = oneTimeCode(secret, this.#clock.now());
    while (next.step <= this.#usedStep) {
      await this.#clock.sleep(Math.max(1, next.nextAt - this.#clock.now()), signal);
      next = oneTimeCode(secret, this.#clock.now());
    }
    this.#usedStep = next.step;
    return next.code;
  }
}

/** The account of this run under its name at this host. */
export async function accountAt(
  services: Pick<ConnectorServices<unknown>, 'resources' | 'clock'>,
  { account, baseUrl }: { readonly account: string; readonly baseUrl: string },
): Promise<Account> {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
  return services.resources.shared(`rpa:account:${host}:${account}`, async () => ({
    value: new Account(services.clock),
    close: async () => undefined,
  }));
}
