import { createHash } from 'node:crypto';
import { connector } from '@amtsbote/connectors/portals/fit-connect';
import { type OfferedSubmission, portalConformance } from '@amtsbote/sdk/testing';
import { demoSubscriber, type FitConnect, senderFor, sendSubmission, startFitConnect } from '@amtsbote/simulators/fit-connect';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let service: FitConnect;
beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
});
afterAll(() => service.close());

/** Submissions of the present case: the service forgets none, so each case has a destination of its own. */
let destinationId: string;

const send = async (message: string, attachments: OfferedSubmission['attachments'], broken = false): Promise<void> => {
  await sendSubmission(senderFor(service), {
    destinationId,
    data: { bytes: Buffer.from(message), mimeType: 'application/xml' },
    attachments: attachments.map(({ name: filename, bytes }) => ({ filename, mimeType: 'application/pdf', content: bytes })),
    ...(broken && { deviations: ['metadata-not-json'] as const }),
  });
};

const suite = portalConformance({
  open: (services) => {
    const destination = service.destinations.find((one) => one.destinationId === destinationId);
    const { decryption = [], signing } = destination?.privateKeys ?? {};
    const secrets = new Map([
      ['secret:client', demoSubscriber.clientSecret],
      ['secret:decryption', JSON.stringify(decryption[0])],
      ['secret:signing', JSON.stringify(signing)],
    ]);
    const options = connector.options.parse({
      tokenUrl: service.tokenUrl,
      apiUrl: service.url,
      client: { id: demoSubscriber.clientId, secret: 'secret:client' },
      minimumKeyBits: 2048,
      destinations: [{ id: destinationId, decryptionKeys: ['secret:decryption'], signingKey: 'secret:signing' }],
    });
    return connector.open({ ...services, options, secrets: { get: async (name) => secrets.get(name) ?? '' } });
  },
  reset: async () => {
    service.disarm();
    ({ destinationId } = await service.addDestination());
  },
  offer: ({ message, attachments }) => send(message, attachments),
  witness: {
    held: async () => service.witness.items().filter((one) => one.destinationId === destinationId && one.state === 'submitted').length,
    told: async () =>
      service.witness
        .items()
        .filter((one) => one.destinationId === destinationId)
        .map(({ events }) => events.map(({ act, jti }) => `${act} ${createHash('sha256').update(jti).digest('hex')}`)),
  },
  inject: {
    broken: () => send('<kaputt/>', [], true),
    unreachable: async () => service.arm({ kind: 'http-503' }),
    clear: async () => service.disarm(),
  },
});

/** The service holds a submission until it is told the outcome, whatever is durable with us. */
const letsGoWithTheReport = /is gone from the portal|acknowledging again/;

describe('the portal fit-connect', () => {
  const others = suite.filter(({ name }) => !letsGoWithTheReport.test(name));
  test.each(others.map(({ name, run }) => [name, run] as const))('%s', (_name, run) => expect(run()).resolves.toBeUndefined());

  test('leaves out only the cases of portals that forget before they are told', () => {
    expect(suite.length - others.length).toBe(2);
    expect(suite.flatMap(({ skipped }) => skipped ?? [])).toEqual([]);
  });
});
