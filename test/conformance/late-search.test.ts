import { settableClock } from '@amtsbote/sdk/testing';
import { expect, test } from 'vitest';
import { startConformanceApp } from './musterverfahren.ts';
import { restSuite } from './rest-suite.ts';

/** What comes of the one case of the suite that proves how late a search is, by one clock for it and the application. */
async function conformance(lagMs: number, declaredMs: number): Promise<unknown> {
  const clock = settableClock(Date.now());
  const app = await startConformanceApp({ visibilityLagMs: declaredMs }, { searchLagMs: lagMs, clock: clock.now });
  try {
    const lateSearch = restSuite(() => app, false, clock).find(({ name }) => name.includes('once visibilityLagMs has passed'));
    return await lateSearch?.run().then(
      () => 'passed',
      (error: unknown) => String(error),
    );
  } finally {
    await app.close();
  }
}

const lags = [0, 400, 5000] as const;

test.each(lags)('a search that shows a record %i ms late, and declares it, passes the suite', async (lagMs) => {
  expect(await conformance(lagMs, lagMs)).toBe('passed');
});

test.each(lags.slice(1))('a search that shows a record %i ms late, and declares a little less, is found by the suite', async (lagMs) => {
  expect(await conformance(lagMs, lagMs - 1)).toContain(`one hit ${lagMs - 1} ms (visibilityLagMs) after saving`);
  expect(await conformance(lagMs, 0)).toContain('one hit 0 ms (visibilityLagMs) after saving');
});
