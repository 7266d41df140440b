import { describe, expect, test } from 'vitest';
import { codeListsOf } from '../message/codelist/code-lists.ts';
import type { CodeEntry, CodeList } from '../message/codelist/code-list.ts';
import { readMessage } from '../message/read-message.ts';
import type { AttachmentInfo } from '../model/attachment.ts';
import { applied, complaints, made, mappingOf } from './language.test-support.ts';
import type { MappingTrace, MessageIdentity } from './mapping.ts';
import { parseMapping } from './parse-mapping.ts';

describe('blocks', () => {
  const address = 'blocks: { address: { fields: { town: { path: ./a:town }, plz: { path: ./a:plz, required: true } } } }\n';

  test('a block stands for its keys, wherever it is used', async () => {
    const rules = `${address}fields: { home: { use: address, path: ./a:home }, others: { use: address, each: ./a:other }, own: { use: address } }`;
    const content = '<home><town>T</town><plz>01</plz></home><other><plz>02</plz></other><plz>03</plz>';
    expect(await made(rules, content)).toEqual({
      home: { town: 'T', plz: '01' },
      others: [{ plz: '02' }],
      own: { plz: '03' },
    });
  });

  test('a flat block makes fields of the record around', async () => {
    const rules = `${address}fields:
  town: { path: ./a:town }
  home: { use: address, path: ./a:home, flat: home }
  firm:
    choose:
      - { when: ./a:firm, use: address, path: ./a:firm, flat: firm }
`;
    const content = '<town>W</town><home><town>T</town><plz>01</plz></home><firm><plz>02</plz></firm>';
    expect(await made(rules, content)).toEqual({ town: 'W', homeTown: 'T', homePlz: '01', firmPlz: '02' });
    expect(await made(rules, '<home>\n</home>')).toEqual(['AB_FIELD_MISSING homePlz ./a:plz 3 maps/m.yaml:4']);
    const mapping = await mappingOf(rules);
    expect(mapping.outline.fields.map(({ field }) => field)).toEqual(['town', 'homeTown', 'homePlz', 'firmTown', 'firmPlz']);
  });

  test('flat fields inside lists and records stay there', async () => {
    const rules = `${address}fields: { dogs: { each: ./a:dog, fields: { home: { use: address, path: ./a:home, flat: true } } } }`;
    expect(await made(rules, '<dog><home><plz>01</plz></home></dog>')).toEqual({ dogs: [{ plz: '01' }] });
    expect(await made(rules, '<dog><home/></dog>')).toEqual(['AB_FIELD_MISSING dogs[0].plz ./a:plz 3 maps/m.yaml:4']);
  });

  test('flat fields that meet others, or are none, are refused', async () => {
    expect(await complaints(`${address}fields: { town: { path: ./a:t }, home: { use: address, flat: true } }`)).toEqual([
      '5:34 `town` is a field of this record already',
    ]);
    expect(await complaints(`${address}fields: { h: { use: address, flat: true } }\nattachments: { plz: { name: x } }`)).toEqual([
      '6:16 `plz` is a field under `fields` already',
    ]);
    expect(await complaints('fields: { h: { path: ./a:h, flat: true } }')).toEqual(['4:29 `flat` does nothing without `fields`']);
    expect(await complaints('fields: { h: { choose: [{ when: x, fields: {}, flat: true }, { path: ./a:h }] } }')).toEqual([
      '4:16 all rules are `flat`, or none',
    ]);
  });

  test('a block of a conversion serves several fields', async () => {
    const rules =
      'blocks: { sex: { codes: { values: { 1: m } } } }\nfields: { x: { use: sex, path: ./a:x }, y: { use: sex, path: ./a:y } }';
    expect(await made(rules, '<x>1</x><y>1</y>')).toEqual({ x: 'm', y: 'm' });
  });

  test('findings name the line in the block', async () => {
    const rules = `${address}fields:\n  home: { use: address, path: ./a:home }`;
    expect(await made(rules, '<home>\n</home>')).toEqual(['AB_FIELD_MISSING home.plz ./a:plz 3 maps/m.yaml:4']);
  });

  test('a block that is unknown, uses itself or brings what is there is refused', async () => {
    expect(await complaints(`${address}fields: { home: { use: adress, path: ./a:home } }`)).toEqual([
      '5:19 there is no block `adress`; did you mean `address`?',
    ]);
    expect(await complaints(`${address}fields: { home: { use: address, fields: {} } }`)).toEqual([
      '5:33 `fields` is what the block `address` brings already',
    ]);
    expect(await complaints('blocks: { p: { fields: { child: { use: p, path: ./a:p } } } }\nfields: { p: { use: p } }')).toEqual([
      '4:35 the block `p` uses itself, by p → p',
    ]);
    expect(await complaints('blocks: { p: { use: q }, q: { use: p } }\nfields: { p: { use: p } }')).toEqual([
      '4:31 the block `p` uses itself, by p → q → p',
      '5:11 the field needs one of `value`, `constant`, `path`, `each`, `fields`, `join` or `choose`',
    ]);
  });
});

describe('included files', () => {
  const common =
    'prefixes: { c: profile, o: "urn:o" }\nblocks:\n  address: { fields: { town: { path: ./c:town }, plz: { path: ./o:plz, required: true } } }\n';
  const rules = 'include: [common/address.yaml]\nfields: { home: { use: address, path: ./a:home } }';

  test('blocks of another file use the prefixes of that file', async () => {
    const mapping = await mappingOf(rules, { 'maps/common/address.yaml': common });
    const content = '<home><town>T</town><plz xmlns="urn:o">01</plz></home>';
    expect(await applied(mapping, content)).toEqual({ outcome: 'mapped', record: { home: { town: 'T', plz: '01' } } });
    expect(await applied(mapping, '<home/>')).toMatchObject({
      findings: [{ where: { field: 'home.plz', rule: 'maps/common/address.yaml:3' } }],
    });
    const { paths } = mapping.outline;
    expect(paths.map(({ expression, from, place }) => [expression, from?.expression, place.file])).toEqual([
      ['./a:home', undefined, 'maps/m.yaml'],
      ['./c:town', './a:home', 'maps/common/address.yaml'],
      ['./o:plz', './a:home', 'maps/common/address.yaml'],
    ]);
  });

  test('the version changes with every file that is included', async () => {
    const version = async (text: string): Promise<string> => (await mappingOf(rules, { 'maps/common/address.yaml': text })).version;
    expect(await version(common)).toBe(await version(common));
    expect(await version(`${common} `)).not.toBe(await version(common));
  });

  test('files that are missing, include one another or name a block twice are refused', async () => {
    expect(await complaints(rules)).toEqual(['4:11 the file `common/address.yaml` cannot be read', '5:19 there is no block `address`']);
    const circle = { 'maps/b.yaml': 'include: [c.yaml]\nblocks: {}\n', 'maps/c.yaml': 'include: [../maps/b.yaml]\nblocks: {}\n' };
    expect(await complaints('include: [b.yaml]\nfields: {}', circle)).toEqual([
      'maps/c.yaml:1:11 `../maps/b.yaml` includes itself, by maps/m.yaml → maps/b.yaml → maps/c.yaml → maps/b.yaml',
    ]);
    const twice = { 'maps/b.yaml': 'blocks: { x: {} }\n', 'maps/c.yaml': 'include: [b.yaml]\nblocks:\n  x: {}\n' };
    expect(await complaints('include: [b.yaml, c.yaml]\nfields: {}', twice)).toEqual([
      'maps/c.yaml:3:3 a block `x` stands in maps/b.yaml already',
    ]);
    expect(await complaints('include: [b.yaml]\nfields: {}', { 'maps/b.yaml': 'block: {}\n' })).toEqual([
      expect.stringContaining('maps/b.yaml:1:1 `blocks`'),
      'maps/b.yaml:1:1 `block` is not known here; did you mean `blocks`?',
    ]);
  });
});

describe('the messages a mapping is for', () => {
  async function matches(selector: string, xml: string, identified?: MessageIdentity): Promise<boolean> {
    const mapping = await parseMapping(`message: ${selector}\nrecord: r\nfields: {}\n`, 'm.yaml');
    using message = await readMessage(Buffer.from(xml), { mediaType: xml.startsWith('{') ? 'application/json' : 'text/xml' });
    return mapping.matches(message, identified);
  }

  test('a profile, its versions and a type, where the message is identified so', async () => {
    const selector = '{ profile: xbau, versions: [2.5, 2.6], type: 0200 }';
    expect(await matches(selector, '<x/>', { profile: 'xbau', version: '2.6', type: '0200' })).toBe(true);
    expect(await matches(selector, '<x/>')).toBe(false);
    expect(await matches(selector, '<x/>', { profile: 'xmeld', version: '2.6', type: '0200' })).toBe(false);
    expect(await matches(selector, '<x/>', { profile: 'xbau', version: '2.4', type: '0200' })).toBe(false);
    expect(await matches(selector, '<x/>', { profile: 'xbau', type: '0200' })).toBe(false);
    expect(await matches(selector, '<x/>', { profile: 'xbau', version: '2.6', type: '0201' })).toBe(false);
    expect(await matches('{ profile: xbau }', '<x/>', { profile: 'xbau' })).toBe(true);
    expect(await matches('{ profile: xbau, root: y }', '<x/>', { profile: 'xbau' })).toBe(false);
  });

  test('a condition tells JSON messages apart', async () => {
    const selector = '{ root: json, where: \'./kind = "dog"\' }';
    expect(await matches(selector, '{"kind":"dog"}')).toBe(true);
    expect(await matches(selector, '{"kind":"cat"}')).toBe(false);
    const mapping = await parseMapping(`message: ${selector}\nrecord: r\nfields: {}\n`, 'm.yaml');
    using message = await readMessage(Buffer.from('{"kind":"cat"}'), { mediaType: 'application/json' });
    expect(mapping.apply(message, [])).toMatchObject({ findings: [{ code: 'AB_MESSAGE_UNKNOWN' }] });
  });

  test('a selector that says nothing, or what does not go together, is refused', async () => {
    const refused = async (selector: string): Promise<unknown> => {
      return parseMapping(`message: ${selector}\nrecord: r\nfields: {}\n`, 'm.yaml').catch((error: unknown) => (error as Error).message);
    };
    expect(await refused('{}')).toBe('`message` needs `root` or `profile`');
    expect(await refused('{ profile: xbau, namespace: x }')).toBe('`namespace` goes with `root`');
    expect(await refused("{ root: x, type: '1' }")).toBe('`type` goes with `profile`');
    expect(await refused('{ profil: xbau }')).toBe('`profil` is not known here; did you mean `profile`?');
    expect(await refused("{ root: x, where: './/' }")).toMatch(/^a path cannot be used/);
  });
});

function list(uri: string, version: string, entries: Readonly<Record<string, string>>): CodeList {
  const all = Object.entries(entries).map(([code, name]): CodeEntry => ({ code, name, values: new Map([['short', name.slice(0, 1)]]) }));
  return {
    uri,
    version,
    title: uri,
    columns: [],
    keyColumn: 'code',
    entries: all,
    entry: (code) => all.find((entry) => entry.code === code),
  };
}

describe('code lists', () => {
  const codeLists = codeListsOf([list('urn:l', '1', { a: 'Alt' }), list('urn:l', '2', { a: 'Apfel', b: 'Birne' })]);
  const code = (rule: string, content: string): Promise<unknown> =>
    made(`fields: { c: { path: ./a:c/code, codes: ${rule} } }`, content, { codeLists });
  const sent = (text: string, attributes = ''): string => `<c ${attributes}><code xmlns="">${text}</code></c>`;

  test('a code becomes its name, in the version that the rule or else the message names', async () => {
    expect(await code("{ list: 'urn:l' }", sent('a'))).toEqual({ c: 'Apfel' });
    expect(await code("{ list: 'urn:l' }", sent('a', 'listVersionID="1"'))).toEqual({ c: 'Alt' });
    expect(await code("{ list: 'urn:l', version: 1 }", sent('a'))).toEqual({ c: 'Alt' });
    expect(await code("{ list: 'urn:l', as: code }", sent(' b '))).toEqual({ c: 'b' });
    expect(await code("{ list: 'urn:l', as: short }", sent('b'))).toEqual({ c: 'B' });
    expect(await code("{ list: 'urn:l', as: long }", sent('b'))).toEqual(['AB_CODE_UNKNOWN c /antrag/c/code 3 maps/m.yaml:4']);
  });

  test('a list that is not at hand, another list and a code that is not in its list are cases', async () => {
    expect(await code("{ list: 'urn:m' }", sent('a'))).toEqual(['AB_CODE_LIST_UNKNOWN c /antrag/c/code 3 maps/m.yaml:4']);
    expect(await code("{ list: 'urn:l' }", sent('a', 'listURI="urn:m"'))).toEqual([
      'AB_CODE_LIST_UNKNOWN c /antrag/c/code 3 maps/m.yaml:4',
    ]);
    expect(await code("{ list: 'urn:l' }", sent('c'))).toEqual(['AB_CODE_INVALID c /antrag/c/code 3 maps/m.yaml:4']);
  });

  test('entries of the rule come before the list, and a default counts only where it is written', async () => {
    expect(await code("{ list: 'urn:l', values: { a: X } }", sent('a'))).toEqual({ c: 'X' });
    expect(await code("{ list: 'urn:l', values: { a: X } }", sent('b'))).toEqual(['AB_CODE_UNKNOWN c /antrag/c/code 3 maps/m.yaml:4']);
    expect(await code('{ values: { a: X }, default: 00 }', sent('b'))).toEqual({ c: '00' });
  });

  test('rules that contradict themselves are refused', async () => {
    const refused = (rule: string): Promise<readonly string[]> => complaints(`fields: { c: { path: ./a:c, codes: ${rule} } }`);
    expect(await refused('{}')).toEqual(['4:29 `codes` needs `values`, `list`, or both']);
    expect(await refused('{ list: l, default: x }')).toHaveLength(1);
    expect(await refused('{ values: {}, as: name }')).toHaveLength(1);
    expect(await refused('{ values: {}, version: 1 }')).toHaveLength(1);
  });
});

describe('attachments', () => {
  const file = (ref: string, name: string, mediaType = 'application/pdf'): AttachmentInfo => ({
    ref,
    name,
    mediaType,
    size: 1,
    sha256: '',
  });
  const map = async (rules: string, content: string, attachments: readonly AttachmentInfo[]): Promise<unknown> =>
    applied(await mappingOf(`fields: {}\nattachments:\n  ${rules}`), content, { attachments });

  test('they are told apart by media type', async () => {
    const rules = "{ photos: { mediaType: ['image/*'], many: true }, form: { mediaType: application/pdf } }";
    const files = [file('a1', 'x', 'image/png'), file('a2', 'y', 'application/PDF; version=1'), file('a3', 'z', 'image/jpeg')];
    expect(await map(rules, '', files)).toEqual({ outcome: 'mapped', record: { photos: ['a1', 'a3'], form: 'a2' } });
  });

  test('the message says by name or id which is which, and what it lists must be there where it is required', async () => {
    const rules = "{ plans: { listedAt: \"./a:anlage[a:art='plan']/a:id\", many: true, required: true }, rest: { name: '*', many: true } }";
    const content =
      '<anlage><art>plan</art><id>urn:uuid:7F00</id></anlage>\n<anlage><art>plan</art><id>Lage.pdf</id></anlage><anlage><art>x</art><id>u</id></anlage>';
    const files = [file('a1', 'urn_uuid_7f00.pdf'), file('a2', 'LAGE.pdf'), file('a3', 'u.pdf')];
    expect(await map(rules, content, files)).toEqual({ outcome: 'mapped', record: { plans: ['a1', 'a2'], rest: ['a3'] } });
    expect(await map(rules, content, files.slice(0, 1))).toMatchObject({
      findings: [{ code: 'AB_FIELD_MISSING', where: { field: 'plans', path: '/antrag/anlage[2]/id', line: 4, rule: 'maps/m.yaml:6' } }],
    });
  });

  test('the target gets names by a pattern, and no two the same', async () => {
    const rules = "{ plans: { name: 'Plan*', many: true, as: 'Lageplan-{n}.{ext}' }, form: { name: 'f*', as: '{name}' } }";
    expect(await map(rules, '', [file('a1', 'Plan A.PDF'), file('a2', 'Plan B', 'image/png'), file('a3', 'form.x.pdf')])).toEqual({
      outcome: 'mapped',
      record: { plans: ['a1', 'a2'], form: 'a3' },
      attachmentNames: { a1: 'Lageplan-1.pdf', a2: 'Lageplan-2.png', a3: 'form.x' },
    });
    expect(await map("{ plans: { name: '*', many: true, as: '{name}' } }", '', [file('a1', 'x.pdf'), file('a2', 'X.png')])).toMatchObject({
      findings: [{ code: 'AB_FIELD_AMBIGUOUS', message: 'the attachment a2 would get a name that another one has' }],
    });
  });

  test('rules that say nothing, or would give one name to several, are refused', async () => {
    const refused = (rule: string): Promise<readonly string[]> => complaints(`fields: {}\nattachments: { p: ${rule} }`);
    expect(await refused('{ many: true }')).toEqual(['5:16 the attachment needs `name`, `mediaType` or `listedAt`']);
    expect(await refused("{ name: x, as: '{no}.pdf' }")).toEqual(['5:30 `{no}` is not known here; there are {n}, {name}, {ext} and {ref}']);
    expect(await refused("{ name: x, many: true, as: 'x.{ext}' }")).toHaveLength(1);
  });
});

describe('the trace', () => {
  test('it is told of every field with its nodes, of what conditions read and of what is ignored', async () => {
    const mapping = await mappingOf(`fields:
  kind: { choose: [{ when: "./a:k = 'x'", value: X }, { path: ./a:k, codes: { list: l } }] }
  name: { join: [{ path: ./a:given }, { path: ./a:family }] }
  gone: { path: ./a:gone }
  tags: { each: ./a:tags, split: { at: ',' } }
  dogs: { each: "./a:dog[@old='no']", fields: { chip: { path: ./a:chip } } }
  born: { date: { parts: { year: ./a:y } , partial: keep } }
checks:
  - { assert: count(./a:dog) > 0, message: m }
ignore: [./a:rest]
attachments: { plan: { listedAt: ./a:plan }, photo: { name: '*.jpg' } }
`);
    const told: string[] = [];
    const paths = (nodes: readonly { path: string }[]): string => nodes.map(({ path }) => path.replace('/antrag/', '')).join(' ');
    const trace: MappingTrace = {
      field: ({ field, value, nodes, rule, codeName }) =>
        told.push(`${field} = ${JSON.stringify(value)} ← ${paths(nodes)} ${rule.kind}:${rule.line} ${codeName ?? ''}`.trim()),
      read: (nodes, rule) => told.push(`read ${paths(nodes)} ${rule.kind}:${rule.line}`),
      ignored: (nodes, rule) => told.push(`ignored ${paths(nodes)} ${rule.kind}:${rule.line}`),
    };
    const content =
      '<k listVersionID="1">a</k><plan>p.pdf</plan><given>G</given><family>F</family><tags>u,v</tags><dog old="no"><chip>1</chip></dog><dog old="yes"/><y>1965</y><rest><z/></rest>';
    const attachments = [{ ref: 'a1', name: 'p.pdf', mediaType: 'application/pdf', size: 1, sha256: '' }];
    await applied(mapping, content, { trace, attachments, codeLists: codeListsOf([list('l', '1', { a: 'Apfel' })]) });
    expect(told).toEqual([
      'read k when:5',
      'read k/@listVersionID codes:5',
      'kind = "Apfel" ← k codes:5 Apfel',
      'name = "G F" ← given family join:6',
      'gone = undefined ←  text:7',
      'tags[0] = ["u","v"] ← tags split:8',
      'read dog/@old dog[2]/@old each:9',
      'dogs[0].chip = "1" ← dog/chip text:9',
      'born = "1965" ← y date:10',
      'read dog dog[2] check:12',
      'read plan attachment:14',
      'plan = "a1" ←  attachment:14',
      'photo = undefined ←  attachment:14',
      'ignored rest ignore:13',
    ]);
  });
});
