import { type FitConnect, type Sent, senderFor, sendSubmission, type SubmissionToSend } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll } from 'vitest';
import { startWitness, type Witness } from '../support/witness.ts';
import { startService } from './bench.ts';

/** A delivery service and an application, for all tests of a file. */
export interface ServiceAndTarget {
  readonly service: FitConnect;
  readonly target: Witness;
  /** Lets a sender submit an XML message. Default: to the first destination. */
  send(message: string, more?: Partial<SubmissionToSend>): Promise<Sent>;
}

/** Starts both before the tests of a file, with so many destinations, and ends them behind. */
export function serviceAndTarget(destinations = 1): ServiceAndTarget {
  let service: FitConnect | undefined;
  let target: Witness | undefined;
  beforeAll(async () => {
    service = await startService();
    target = await startWitness();
    for (let more = 1; more < destinations; more += 1) await service.addDestination();
  });
  afterAll(async () => {
    await service?.close();
    await target?.close();
  });
  const started = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('it is started before the tests');
    return thing;
  };
  return {
    get service() {
      return started(service);
    },
    get target() {
      return started(target);
    },
    send: (message, more = {}) => {
      const running = started(service);
      const destinationId = running.destinations[0]?.destinationId ?? '';
      const data = { bytes: Buffer.from(message), mimeType: 'application/xml' as const };
      return sendSubmission(senderFor(running), { destinationId, data, ...more });
    },
  };
}
