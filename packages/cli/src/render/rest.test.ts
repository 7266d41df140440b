import { expect, test } from 'vitest';
import type { View } from '../context.ts';
import { translator } from '../texts/texts.ts';
import { restReason } from './rest.ts';
import { createStyle } from './style.ts';

const view = (language: 'de' | 'en'): View => ({ t: translator(language), language, style: createStyle(false), timeZone: 'Europe/Berlin' });

test('a pause is explained by its code, a maintenance window by the words of the operator, without what would move a terminal', () => {
  expect(restReason({ code: 'AB_LOGIN_FAILED' }, view('de'))).toBe('AB_LOGIN_FAILED Die Anmeldung am Fachverfahren ist misslungen');
  expect(restReason({ code: 'AB_TARGET_CLOSED' }, view('en'))).toBe('AB_TARGET_CLOSED The target takes no deliveries at this time');
  expect(restReason({ code: 'AB_TARGET_CLOSED', why: 'Umzug\u001b[2J' }, view('en'))).not.toContain('\u001b');
  expect(restReason({ code: 'AB_OF_A_LATER_VERSION' }, view('en'))).toBe('AB_OF_A_LATER_VERSION');
});
