import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConformanceApp, runnable, startConformanceApp } from './musterverfahren.ts';
import { restSuite } from './rest-suite.ts';

describe.each([
  ['with its idempotency key', true],
  ['without a key', false],
] as const)('the rest target %s', (_how, idempotencyKey) => {
  let app: ConformanceApp;
  beforeAll(async () => {
    app = await startConformanceApp({ idempotencyKey, maxInFlightMs: 1500 });
  });
  afterAll(() => app.close());

  const suite = restSuite(() => app, idempotencyKey);
  test.each(runnable(suite))('%s', (_name, run) => expect(run()).resolves.toBeUndefined());

  test('leaves out only what does not apply to it', () => {
    const reasons = suite.flatMap(({ skipped }) => skipped ?? []);
    const keyless = 'the channel declares `idempotencyKey: false`';
    expect(reasons).toEqual(['the channel declares `find: authoritative`', ...(idempotencyKey ? [] : [keyless])]);
  });
});
