import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dateConversion, datePattern, type DatePattern, type PartialDate } from './date.ts';
import { type DateReading, dateValue, readDateParts, readTeilbekannt, readXsdDate, xsdDateConversion } from './partial-date.ts';

function pattern(text: string): NonNullable<ReturnType<typeof datePattern>> {
  const parsed = datePattern(text);
  if (!parsed) throw new Error(`${text} is no pattern`);
  return parsed;
}

const iso = pattern('yyyy-MM-dd');
const ddMMyyyy = pattern('ddMMyyyy');
const german = pattern('dd.MM.yyyy');
const two = (number: number): string => String(number).padStart(2, '0');
const four = (number: number): string => String(number).padStart(4, '0');

/** A date of which the day, or month and day, may be unknown, in the five spellings. */
const partialDate: fc.Arbitrary<PartialDate> = fc
  .record({
    date: fc.date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('2999-12-31T00:00:00Z'), noInvalidDate: true }),
    known: fc.constantFrom(1, 2, 3),
  })
  .map(({ date, known }) => ({
    year: date.getUTCFullYear(),
    month: known > 1 ? date.getUTCMonth() + 1 : undefined,
    day: known > 2 ? date.getUTCDate() : undefined,
  }));

const partsOf = ({ year, month, day }: PartialDate): string[] => [
  four(year),
  ...(month ? [two(month)] : []),
  ...(month && day ? [two(day)] : []),
];

type Policy = 'keep' | 'refuse';
type Spelling = (date: PartialDate, out: DatePattern, policy: Policy) => unknown;

const read =
  (reader: (date: PartialDate) => DateReading): Spelling =>
  (date, out, policy) =>
    dateValue(reader(date), out, policy);
const written =
  (from: DatePattern, text: (date: PartialDate) => string): Spelling =>
  (date, out, policy) =>
    dateConversion(from, out, policy)(text(date));

const spellings: readonly Spelling[] = [
  written(ddMMyyyy, ({ year, month = 0, day = 0 }) => two(day) + two(month) + four(year)),
  written(iso, (date) => partsOf(date).join('-')),
  written(german, (date) => partsOf(date).toReversed().join('.')),
  read((date) =>
    readTeilbekannt(new Map([[['jahr', 'jahrMonat', 'jahrMonatTag'][partsOf(date).length - 1] ?? '', partsOf(date).join('-')]])),
  ),
  read(({ year, month, day }) => readDateParts({ year: String(year), month: month?.toString(), day: day?.toString() })),
  read((date) => readXsdDate(`${partsOf(date).join('-')}+02:00`)),
];

test('the five spellings of a date, and that of XML Schema, mean the same; unknown parts stay unknown', () => {
  fc.assert(
    fc.property(partialDate, (date) => {
      const values = spellings.map((spelling) => spelling(date, ddMMyyyy, 'keep'));
      const expected = { value: two(date.day ?? 0) + two(date.month ?? 0) + four(date.year) };
      expect(values).toEqual(spellings.map(() => expected));
    }),
  );
});

test('a date with unknown parts is refused where the target takes none', () => {
  fc.assert(
    fc.property(partialDate, (date) => {
      for (const spelling of spellings) {
        const value = spelling(date, iso, 'refuse');
        expect(value).toMatchObject(date.day ? { value: partsOf(date).join('-') } : { code: 'AB_FIELD_FORMAT' });
      }
    }),
  );
});

test('no reader invents a date of any text, and no complaint holds the text', () => {
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.T:+Z-]{1,25}$/));
  fc.assert(
    fc.property(texts, (text) => {
      const readings = [readXsdDate(text), readDateParts({ year: text }), readTeilbekannt(new Map([['jahrMonatTag', text]]))];
      for (const reading of readings) {
        if (reading.kind === 'date') expect(text).toContain(four(reading.date.year));
        else if (/\p{L}{4}/u.test(text)) expect(JSON.stringify(reading)).not.toContain(text);
      }
    }),
  );
});

describe('XML Schema', () => {
  const convert = (text: string): unknown => {
    const result = xsdDateConversion(iso, 'keep')(text);
    return 'value' in result ? result.value : result.code;
  };

  test('the zone is dropped and the day kept, also of a point of time', () => {
    expect(convert('2021-10-04+02:00')).toBe('2021-10-04');
    expect(convert('2021-10-04Z')).toBe('2021-10-04');
    expect(convert('2021-10-04T23:30:00.123+02:00')).toBe('2021-10-04');
    expect(convert(' 2021-10-04T00:15:00\n')).toBe('2021-10-04');
    expect(convert('2021-10')).toBe('2021-10');
    expect(convert('2021-02:00')).toBe('2021');
  });

  test('what has no such day is refused', () => {
    for (const text of [
      '2021-02-29',
      '2021-13-01',
      '2021-00-00',
      '2021-10-00',
      '0000-01-01',
      '-2021-10-04',
      '12021-10-04',
      '2021-10-04T24:00:00',
      '2021-10-04T12:00',
      '2021-10-04+15:00',
      '2021-10-04 12:00:00',
      '20211004',
      '',
    ]) {
      expect([text, convert(text)]).toEqual([text, 'AB_FIELD_FORMAT']);
    }
  });
});

describe('the three fields of FIM', () => {
  test('days and months have one or two digits; blanks, zeros and missing ones are unknown', () => {
    expect(readDateParts({ year: '1965', month: '3', day: '07' })).toEqual({ kind: 'date', date: { year: 1965, month: 3, day: 7 } });
    for (const unknown of [undefined, '', ' ', '0', '00']) {
      expect(readDateParts({ year: '1965', month: unknown, day: unknown })).toEqual({ kind: 'date', date: { year: 1965 } });
    }
  });

  test('a day without a month, a year that is missing or short, and other texts are refused', () => {
    const parts = [
      { year: '1965', day: '7' },
      { month: '3', day: '7' },
      { year: '65', month: '3', day: '7' },
      { year: '1965', month: 'März', day: '7' },
      { year: '1965', month: '3', day: '7.0' },
      { year: '1965', month: '2', day: '30' },
      { year: '1965', month: '-3', day: '7' },
      { year: '1965', month: '003', day: '7' },
    ];
    for (const each of parts) expect(readDateParts(each).kind).toBe('refused');
  });
});

describe('TeilbekanntesDatum', () => {
  test('a date that is said to be unknown has no value, or is refused where it must have one', () => {
    for (const said of ['true', '1', ' true ']) {
      const reading = readTeilbekannt(new Map([['unbekannt', said]]));
      expect(dateValue(reading, iso, 'keep')).toBeUndefined();
      expect(dateValue(reading, iso, 'refuse')).toMatchObject({ code: 'AB_FIELD_FORMAT' });
    }
  });

  test('the wrapper of the types with `unbekannt` and a zone do not count', () => {
    const date = { kind: 'date', date: { year: 1965, month: 10 } };
    expect(readTeilbekannt(new Map([['teilbekanntesDatum', '\n  1965-10\n']]))).toEqual(date);
    expect(readTeilbekannt(new Map([['jahrMonat', '1965-10Z']]))).toEqual(date);
    expect(readTeilbekannt(new Map([['datum', '1965-10-04+01:00']]))).toEqual({ kind: 'date', date: { year: 1965, month: 10, day: 4 } });
  });

  test('two children, none, another one or the wrong form is refused', () => {
    const children: readonly (readonly [string, string])[][] = [
      [],
      [['unbekannt', 'false']],
      [['jahr', '1965-10']],
      [['jahrMonatTag', '1965-10']],
      [['datum', '1965']],
      [['teilbekanntesDatum', '1965-10 1965']],
      [['teilbekanntesDatum', '']],
      [['jahrMonat', '1965-13']],
      [['constructor', '1965']],
      [
        ['jahr', '1965'],
        ['unbekannt', 'true'],
      ],
    ];
    for (const each of children) expect(readTeilbekannt(new Map(each)).kind).toBe('refused');
  });
});
