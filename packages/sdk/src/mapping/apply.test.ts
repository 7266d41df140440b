import { expect, test } from 'vitest';
import { readMessage } from '../message/read-message.ts';
import type { AttachmentInfo } from '../model/attachment.ts';
import type { MappingResult } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

const head = `message: { root: antrag, namespace: ['urn:a:1', 'urn:a:2'] }
prefixes: { a: profile }
record: dog-registration
`;

async function map(
  mappingText: string,
  content: string,
  more: { namespace?: string; attachments?: AttachmentInfo[] } = {},
): Promise<MappingResult> {
  const xml = `<?xml version="1.0"?>\n<antrag xmlns="${more.namespace ?? 'urn:a:1'}">\n${content}\n</antrag>`;
  const mapping = await parseMapping(head + mappingText, 'm.yaml');
  using message = await readMessage(Buffer.from(xml), { mediaType: 'application/xml' });
  return mapping.apply(message, more.attachments ?? []);
}

async function record(mappingText: string, content: string): Promise<unknown> {
  const result = await map(mappingText, content);
  return result.outcome === 'mapped' ? result.record : result;
}

/** The findings as `code field path line`. */
async function findings(mappingText: string, content: string): Promise<string[]> {
  const result = await map(mappingText, content);
  if (result.outcome === 'mapped') return [];
  return result.findings.map(({ code, where }) => `${code} ${where?.field} ${where?.path} ${where?.line}`);
}

test('text arrives byte for byte', async () => {
  for (const text of ['03046', '0500', 'Müller-Lüdenscheidt', 'O’Neill', 'ẞ', 'u\u0308', ' 1 ', '+49301234', '123456789']) {
    expect(await record('fields: { t: { path: ./a:t, text: { max: 30 } } }', `<t>${text}</t>`)).toEqual({
      t: text,
    });
  }
});

test('`profile` stands for the namespace of the message at hand', async () => {
  for (const namespace of ['urn:a:1', 'urn:a:2', 'urn:a:1']) {
    const result = await map('fields: { t: { path: ./a:t } }', '<t>x</t>', { namespace });
    expect(result).toEqual({ outcome: 'mapped', record: { t: 'x' } });
  }
});

test('a message with another root is a case', async () => {
  const result = await map('fields: {}', '', { namespace: 'urn:a:3' });
  expect(result).toMatchObject({ outcome: 'case', findings: [{ code: 'AB_MESSAGE_UNKNOWN' }] });
});

test('constants, nested records and lists are made', async () => {
  const rules = `fields:
  source: { value: Online-Portal }
  keeper: { path: ./a:keeper, fields: { name: { path: ./a:name, required: true }, phone: { path: ./a:phone } } }
  dogs: { each: ./a:dog, fields: { chip: { path: ./@chip }, colours: { each: ./a:colour } } }
  empty: { each: ./a:cat }
  group: { fields: { n: { path: ./a:keeper/a:name } } }
`;
  const content =
    '<keeper><name>N</name><phone> </phone></keeper><dog chip="0276"><colour>b</colour><colour>w</colour></dog><dog chip="1"/>';
  expect(await record(rules, content)).toEqual({
    source: 'Online-Portal',
    keeper: { name: 'N' },
    dogs: [{ chip: '0276', colours: ['b', 'w'] }, { chip: '1' }],
    group: { n: 'N' },
  });
});

test('a missing required field names the field, the path and the line of its parent', async () => {
  const rules = 'fields: { name: { path: ./a:keeper/a:name, required: true } }';
  expect(await findings(rules, '<b/>\n<keeper>\n</keeper>')).toEqual(['AB_FIELD_MISSING name ./a:keeper/a:name 4']);
  expect(await findings(rules, '<b/>')).toEqual(['AB_FIELD_MISSING name ./a:keeper/a:name 2']);
  expect(await findings(rules, '<keeper>\n<name> \u00a0</name>\n</keeper>')).toEqual(['AB_FIELD_MISSING name /antrag/keeper/name 4']);
});

test('a place inside a list is named by its entry', async () => {
  const rules = 'fields: { dogs: { each: ./a:dog, fields: { chip: { path: ./a:chip, required: true } } } }';
  expect(await findings(rules, '<dog><chip>1</chip></dog>\n<dog>\n</dog>')).toEqual(['AB_FIELD_MISSING dogs[1].chip ./a:chip 4']);
});

test('several matches are a case unless the first is asked for', async () => {
  const content = '<t>x</t>\n<t>y</t>';
  expect(await findings('fields: { t: { path: ./a:t } }', content)).toEqual(['AB_FIELD_AMBIGUOUS t /antrag/t[2] 4']);
  expect(await record('fields: { t: { path: ./a:t, pick: first } }', content)).toEqual({ t: 'x' });
});

test('an element that holds elements is not taken for a text', async () => {
  expect(await findings('fields: { t: { path: ./a:t } }', '<t>x<u>y</u></t>')).toEqual(['AB_FIELD_FORMAT t /antrag/t 3']);
});

test('all findings are collected, and none holds a value', async () => {
  const rules = `fields:
  code: { path: ./a:geheim1, codes: { values: { a: A } } }
  date: { path: ./a:geheim2, date: { in: ddMMyyyy } }
  text: { path: ./a:geheim3, text: { max: 3 } }
  flag: { path: ./a:geheim4, boolean: { true: ja, false: nein } }
  count: { path: ./a:geheim5, number: {} }
  gone: { path: ./a:gone, required: true }
`;
  const content = [1, 2, 3, 4, 5].map((n) => `<geheim${n}>WERT${n}</geheim${n}>`).join('\n');
  const result = await map(rules, content);
  expect(result.outcome).toBe('case');
  const codes = result.outcome === 'mapped' ? [] : result.findings.map(({ code }) => code);
  expect(codes).toEqual([
    'AB_CODE_UNKNOWN',
    'AB_FIELD_FORMAT',
    'AB_FIELD_TOO_LONG',
    'AB_FIELD_FORMAT',
    'AB_FIELD_FORMAT',
    'AB_FIELD_MISSING',
  ]);
  expect(JSON.stringify(result)).not.toContain('WERT');
});

test('a message with very many faults ends quickly, with the first of them', async () => {
  const rules = 'fields: { dogs: { each: ./a:dog, fields: { chip: { path: ./@chip, number: {} } } } }';
  const result = await map(rules, '<dog chip="x"/>\n'.repeat(60_000));
  expect(result.outcome === 'case' && result.findings.length).toBe(200);
});

test('conversions make what they say', async () => {
  const rules = `fields:
  code: { path: ./a:code, codes: { values: { 01: 007 } } }
  date: { path: ./a:date, date: { in: ddMMyyyy, out: dd.MM.yyyy } }
  text: { path: ./a:text, text: { trim: true, nfc: true } }
  flag: { path: ./a:flag, boolean: { true: 1, false: 0 } }
  fee: { path: ./a:fee, number: { as: comma } }
`;
  const content = '<code> 01 </code><date>12101965</date><text> u\u0308 </text><flag>1</flag><fee>1234.50</fee>';
  expect(await record(rules, content)).toEqual({
    code: '007',
    date: '12.10.1965',
    text: 'ü',
    flag: true,
    fee: '1234,50',
  });
});

test('a failed check is a case or a rejection with its official code', async () => {
  const rules = (outcome: string): string =>
    `fields: {}\nchecks: [{ assert: count(./a:person) > 0, else: ${outcome}, code: X010, message: keine Person }]`;
  expect(await map(rules('reject'), '')).toEqual({
    outcome: 'reject',
    findings: [
      {
        code: 'AB_CHECK_FAILED',
        message: 'keine Person',
        where: { path: 'count(./a:person) > 0', line: 2, rule: 'm.yaml:5' },
        officialCode: 'X010',
      },
    ],
  });
  expect((await map(rules('case'), '')).outcome).toBe('case');
  expect((await map(rules('reject'), '<person/>')).outcome).toBe('mapped');
});

const attachment = (ref: string, name: string): AttachmentInfo => ({
  ref,
  name,
  mediaType: 'application/pdf',
  size: 1,
  sha256: '',
});

test('attachments go to the first rule that fits, and those without a rule are a case', async () => {
  const rules =
    "fields: {}\nattachments: { proof: { name: 'Nachweis*.pdf', required: true }, others: { name: '*.pdf', many: true } }\nignoreAttachments: ['*.txt']";
  const three = [attachment('a1', 'nachweis (1).PDF'), attachment('a2', 'b.pdf'), attachment('a3', 'c.pdf'), attachment('a4', 'x.txt')];
  expect(await map(rules, '', { attachments: three })).toEqual({
    outcome: 'mapped',
    record: { proof: 'a1', others: ['a2', 'a3'] },
  });
  const wrong = await map(rules, '', { attachments: [attachment('a1', 'Geheim.docx')] });
  expect(wrong).toMatchObject({
    outcome: 'case',
    findings: [{ code: 'AB_FIELD_MISSING', where: { field: 'proof' } }, { code: 'AB_ATTACHMENT_UNUSED' }],
  });
  expect(JSON.stringify(wrong)).not.toContain('Geheim');
  const twice = await map(rules, '', {
    attachments: [attachment('a1', 'Nachweis1.pdf'), attachment('a2', 'Nachweis2.pdf')],
  });
  expect(twice).toMatchObject({ findings: [{ code: 'AB_FIELD_AMBIGUOUS', where: { field: 'proof' } }] });
});

test('JSON messages are mapped by the same paths', async () => {
  const mapping = await parseMapping(
    'message: { root: json }\nrecord: r\nfields: { plz: { path: ./G1/F1 }, kinder: { each: ./kinder, fields: { n: { path: ./Vor_x0020_name } } } }',
    'm.yaml',
  );
  const json = '{"G1":{"F1":"03046","F2":null},"kinder":[{"Vor name":"A"},{"Vor name":"B"}],"n":1e5}';
  using message = await readMessage(Buffer.from(json), { mediaType: 'application/json' });
  expect(mapping.apply(message, [])).toEqual({
    outcome: 'mapped',
    record: { plz: '03046', kinder: [{ n: 'A' }, { n: 'B' }] },
  });
});
