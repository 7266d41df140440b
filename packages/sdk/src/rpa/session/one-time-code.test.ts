import { expect, test } from 'vitest';
import { oneTimeCode } from './one-time-code.ts';

const base32 = (text: string): string => {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
};
const digits = '12345678901234567890';
const seeds = { SHA1: digits, SHA256: `${digits}123456789012`, SHA512: `${digits}${digits}${digits}1234` };

test.each([
  [59, 'SHA1', '94287082'],
  [59, 'SHA256', '46119246'],
  [59, 'SHA512', '90693936'],
  [1111111109, 'SHA1', '07081804'],
  [1111111109, 'SHA256', '68084774'],
  [1111111109, 'SHA512', '25091201'],
  [1111111111, 'SHA1', '14050471'],
  [1111111111, 'SHA256', '67062674'],
  [1111111111, 'SHA512', '99943326'],
  [1234567890, 'SHA1', '89005924'],
  [1234567890, 'SHA256', '91819424'],
  [1234567890, 'SHA512', '93441116'],
  [2000000000, 'SHA1', '69279037'],
  [2000000000, 'SHA256', '90698825'],
  [2000000000, 'SHA512', '38618901'],
  [20000000000, 'SHA1', '65353130'],
  [20000000000, 'SHA256', '77737706'],
  [20000000000, 'SHA512', '47863826'],
] as const)('the vector of RFC 6238 for %i s with %s', (seconds, algorithm, code) => {
  const address = `otpauth://totp/amt:konto?secret=${base32(seeds[algorithm])}&algorithm=${algorithm}&digits=8`;
  expect(oneTimeCode(address, seconds * 1000)).toEqual({
    code,
    step: Math.floor(seconds / 30),
    nextAt: (Math.floor(seconds / 30) + 1) * 30_000,
  });
});

test('a secret as a person types it gives six digits', () => {
  expect(oneTimeCode('gezd gnbv gy3t qojq gezd gnbv gy3t qojq', 59_000).code).toBe('287082');
});

test.each(['', 'not base32!', 'otpauth://totp/x?secret=GEZDGNBV&digits=12', 'otpauth://totp/x'])(
  '%s is refused without being told',
  (secret) => {
    expect(() => oneTimeCode(secret, 0)).toThrow(expect.objectContaining({ code: 'AB_SECRET_UNREADABLE' }));
  },
);
