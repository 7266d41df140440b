import { expect, test } from 'vitest';
import { Accounts } from './accounts.ts';
import { totpCode, totpStep } from './totp.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
  [20_000_000_000, '353130'],
])('at second %i the code is that of RFC 6238', (seconds, code) => {
  expect(totpCode(secret, totpStep(seconds * 1000))).toBe(code);
});

test('a code is taken once, and from the steps beside its own', () => {
  const accounts = new Accounts([{ name: 'a', password: 'p', totp: secret }]);
  const now = 1_234_567_890_000;
  const code = totpCode(secret, totpStep(now));
  expect(accounts.enterCode('a', code, now + 60_000)).toBe('wrong');
  expect(accounts.enterCode('a', code, now + 30_000)).toBe('ok');
  expect(accounts.enterCode('a', code, now)).toBe('wrong');
});
