import { expect, test } from 'vitest';
import { ConfigurationFault } from '../errors/families.ts';
import type { Channel } from '../target/channel.ts';
import { messageFor, openBench } from './engine.test-support.ts';

const names = Array.from({ length: 12 }, (_, number) => messageFor(`Rex ${number}`));

test('deliveries side by side do not go beyond a limit together', async () => {
  await using bench = await openBench({ target: { circuit: { failures: 100, firstMs: 1000, maxMs: 1000 } } });
  bench.target.faults.push(...names.map(() => 'unreachable' as const));
  bench.portal.put(...names.map((message) => ({ message })));
  await bench.run();
  bench.clock.advance(3_600_000);
  const { attempts } = await bench.run({ limit: 5 });
  expect(attempts).toBe(5);
  expect(bench.target.saved).toHaveLength(5);
});

test('the next delivery is claimed in the write that ends the one before, and the claim sees a pause that it brought', async () => {
  await using bench = await openBench({ target: { limits: { atOnce: 1 } } });
  bench.target.faults.push('login-failed');
  bench.portal.put(...names.map((message) => ({ message })));
  await bench.run();
  expect(bench.boundaries.filter((name) => name === 'delivery:claimed')).toHaveLength(1);
});

test('what was claimed ahead is ready again, at no cost, when the configuration of the target stops the run', async () => {
  let asked = 0;
  const broken = (channel: Channel): Channel => ({
    ...channel,
    deliver: (type, record, attempt) => {
      asked += 1;
      if (asked === 3) throw new ConfigurationFault('AB_CONFIG_INVALID', 'the target is not set up');
      return channel.deliver(type, record, attempt);
    },
  });
  await using bench = await openBench({
    target: { limits: { atOnce: 1 } },
    channels: (target) => [broken(target.channel('api'))],
  });
  bench.portal.put(...names.map((message) => ({ message })));
  await expect(bench.run()).rejects.toMatchObject({ code: 'AB_CONFIG_INVALID' });
  const { deliveries } = await bench.ledger.views.counts();
  expect(deliveries).toMatchObject({ delivered: 2, ready: 10, attempting: 0 });
  await bench.run();
  expect(bench.target.saved).toHaveLength(12);
});
