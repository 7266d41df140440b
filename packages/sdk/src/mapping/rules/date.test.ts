import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dateConversion, datePattern, formatDate, parseDate } from './date.ts';

const patterns = ['ddMMyyyy', 'yyyy-MM-dd', 'dd.MM.yyyy', 'yyyyMMdd', 'MM/dd/yyyy'];

function pattern(text: string): NonNullable<ReturnType<typeof datePattern>> {
  const parsed = datePattern(text);
  if (!parsed) throw new Error(`${text} is no pattern`);
  return parsed;
}

function convert(from: string, to: string, text: string, partial: 'keep' | 'refuse' = 'refuse'): unknown {
  const result = dateConversion(pattern(from), pattern(to), partial)(text);
  return 'value' in result ? result.value : result.code;
}

const anyPattern = fc.constantFrom(...patterns).map(pattern);
const anyDate = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const calendarDate = anyDate.map((date) => ({
  year: date.getUTCFullYear(),
  month: date.getUTCMonth() + 1,
  day: date.getUTCDate(),
}));

test('a date survives the way through any pattern', () => {
  fc.assert(
    fc.property(calendarDate, anyPattern, anyPattern, (date, from, to) => {
      expect(parseDate(formatDate(date, to), to)).toEqual(date);
      const converted = dateConversion(from, to, 'refuse')(formatDate(date, from));
      expect(converted).toEqual({ value: formatDate(date, to) });
    }),
  );
});

test('any other text is refused, not mended', () => {
  fc.assert(
    fc.property(fc.string(), anyPattern, (text, from) => {
      const date = parseDate(text, from);
      expect(date === undefined || formatDate(date, from) === text).toBe(true);
    }),
  );
  for (const text of [
    '31022020',
    '29021900',
    '00000000',
    '32012020',
    '01132020',
    '1210196',
    '121019655',
    ' 12 101965',
    '12.10.1965',
    '12-10-1965',
    '١٢١٠١٩٦٥',
  ]) {
    expect(convert('ddMMyyyy', 'yyyy-MM-dd', text)).toBe('AB_FIELD_FORMAT');
  }
  expect(convert('yyyy-MM-dd', 'dd.MM.yyyy', '2021-10-04+02:00')).toBe('AB_FIELD_FORMAT');
  expect(convert('yyyy-MM-dd', 'dd.MM.yyyy', '20211004')).toBe('AB_FIELD_FORMAT');
});

test('blanks around a date do not count', () => {
  expect(convert('ddMMyyyy', 'dd.MM.yyyy', '\n 29022000 ')).toBe('29.02.2000');
});

test('an unknown day stays unknown, or is refused', () => {
  expect(convert('ddMMyyyy', 'dd.MM.yyyy', '00001965')).toBe('AB_FIELD_FORMAT');
  expect(convert('yyyy-MM-dd', 'dd.MM.yyyy', '1965')).toBe('AB_FIELD_FORMAT');
  expect(convert('ddMMyyyy', 'dd.MM.yyyy', '00001965', 'keep')).toBe('00.00.1965');
  expect(convert('ddMMyyyy', 'dd.MM.yyyy', '00101965', 'keep')).toBe('00.10.1965');
  expect(convert('ddMMyyyy', 'dd.MM.yyyy', '12001965', 'keep')).toBe('AB_FIELD_FORMAT');
  expect(convert('yyyy-MM-dd', 'dd.MM.yyyy', '1965-10', 'keep')).toBe('10.1965');
  expect(convert('yyyy-MM-dd', 'dd.MM.yyyy', '1965', 'keep')).toBe('1965');
  expect(convert('yyyy-MM-dd', 'ddMMyyyy', '1965', 'keep')).toBe('00001965');
});

test('a pattern holds day, month and year once each', () => {
  for (const text of ['', 'dd.MM.yy', 'ddMM', 'dd.MM-yyyy', 'ddMMddyyyy', 'dd.dd.yyyy', 'ddxMMxyyyy', 'd.M.yyyy', 'dd.MM.yyyy HH:mm']) {
    expect(datePattern(text)).toBeUndefined();
  }
});
