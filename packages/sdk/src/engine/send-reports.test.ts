import { expect, test } from 'vitest';
import type { Report } from '../portal/contract.ts';
import { messageFor, openBench } from './engine.test-support.ts';

test('how far a report came is there at its next try; a try that was given up can note nothing any more', async () => {
  await using bench = await openBench({ retry: { attemptMs: 50 } });
  const tries: (string | undefined)[] = [];
  const late = Promise.withResolvers<unknown>();
  const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<void>();
  bench.portal.report = async ({ progress, keep }: Report): Promise<void> => {
    tries.push(progress);
    if (tries.length > 1) return;
    await keep?.('first step');
    await givenUp;
    late.resolve(await keep?.('second step').catch((error: unknown) => error));
  };
  bench.portal.put({ message: messageFor('Bello') });
  await bench.run();
  giveUp();
  expect(await late.promise).toMatchObject({ code: 'AB_DEADLINE', effect: 'not-delivered' });
  bench.clock.advance(3_600_000);
  await bench.run();
  expect(tries).toEqual([undefined, 'first step']);
});
