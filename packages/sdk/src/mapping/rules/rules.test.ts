import fc from 'fast-check';
import { expect, test } from 'vitest';
import { booleanConversion } from './boolean.ts';
import { codesConversion } from './codes.ts';
import type { Conversion } from './converted.ts';
import { numberConversion } from './number.ts';
import { textConversion } from './text.ts';

const made = (conversion: Conversion, text: string): unknown => {
  const result = conversion(text);
  return 'value' in result ? result.value : result.code;
};

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
const decimals = fc.stringMatching(/^[+-]?[0-9]{1,25}(\.[0-9]{0,10})?$/);

test('text without a rule is the same text', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(textConversion({})(text)).toEqual({ value: text });
    }),
  );
});

test('a text is never cut: it fits as it is or is refused', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 20 }), (text, max) => {
      expect(made(textConversion({ max }), text)).toBe([...text].length <= max ? text : 'AB_FIELD_TOO_LONG');
    }),
  );
});

test('only `trim` and `nfc` change a text', () => {
  expect(made(textConversion({ trim: true }), ' u\u0308 ')).toBe('u\u0308');
  expect(made(textConversion({ nfc: true }), ' u\u0308 ')).toBe(' ü ');
  expect(made(textConversion({ nfc: true, max: 1 }), 'u\u0308')).toBe('ü');
});

test('a decimal keeps its lexical form, whatever its length', () => {
  fc.assert(
    fc.property(decimals, (text) => {
      expect(made(numberConversion({}), text)).toBe(text);
      expect(made(numberConversion({ as: 'comma' }), text)).toBe(text.replace('.', ','));
    }),
  );
});

test('a number is made only where it means exactly what was sent', () => {
  const toNumber = numberConversion({ as: 'number' });
  fc.assert(
    fc.property(fc.integer(), (value) => {
      expect(made(toNumber, String(value))).toBe(value);
    }),
  );
  expect(made(toNumber, '0012.50')).toBe(12.5);
  expect(made(toNumber, '-0.0')).toBe(0);
  for (const text of ['12345678901234567890', '0.1234567890123456789', '99999999999999999999999.5', '0.00000001']) {
    expect(made(toNumber, text)).toBe('AB_FIELD_FORMAT');
  }
});

test('what is no decimal is refused', () => {
  for (const text of ['', '1e5', '0x1F', '1.234,56', '1,5', '--1', '.', 'NaN', '١', '1 000'])
    expect(made(numberConversion({}), text)).toBe('AB_FIELD_FORMAT');
});

test('a code has an entry or is a case, also where its name is one of JavaScript', () => {
  const codes = codesConversion({ values: { '01': 'x', '1': 'y' } });
  expect([made(codes, '01'), made(codes, ' 1\n')]).toEqual(['x', 'y']);
  for (const text of ['', '001', 'constructor', '__proto__', 'toString']) expect(made(codes, text)).toBe('AB_CODE_UNKNOWN');
});

test('a truth value has the texts of its rule and no others', () => {
  const usual = booleanConversion({});
  expect(['true', '1', 'false', '0'].map((text) => made(usual, text))).toEqual([true, true, false, false]);
  const own = booleanConversion({ true: 'ja', false: 'nein' });
  expect([made(own, 'ja'), made(own, 'nein'), made(own, 'Ja'), made(own, 'true')]).toEqual([
    true,
    false,
    'AB_FIELD_FORMAT',
    'AB_FIELD_FORMAT',
  ]);
});

test('no complaint holds the text', () => {
  const conversions = [codesConversion({ values: {} }), booleanConversion({}), numberConversion({}), textConversion({ max: 1 })];
  fc.assert(
    fc.property(fc.stringMatching(/^WERT[a-z]{4,9}$/), (text) => {
      for (const conversion of conversions) expect(JSON.stringify(conversion(text))).not.toContain(text);
    }),
  );
});
