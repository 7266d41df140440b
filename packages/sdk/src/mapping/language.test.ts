import { describe, expect, test } from 'vitest';
import { germanDay } from './german-day.ts';
import { applied, complaints, made, mappingOf } from './language.test-support.ts';
import type { TracedField } from './mapping.ts';

describe('conditions', () => {
  test('a field with `when` is there only where it holds, and is not missed elsewhere', async () => {
    const rules = 'fields: { owner: { path: ./a:owner, when: "./a:kind = \'rent\'", required: true } }';
    expect(await made(rules, '<kind>rent</kind><owner>O</owner>')).toEqual({ owner: 'O' });
    expect(await made(rules, '<kind>own</kind><owner>O</owner>')).toEqual({});
    expect(await made(rules, '<kind>rent</kind>')).toEqual(['AB_FIELD_MISSING owner ./a:owner 2 maps/m.yaml:4']);
  });

  test('the first rule that applies is chosen', async () => {
    const rules = `fields:
  name:
    required: true
    choose:
      - { when: ./a:firm, path: ./a:firm/a:name }
      - { when: ./a:person, join: [{ path: ./a:person/a:given }, { path: ./a:person/a:family }] }
`;
    const person = '<person><given>G</given><family>F</family></person>';
    expect(await made(rules, person)).toEqual({ name: 'G F' });
    expect(await made(rules, `${person}<firm><name>N</name></firm>`)).toEqual({ name: 'N' });
    expect(await made(rules, '')).toEqual(['AB_FIELD_MISSING name  2 maps/m.yaml:5']);
    expect(await made(rules, '<firm>\n</firm>')).toEqual(['AB_FIELD_MISSING name ./a:firm/a:name 3 maps/m.yaml:8']);
  });

  test('conditions inside a list are seen from its entries', async () => {
    const rules = 'fields: { dogs: { each: ./a:dog, fields: { chip: { path: ./a:chip, when: "@old = \'no\'" } } } }';
    expect(await made(rules, '<dog old="no"><chip>1</chip></dog><dog old="yes"><chip>2</chip></dog>')).toEqual({
      dogs: [{ chip: '1' }],
    });
  });

  test('what is never reached is refused', async () => {
    expect(await complaints('fields: { n: { choose: [{ path: ./a:x }, { path: ./a:y }] } }')).toEqual([
      '4:16 what follows the rule 1 is never reached: that rule has no `when`',
    ]);
  });
});

describe('validity', () => {
  const rules = `fields:
  old: { path: ./a:t, until: 2026-04-30, required: true }
  new: { path: ./a:u, from: 2026-05-01 }
`;

  test('a rule holds from its first to its last day, both included', async () => {
    const content = '<t>t</t><u>u</u>';
    expect(await made(rules, content, { today: '2026-04-30' })).toEqual({ old: 't' });
    expect(await made(rules, content, { today: '2026-05-01' })).toEqual({ new: 'u' });
    expect(await made(rules, '', { today: () => '2027-01-01' })).toEqual({});
  });

  test('without a day of processing it is today', async () => {
    expect(await made('fields: { a: { value: x, from: 2020-01-01 }, b: { value: x, from: 9999-01-01 } }', '')).toEqual({ a: 'x' });
  });

  test('days that are none, or in the wrong order, are refused', async () => {
    expect(await complaints('fields: { a: { value: x, from: 2026-02-30 } }')).toEqual([
      '4:26 `fields.a.from`: a day is written like 2026-05-01',
    ]);
    expect(await complaints('fields: { a: { value: x, from: 2026-05-01, until: 2026-04-30 } }')).toEqual([
      '4:44 `until` is a day before `from`',
    ]);
  });
});

test('the day is that of Germany, in summer and winter', () => {
  expect(germanDay(Date.UTC(2026, 5, 30, 21, 59))).toBe('2026-06-30');
  expect(germanDay(Date.UTC(2026, 5, 30, 22, 0))).toBe('2026-07-01');
  expect(germanDay(Date.UTC(2026, 11, 31, 22, 59))).toBe('2026-12-31');
  expect(germanDay(Date.UTC(2026, 11, 31, 23, 0))).toBe('2027-01-01');
});

describe('constants', () => {
  test('a constant is what the route says, and one that it does not say is a finding', async () => {
    const rules = 'fields: { office: { constant: office } }';
    expect(await made(rules, '', { constants: { office: '0815' } })).toEqual({ office: '0815' });
    expect(await made(rules, '')).toEqual(['AB_CONSTANT_MISSING office   maps/m.yaml:4']);
    expect(await made('fields: { o: { constant: toString } }', '', { constants: {} })).toEqual(['AB_CONSTANT_MISSING o   maps/m.yaml:4']);
  });
});

describe('joining', () => {
  const rules = "fields: { t: { join: [{ path: ./a:x }, { value: und }, { path: ./a:y, text: { trim: true } }], separator: ', ' } }";

  test('parts without a value leave no separator behind', async () => {
    expect(await made(rules, '<x>1</x><y> 2 </y>')).toEqual({ t: '1, und, 2' });
    expect(await made(rules, '<y>2</y>')).toEqual({ t: 'und, 2' });
    expect(await made('fields: { t: { join: [{ path: ./a:x }, { path: ./a:y }] } }', '<x>1</x><y> </y>')).toEqual({ t: '1' });
  });

  test('what has nothing of the message is missing', async () => {
    expect(await made(rules, '')).toEqual({});
    expect(await made('fields: { t: { join: [{ path: ./a:x }], required: true } }', '')).toEqual(['AB_FIELD_MISSING t  2 maps/m.yaml:4']);
    expect(await made("fields: { t: { join: [{ value: a }, { value: b }], separator: '' } }", '')).toEqual({ t: 'ab' });
  });

  test('the whole is converted, and a fault of a part is one of the field', async () => {
    const long = 'fields: { t: { join: [{ path: ./a:x }, { path: ./a:y }], text: { max: 2 } } }';
    expect(await made(long, '<x>1</x><y>2</y>')).toEqual(['AB_FIELD_TOO_LONG t   maps/m.yaml:4']);
    expect(await made('fields: { t: { join: [{ path: ./a:x, number: {} }] } }', '<x>A</x>')).toEqual([
      'AB_FIELD_FORMAT t /antrag/x 3 maps/m.yaml:4',
    ]);
  });

  test('lists and records cannot be joined', async () => {
    expect(await complaints('fields: { t: { join: [{ each: ./a:x }] } }')).toEqual([
      '4:16 `join` puts texts together, no lists and records',
    ]);
    expect(await complaints('fields: { t: { path: ./a:x, separator: x } }')).toEqual(['4:29 `separator` does nothing without `join`']);
  });
});

describe('splitting', () => {
  test('a part is taken, counted from 1, or there is none', async () => {
    const rules = (split: string): string => `fields: { t: { path: ./a:t, split: ${split} } }`;
    expect(await made(rules("{ at: ' ', part: 1 }"), '<t>Anna  Maria</t>')).toEqual({ t: 'Anna' });
    expect(await made(rules("{ at: ' ', part: last }"), '<t>Anna  Maria </t>')).toEqual({ t: 'Maria' });
    expect(await made(rules("{ at: ' ', part: 3 }"), '<t>Anna Maria</t>')).toEqual({});
    expect(await made("fields: { t: { path: ./a:t, required: true, split: { at: ' ', part: 3 } } }", '<t>Anna Maria</t>')).toEqual([
      'AB_FIELD_MISSING t /antrag/t 3 maps/m.yaml:4',
    ]);
  });

  test('a list in one text becomes a list', async () => {
    const rules = "fields: { t: { each: ./a:t, split: { at: '|' }, text: { trim: true, max: 5 } } }";
    expect(await made(rules, '<t>A| B||C </t><t>D</t>')).toEqual({ t: ['A', 'B', 'C', 'D'] });
    expect(await made(rules, '<t>A|Bcdefg</t>')).toEqual(['AB_FIELD_TOO_LONG t[0] /antrag/t 3 maps/m.yaml:4']);
  });

  test('a pattern must fit the whole text', async () => {
    const rules = "fields: { t: { path: ./a:t, split: { pattern: '(?<letters>[A-Z]+)-(\\d+)?', group: letters } } }";
    expect(await made(rules, '<t>AB-12</t>')).toEqual({ t: 'AB' });
    expect(await made(rules, '<t>AB-12 </t>')).toEqual(['AB_FIELD_FORMAT t /antrag/t 3 maps/m.yaml:4']);
    const second = "fields: { t: { path: ./a:t, split: { pattern: '([A-Z]+)-(\\d+)?', group: 2 } } }";
    expect(await made(second, '<t>AB-</t>')).toEqual({});
    expect(await made(second, `<t>${'A'.repeat(400)}-</t>`)).toEqual(['AB_FIELD_TOO_LONG t /antrag/t 3 maps/m.yaml:4']);
  });

  test('a split that does nothing or cannot be done is refused', async () => {
    const of = (split: string): Promise<readonly string[]> => complaints(`fields: { t: { path: ./a:t, split: ${split} } }`);
    expect(await of('{}')).toEqual(['4:29 `split` needs `at` or `pattern`']);
    expect(await of("{ at: ';' }")).toEqual(['4:29 `split` needs `part`, or makes a list with `each` in place of `path`']);
    expect(await of("{ pattern: '(a+)+' }")).toEqual([
      '4:38 the pattern cannot be used: it repeats without end what itself repeats or has alternatives',
    ]);
    expect(await of("{ pattern: '(a' }")).toEqual(['4:38 the pattern cannot be used: it is not a regular expression']);
    expect(await of("{ at: ' ', prt: 1 }")).toEqual(['4:47 `prt` is not known here; did you mean `part`?']);
  });
});

describe('numbers', () => {
  const number = (rule: string, text: string): Promise<unknown> =>
    made(`fields: { n: { path: ./a:n, number: ${rule} } }`, `<n>${text}</n>`);

  test('digits are filled with zeros, and never cut', async () => {
    expect(await number('{ digits: 2 }', '7')).toEqual({ n: '07' });
    expect(await number('{ digits: 2 }', '007')).toEqual({ n: '07' });
    expect(await number('{ digits: 2 }', '123')).toEqual(['AB_FIELD_TOO_LONG n /antrag/n 3 maps/m.yaml:4']);
    expect(await number('{ digits: 2 }', '-1')).toEqual(['AB_FIELD_FORMAT n /antrag/n 3 maps/m.yaml:4']);
  });

  test('decimals are filled with zeros, and never rounded', async () => {
    expect(await number('{ decimals: 2, as: comma }', '1234.5')).toEqual({ n: '1234,50' });
    expect(await number('{ decimals: 2 }', '.5')).toEqual({ n: '0.50' });
    expect(await number('{ decimals: 0 }', '5.00')).toEqual({ n: '5' });
    expect(await number('{ decimals: 2 }', '0.125')).toEqual(['AB_FIELD_FORMAT n /antrag/n 3 maps/m.yaml:4']);
  });

  test('what contradicts itself is refused', async () => {
    expect(await complaints('fields: { n: { path: ./a:n, number: { digits: 2, decimals: 2 } } }')).toHaveLength(1);
    expect(await complaints('fields: { n: { path: ./a:n, number: { as: number, decimals: 2 } } }')).toHaveLength(1);
    expect(await complaints('fields: { n: { path: ./a:n, number: { as: comma, digits: 2 } } }')).toHaveLength(1);
  });
});

describe('dates of several elements', () => {
  const fim = 'fields: { d: { path: ./a:g, date: { parts: { year: a:y, month: a:m, day: a:d }, partial: keep } } }';

  test('the three fields of FIM make one date', async () => {
    expect(await made(fim, '<g><d>7</d><m>03</m><y>1965</y></g>')).toEqual({ d: '1965-03-07' });
    expect(await made(fim, '<g><m>3</m><y>1965</y></g>')).toEqual({ d: '1965-03' });
    expect(await made(fim, '<g><d>31</d><m>2</m><y>1965</y></g>')).toEqual(['AB_FIELD_FORMAT d /antrag/g/y 3 maps/m.yaml:4']);
    expect(await made(fim, '<g/>')).toEqual({});
    expect(await made(fim, '<g><y>1</y><y>2</y></g>')).toEqual(['AB_FIELD_AMBIGUOUS d /antrag/g/y[2] 3 maps/m.yaml:4']);
  });

  test('parts may stand anywhere, without an element around them', async () => {
    const rules = 'fields: { d: { required: true, date: { parts: { year: ./a:y }, out: dd.MM.yyyy } } }';
    expect(await made(rules, '<y>1965</y>')).toEqual(['AB_FIELD_FORMAT d /antrag/y 3 maps/m.yaml:4']);
    expect(await made(rules, '')).toEqual(['AB_FIELD_MISSING d  2 maps/m.yaml:4']);
  });

  test('a partly known date is read from its child', async () => {
    const rules = (partial: string): string =>
      `fields: { d: { path: ./a:d, date: { in: teilbekannt, out: dd.MM.yyyy, partial: ${partial} } } }`;
    expect(await made(rules('keep'), '<d><jahrMonatTag>1965-10-12</jahrMonatTag></d>')).toEqual({ d: '12.10.1965' });
    expect(await made(rules('keep'), '<d><jahrMonat>1965-10</jahrMonat></d>')).toEqual({ d: '10.1965' });
    expect(await made(rules('keep'), '<d><unbekannt>true</unbekannt></d>')).toEqual({});
    const wrapped = '<d><teilbekanntesDatum><jahrMonat>1965-10</jahrMonat></teilbekanntesDatum></d>';
    expect(await made(rules('keep'), wrapped)).toEqual({ d: '10.1965' });
    const read: string[] = [];
    const trace = {
      field: ({ nodes }: TracedField) => read.push(...nodes.map(({ path }) => path)),
      read: () => undefined,
      ignored: () => undefined,
    };
    await applied(await mappingOf(rules('keep')), wrapped, { trace });
    expect(read).toEqual(['/antrag/d/teilbekanntesDatum/jahrMonat']);
    expect(await made(rules('refuse'), '<d><jahr>1965</jahr></d>')).toEqual(['AB_FIELD_FORMAT d /antrag/d/jahr 3 maps/m.yaml:4']);
    expect(await made(rules('refuse'), '')).toEqual({});
  });

  test('a date of XML Schema loses its zone only', async () => {
    expect(await made('fields: { d: { path: ./a:d, date: { in: xsd } } }', '<d>2021-10-04+02:00</d>')).toEqual({ d: '2021-10-04' });
  });

  test('rules that contradict themselves are refused', async () => {
    expect(await complaints('fields: { d: { path: ./a:d, date: {} } }')).toEqual(['4:29 `date` needs `in` or `parts`']);
    expect(await complaints('fields: { d: { each: ./a:d, date: { in: teilbekannt } } }')).toEqual([
      '4:29 `in: teilbekannt` does not go with `each`; write it into `fields`',
    ]);
    expect(await complaints('fields: { d: { path: ./a:d, date: { parts: { yer: a:y } } } }')).toEqual([
      expect.stringContaining('`fields.d.date.parts.year`'),
      '4:46 `yer` is not known here; did you mean `year`?',
    ]);
  });
});

describe('house numbers', () => {
  const part = (rule: string, text: string): Promise<unknown> =>
    made(`fields: { n: { path: ./a:n, houseNumber: ${rule} } }`, `<n>${text}</n>`);

  test('a part is taken, and what the target has no field for is a case', async () => {
    expect(await part('{ part: number }', '12 a')).toEqual({ n: '12' });
    expect(await part('{ part: suffix }', '12 a')).toEqual({ n: 'a' });
    expect(await part('{ part: suffix }', '12')).toEqual({});
    expect(await part('{ part: number }', '12/3')).toEqual(['AB_FIELD_FORMAT n /antrag/n 3 maps/m.yaml:4']);
    expect(await part('{ part: stroke, of: [number, stroke] }', '12/3')).toEqual({ n: '3' });
  });

  test('a street with its number is taken apart', async () => {
    expect(await part('{ in: street, part: street }', 'Am Markt 12 a')).toEqual({ n: 'Am Markt' });
    expect(await part('{ in: street, part: all }', 'Am Markt 12 a')).toEqual({ n: '12a' });
    expect(await part('{ in: street, part: suffix }', 'Am Markt 12 a')).toEqual({ n: 'a' });
    expect(await part('{ in: street, part: street }', 'Q7, 24')).toEqual(['AB_FIELD_FORMAT n /antrag/n 3 maps/m.yaml:4']);
  });

  test('a part that is not among those of the target is refused', async () => {
    expect(await complaints('fields: { n: { path: ./a:n, houseNumber: { part: to } } }')).toEqual([
      '4:44 `to` is not among the parts under `of`',
    ]);
    expect(await complaints('fields: { n: { path: ./a:n, houseNumber: { part: street } } }')).toHaveLength(1);
  });
});

test('characters outside the set of a rule are a case', async () => {
  const rules = 'fields: { t: { path: ./a:t, text: { nfc: true, characters: din-91379-a } } }';
  expect(await made(rules, '<t>Mu\u0308ller Š</t>')).toEqual({ t: 'Müller Š' });
  expect(await made(rules, '<t>Ж</t>')).toEqual(['AB_CHARACTER_LOSSY t /antrag/t 3 maps/m.yaml:4']);
  expect(await complaints('fields: { t: { path: ./a:t, text: { characters: latin1 } } }')).toHaveLength(1);
});

describe('FIM ids', () => {
  test('a path finds the id in either length when asked to', async () => {
    const rules = (ids: string): string => `${ids}fields: { n: { path: "./a:G00000000007[1]/a:F60000227[@a='1']" } }`;
    const long = '<G00000000007><F60000000227 a="1">N</F60000000227></G00000000007>';
    const short = '<G00000007><F60000227 a="1">N</F60000227></G00000007>';
    expect([await made(rules(''), long), await made(rules(''), short)]).toEqual([{}, {}]);
    expect([await made(rules('fimIds: any\n'), long), await made(rules('fimIds: any\n'), short)]).toEqual([{ n: 'N' }, { n: 'N' }]);
  });
});
