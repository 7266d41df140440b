import type { AmtsboteError } from '../errors/amtsbote-error.ts';
import { NotDelivered } from '../errors/families.ts';
import type { StepView } from '../ledger/views.ts';

/** The steps of an attempt with their times; a time-out names them. */
export class StepLog {
  readonly #steps: StepView[] = [];

  get steps(): readonly StepView[] {
    return this.#steps;
  }

  /** Runs a step and notes it, whether it ends well or not. */
  async run<T>(name: string, act: () => Promise<T>): Promise<T> {
    const started = performance.now();
    let ok = false;
    try {
      const result = await act();
      ok = true;
      return result;
    } finally {
      this.#steps.push({ name, ms: Math.round(performance.now() - started), ok });
    }
  }

  /** Such as `open form 41 ms, fill form 12 ms, save FAILED after 5000 ms`. */
  toString(): string {
    return this.#steps.map((step) => `${step.name} ${step.ok ? '' : 'FAILED after '}${step.ms} ms`).join(', ');
  }

  /** The fault of a deadline that passed before the commit point. */
  deadline(allowedMs: number): AmtsboteError {
    return new NotDelivered('AB_DEADLINE', `The attempt took longer than ${allowedMs} ms: ${this.toString() || 'no step was done'}`);
  }

  /** A deadline error raised inside a channel, with the steps at its end. */
  withSteps(error: AmtsboteError): AmtsboteError {
    const [first] = this.#steps;
    if (error.code !== 'AB_DEADLINE' || first === undefined || error.message.includes(first.name)) return error;
    error.message = `${error.message}; steps: ${this.toString()}`;
    return error;
  }
}
