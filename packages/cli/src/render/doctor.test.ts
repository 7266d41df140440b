import { expect, test } from 'vitest';
import { exitCodeOfDoctor } from '../exit-codes.ts';
import { translator } from '../texts/texts.ts';
import { doctorText } from './doctor.ts';
import { createStyle } from './style.ts';

const view = { t: translator('en'), language: 'en', style: createStyle(false) } as const;

test('what is well is short; what is not, or will not be, has its code and what to do', () => {
  const checks = [
    { name: 'login', ok: true, code: 'AB_LOGIN_FAILED', detail: 'as kassel', hint: 'never shown' },
    { name: 'certificate', ok: true, warning: true, code: 'AB_CERTIFICATE_EXPIRES', detail: 'ends in 3 days', hint: 'Change it.' },
    { name: 'clock', ok: false, code: 'AB_CLOCK_WRONG', hint: 'Set it.' },
  ] as const;
  expect(doctorText([{ name: 'portal fit', checks }], view)).toBe(`portal fit
  ✓ login  as kassel
  ! certificate  AB_CERTIFICATE_EXPIRES ends in 3 days
      Hint: Change it.
  ✗ clock  AB_CLOCK_WRONG
      Hint: Set it.
Not well: 1`);
});

test('warnings are well: only faults end with another exit code', () => {
  const warned = { name: 'portal fit', checks: [{ name: 'certificate', ok: true, warning: true }] };
  expect(exitCodeOfDoctor([warned])).toBe(0);
  expect(doctorText([warned], view)).toContain('All is well.');
  expect(exitCodeOfDoctor([{ ...warned, checks: [{ name: 'clock', ok: false }] }])).toBe(4);
});
