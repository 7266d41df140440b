import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify, type HttpFailure, retryAfterMs } from './classify.ts';

const now = Date.UTC(2026, 10, 22, 12, 0, 0);
type Answer = [status: number, retryAfter: string | undefined, create: string, read: string, login: string];

test.each<Answer>([
  [200, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [204, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [303, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [307, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [400, undefined, 'NeedsPerson', 'NotDelivered', 'LoginFailed'],
  [401, undefined, 'LoginFailed', 'LoginFailed', 'LoginFailed'],
  [403, undefined, 'NeedsPerson', 'NeedsPerson', 'LoginFailed'],
  [404, undefined, 'NeedsPerson', 'NotDelivered', 'LoginFailed'],
  [408, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [409, undefined, 'NeedsPerson', 'NotDelivered', 'LoginFailed'],
  [422, undefined, 'NeedsPerson', 'NotDelivered', 'LoginFailed'],
  [425, undefined, 'NotDelivered', 'NotDelivered', 'NotDelivered'],
  [429, undefined, 'Throttled', 'Throttled', 'Throttled'],
  [500, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [502, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [503, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [503, '5', 'Throttled', 'Throttled', 'Throttled'],
  [503, 'soon', 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
  [504, undefined, 'OutcomeUnknown', 'NotDelivered', 'NotDelivered'],
])('HTTP %i (Retry-After %s) means %s for a create, %s for a read, %s for a login', (status, retryAfter, ...families) => {
  const answer = { kind: 'answer', status, retryAfter, now } as const;
  const seen = [
    classify({ ...answer, effect: true, login: false }),
    classify({ ...answer, effect: false, login: false }),
    classify({ ...answer, effect: false, login: true }),
  ];
  expect(seen.map((verdict) => verdict.family)).toEqual(families);
});

test.each([
  [true, true, 'OutcomeUnknown'],
  [true, false, 'NotDelivered'],
  [false, true, 'NotDelivered'],
  [false, false, 'NotDelivered'],
])('a cut with effect %s and sent %s means %s', (effect, sent, family) => {
  expect(classify({ kind: 'cut', effect, sent, login: false }).family).toBe(family);
  expect(classify({ kind: 'cut', effect, sent, login: false, aborted: true }).family).toBe(family);
});

test('a request with an effect is never tried again blindly: only a refusal or a proof that nothing was sent allows it', () => {
  const answers = fc.record({
    kind: fc.constant('answer' as const),
    status: fc.integer({ min: 100, max: 599 }),
    retryAfter: fc.option(fc.string(), { nil: undefined }),
    now: fc.constant(now),
    effect: fc.constant(true),
    login: fc.constant(false),
  });
  const cuts = fc.record({
    kind: fc.constant('cut' as const),
    sent: fc.constant(true),
    effect: fc.constant(true),
    login: fc.constant(false),
    aborted: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.oneof<fc.Arbitrary<HttpFailure>[]>(answers, cuts), (failure) => {
      const { family } = classify(failure);
      if (failure.kind === 'cut') return family === 'OutcomeUnknown';
      const proved = (failure.status >= 400 && failure.status < 500) || failure.status === 503;
      return family === 'OutcomeUnknown' || proved;
    }),
  );
});

test.each([
  ['120', 120_000],
  [' 0 ', 0],
  ['Sun, 22 Nov 2026 12:00:30 GMT', 30_000],
  ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
  ['999999999', 86_400_000],
  ['-5', undefined],
  ['1.5', undefined],
  ['2027', 2_027_000],
  ['soon', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %j waits %j ms', (header, wait) => {
  expect(retryAfterMs(header, now)).toBe(wait);
});
