import { SideBySide } from './side-by-side.ts';

/** Deliveries between two looks at the reports that wait. */
const often = 32;

/**
 * Sends reports while deliveries go on: writing receipts and asking portals takes time in which the target can work. One sending at a time,
 * so that no report goes out twice; a run of few deliveries sends none before its end.
 */
export class ReportsBeside {
  readonly #send: () => Promise<void>;
  readonly #going = new SideBySide();
  #ended = 0;

  constructor(send: () => Promise<void>) {
    this.#send = send;
  }

  /** A delivery has ended, however. */
  deliveryEnded(): void {
    this.#ended += 1;
    if (this.#ended % often === 0 && this.#going.count === 0) this.#going.begin(this.#send());
  }

  /** Runs the deliveries, and waits for what is being sent beside them. Throws what either failed with. */
  async during(deliveries: Promise<void>): Promise<void> {
    try {
      await deliveries;
    } finally {
      await this.#going.settled();
    }
    await this.#going.end();
  }
}
