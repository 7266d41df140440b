import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAmtsboteError } from '../errors/amtsbote-error.ts';
import { corpus, hasCorpus } from '../testing/corpus.ts';
import { CompiledPath } from './compiled-path.ts';
import { loadLibxml2 } from './libxml2.ts';
import type { MessageLimits } from './message.ts';
import { readMessage } from './read-message.ts';

const xml = 'application/xml';

/** The code a message ends with, or `read`. */
async function outcome(bytes: Uint8Array | string, limits: Partial<MessageLimits> = {}, mediaType: string = xml): Promise<string> {
  try {
    using _ = await readMessage(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, {
      mediaType,
      limits,
    });
    return 'read';
  } catch (error) {
    if (isAmtsboteError(error)) return error.code;
    throw error;
  }
}

async function textOf(bytes: Uint8Array | string, path: string, mediaType: string = xml): Promise<string | undefined> {
  using message = await readMessage(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { mediaType });
  return message.select(new CompiledPath(await loadLibxml2(), path, {}))[0]?.text;
}

async function place(bytes: Uint8Array | string, mediaType: string = xml): Promise<unknown> {
  const error: unknown = await readMessage(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, {
    mediaType,
  }).catch((e: unknown) => e);
  return isAmtsboteError(error) ? error.where : 'read';
}

test('names, postcodes and numbers arrive byte for byte', async () => {
  for (const text of [
    '03046',
    '0500',
    'O’Neill',
    'ẞ',
    ' Müller-Lüdenscheidt ',
    'u\u0308',
    '+49301234',
    '1e5',
    '\uFEFFlong enough to be decoded in one go',
  ]) {
    expect(await textOf(`<r><a>${text}</a></r>`, './a')).toBe(text);
    expect(await textOf(JSON.stringify({ a: text }), './a', 'application/json')).toBe(text);
  }
});

test('comments and CDATA do not split a text', async () => {
  expect(await textOf('<r><a>ab<!-- x -->c<![CDATA[<d>]]></a></r>', './a')).toBe('abc<d>');
});

test('the encoding comes from the byte order mark and the declaration', async () => {
  const declared = (name: string): string => `<?xml version="1.0" encoding="${name}"?><r><a>Müller €</a></r>`;
  expect(await textOf(`\uFEFF${declared('UTF-8')}`, './a')).toBe('Müller €');
  expect(await textOf(Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le'), './a')).toBe('Müller €');
  expect(await textOf(Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le').swap16(), './a')).toBe('Müller €');
  expect(await textOf(Buffer.from(declared('windows-1252').replace('€', '\u0080'), 'latin1'), './a')).toBe('Müller €');
  expect(await textOf(Buffer.from(declared('iso-8859-15').replace('€', '\u00a4'), 'latin1'), './a')).toBe('Müller €');
  expect(await outcome(Buffer.from(declared('ISO-8859-1').replace('€', '\u0080'), 'latin1'))).toBe('AB_XML_ENCODING');
  expect(await outcome(`\uFEFF${declared('ISO-8859-1')}`)).toBe('AB_XML_ENCODING');
  expect(await outcome(Buffer.from(declared('UTF-16'), 'utf16le'))).toBe('AB_XML_ENCODING');
  expect(await outcome(Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le').subarray(0, -1))).toBe('AB_XML_ENCODING');
  for (const name of ['UTF-7', 'UTF-32', 'EBCDIC-CP-US', 'constructor', 'Shift_JIS'])
    expect(await outcome(declared(name))).toBe('AB_XML_ENCODING');
});

test('bytes that are not in the encoding are named by line and column', async () => {
  expect(await place(Buffer.from('<r>\n<a>Größe</a>\n <b>M\u00fcller</b></r>', 'latin1'))).toEqual({
    line: 2,
    column: 6,
  });
  const late = Buffer.concat([Buffer.from(`<r>\n${'<a>Größe</a>\n'.repeat(50)}<b>`), Buffer.from([0xff]), Buffer.from('</b></r>')]);
  expect(await place(late)).toEqual({ line: 52, column: 4 });
});

test('a DOCTYPE is refused with its place, wherever it stands and however it is written', async () => {
  expect(await outcome('<!DOCTYPE r><r/>')).toBe('AB_XML_DOCTYPE');
  expect(await place('<?xml version="1.0"?>\n<!-- <r> -->\n  <!DOCTYPE r><r/>')).toEqual({
    line: 3,
    column: 3,
  });
  expect(await outcome('<!doctype html><html/>')).toBe('AB_XML_DOCTYPE');
  expect(await outcome(Buffer.from('\uFEFF<!DOCTYPE r><r/>', 'utf16le'))).toBe('AB_XML_DOCTYPE');
  expect(await outcome('<r><!-- <!DOCTYPE r> --><![CDATA[<!DOCTYPE r>]]></r>')).toBe('read');
});

test('limits are kept, and named with their place', async () => {
  expect(await outcome('<r>'.repeat(200) + '</r>'.repeat(200))).toBe('read');
  expect(await outcome('<r>'.repeat(201) + '</r>'.repeat(201))).toBe('AB_XML_LIMIT');
  expect(await outcome('<r>'.repeat(500_000))).toBe('AB_XML_LIMIT');
  const attributes = (count: number): string => `<r ${Array.from({ length: count }, (_, index) => `a${index}="1"`).join(' ')}/>`;
  expect(await outcome(attributes(256))).toBe('read');
  expect(await outcome(attributes(257))).toBe('AB_XML_LIMIT');
  expect(await outcome(`<r a="${'x'.repeat(1_000_000)}"/>`)).toBe('AB_XML_LIMIT');
  expect(await outcome(`<r>${'x'.repeat(10_000_001)}</r>`)).toBe('AB_XML_LIMIT');
  expect(await outcome(`<r>${'<a/>'.repeat(11)}</r>`, { elements: 11 })).toBe('AB_XML_LIMIT');
  expect(await outcome('<r>1234567</r>', { bytes: 10 })).toBe('AB_XML_LIMIT');
  expect(await outcome('{"a":'.repeat(300) + '1' + '}'.repeat(300), {}, 'application/json')).toBe('AB_XML_LIMIT');
  expect(await outcome('['.repeat(100_000), {}, 'application/json')).toBe('AB_XML_LIMIT');
});

test('hostile sizes end quickly, in XML and in JSON', async () => {
  const json = 'application/json';
  const started = performance.now();
  expect(await outcome(`[${'1,'.repeat(400_000)}1]`, {}, json)).toBe('read');
  expect(await outcome(`{"a":"${'x'.repeat(9_000_000)}"}`, {}, json)).toBe('read');
  expect(await outcome(`{"a":"${'x'.repeat(20_000_000)}"}`, {}, json)).toBe('AB_XML_LIMIT');
  expect(await outcome(`<r>${'&#65;'.repeat(1_900_000)}</r>`)).toBe('read');
  expect(await outcome(`<r>${'<a/>'.repeat(900_000)}</r>`)).toBe('read');
  expect(await outcome('<'.repeat(20_000_000))).toBe('AB_XML_LIMIT');
  expect(await outcome(`<!--${' '.repeat(20_000_000)}`)).toBe('AB_XML_LIMIT');
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('what a JSON message has too much of is refused where it is reached', async () => {
  const keys = (count: number): string => `{${Array.from({ length: count }, (_, n) => `"k${n}":${n}`).join()}}`;
  expect(await outcome(keys(10_000), {}, 'application/json')).toBe('read');
  expect(await outcome(keys(10_001), {}, 'application/json')).toBe('AB_XML_LIMIT');
  expect(await outcome('{"a":[0,0,0,0]}', { elements: 5 }, 'application/json')).toBe('read');
  expect(await outcome('{"a":[0,0,0,0,0', { elements: 5 }, 'application/json')).toBe('AB_XML_LIMIT');
  expect(await outcome('{"a":"xxxxx"}', { textBytes: 5 }, 'application/json')).toBe('read');
  expect(await outcome('{"a":"xxxxxx"', { textBytes: 5 }, 'application/json')).toBe('AB_XML_LIMIT');
});

test('an empty message is called empty', async () => {
  for (const bytes of ['', ' \n\t', '\uFEFF']) expect(await outcome(bytes)).toBe('AB_MESSAGE_EMPTY');
});

test('the media type decides between XML and JSON, and the first byte where it says nothing', async () => {
  expect(await outcome('{"a":1}', {}, 'application/octet-stream')).toBe('read');
  expect(await outcome(' <r/>', {}, 'text/plain')).toBe('read');
  expect(await outcome('{"a":1}', {}, 'application/vnd.x+xml; charset=utf-8')).toBe('AB_XML_MALFORMED');
  expect(await outcome('<r/>', {}, 'application/json')).toBe('AB_JSON_MALFORMED');
  expect(await outcome('hello', {}, '')).toBe('AB_XML_MALFORMED');
});

test('a complaint about a message holds nothing of the message', async () => {
  const error: unknown = await readMessage(Buffer.from('<Geheim><a>x</Geheim>&Geheim;'), {
    mediaType: xml,
  }).catch((e: unknown) => e);
  expect(isAmtsboteError(error) && `${error.message} ${JSON.stringify(error.where)} ${String(error.cause)}`).not.toContain('Geheim');
});

test('a message that was disposed cannot be used', async () => {
  const message = await readMessage(Buffer.from('<r><a>1</a></r>'), { mediaType: xml });
  const path = new CompiledPath(await loadLibxml2(), './a', {});
  const [node] = message.select(path);
  message[Symbol.dispose]();
  expect(() => message.select(path)).toThrow('disposed');
  expect(() => node?.text).toThrow('disposed');
});

describe.skipIf(!hasCorpus)('the collected attacks', () => {
  const harmless = ['A07', 'A13', 'A14', 'A18', 'A23', 'A27', 'A28'];
  const encodings = ['A21', 'A22', 'A24', 'A25'];
  const attacks = hasCorpus ? readdirSync(corpus('attacks/generated')) : [];
  const read = (file: string): Promise<string> => outcome(readFileSync(corpus(`attacks/${file}`)));

  test.each(attacks.filter((name) => name.startsWith('A')))('%s ends in the right code or is read harmlessly', async (name) => {
    const id = name.slice(0, 3);
    const expected = harmless.includes(id) ? 'read' : encodings.includes(id) ? 'AB_XML_ENCODING' : 'AB_XML_DOCTYPE';
    expect(await read(`generated/${name}`)).toBe(expected);
  });

  test.each(attacks.filter((name) => name.startsWith('M')))('%s is refused', async (name) => {
    const special: Record<string, string> = { M19: 'AB_MESSAGE_EMPTY', M35: 'AB_XML_DOCTYPE' };
    expect(await read(`generated/${name}`)).toBe(special[name.slice(0, 3)] ?? 'AB_XML_MALFORMED');
  });

  test('XInclude stays an element, and Latin-1 is read right', async () => {
    expect(await textOf(readFileSync(corpus('attacks/generated/A07-xinclude-file.xml.txt')), './a')).toBe('');
    expect(await textOf(readFileSync(corpus('attacks/generated/A23-latin1-decl-bytes.xml.txt')), './a')).toBe('Müller');
  });

  test('those of defusedxml and of the KoSIT validator are refused by their DOCTYPE', async () => {
    const files = readdirSync(corpus('attacks/defusedxml')).filter((name) => name.endsWith('.xml.txt'));
    const codes = await Promise.all(files.map((file) => read(`defusedxml/${file}`)));
    expect(files.filter((_, index) => codes[index] !== 'AB_XML_DOCTYPE')).toEqual([
      'xmltestdata__simple-ns.xml.txt',
      'xmltestdata__simple.xml.txt',
    ]);
    expect(codes.filter((code) => code !== 'AB_XML_DOCTYPE')).toEqual(['read', 'read']);
    expect(await read('kosit-validator/src__test__resources__evil__xxe.xml.txt')).toBe('AB_XML_DOCTYPE');
  });

  test('those of libxml2 are refused or read, never more', async () => {
    for (const file of readdirSync(corpus('attacks/libxml2')))
      expect(await read(`libxml2/${file}`)).toMatch(/^(read|AB_(XML|MESSAGE)_[A-Z]+)$/);
  });
});
