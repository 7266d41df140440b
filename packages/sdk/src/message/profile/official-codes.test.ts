import { expect, test } from 'vitest';
import { errorCodes } from '../../errors/codes.ts';
import type { Finding } from '../../model/finding.ts';
import { officialCodeOf } from './official-codes.ts';

test.each([
  [{ code: 'AB_XML_MALFORMED' }, 'X000', 'X000'],
  [{ code: 'AB_XML_ENCODING' }, 'X000', 'S001'],
  [{ code: 'AB_CODE_INVALID' }, 'X011', 'S011'],
  [{ code: 'AB_CODE_LIST_UNKNOWN' }, 'X010', 'S010'],
  [{ code: 'AB_ID_REUSED' }, 'S050', 'S100'],
  [{ code: 'AB_TEST_MESSAGE' }, 'S102', 'S999'],
  [{ code: 'AB_FILE_TOO_LARGE' }, 'A004', 'S999'],
  [{ code: 'AB_CHECK_FAILED', officialCode: 'A002' }, 'A002', 'S999'],
  [{ code: 'AB_CHECK_FAILED', officialCode: 'S100' }, 'S100', 'S999'],
  [{ code: 'AB_CHECK_FAILED', officialCode: 'HOUSE-7' }, 'S999', 'S999'],
  [{ code: 'AB_CHECK_FAILED' }, 'S999', 'S999'],
] as const)('%j is %s of XBau and %s of XInneres', (finding, ofXbau, ofXinneres) => {
  const whole: Finding = { message: '', ...finding };

  expect(officialCodeOf(whole, 'xbau-fehlerkennzahlen')).toBe(ofXbau);
  expect(officialCodeOf(whole, 'xinneres-fehlercodes')).toBe(ofXinneres);
});

test('every code of ours has a code in every list', () => {
  for (const code of Object.keys(errorCodes) as Finding['code'][]) {
    expect(officialCodeOf({ code, message: '' }, 'xbau-fehlerkennzahlen')).toMatch(/^[XVTSA]\d{3}$/);
    expect(officialCodeOf({ code, message: '' }, 'xinneres-fehlercodes')).toMatch(/^[XVTS]\d{3}$/);
  }
});
