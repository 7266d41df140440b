import { isUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadLibxml2 } from '../libxml2.ts';
import { CompiledPath } from '../compiled-path.ts';
import { readMessage } from '../read-message.ts';
import { mayHoldMarks } from './byte-order-mark.ts';

const libxml2 = await loadLibxml2();
const everyLeaf = new CompiledPath(libxml2, '//t | //@a', {});

/** Characters that XML 1.0 has; what a parser must change by the standard (line ends, blanks in attributes) is written as a reference. */
const xmlCharacter = fc
  .oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 2, arbitrary: fc.constantFrom(0x9, 0xa, 0xd, 0x20, 0x26, 0x3c, 0x3e, 0x22, 0x27, 0x5d, 0xfeff, 0xa0, 0x85, 0x2028) },
    { weight: 3, arbitrary: fc.integer({ min: 0xa0, max: 0xd7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0xe000, max: 0xfffd }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x10000, max: 0x10ffff }) },
  )
  .map((code) => String.fromCodePoint(code));
const xmlText = fc.oneof(
  fc.string({ unit: xmlCharacter, maxLength: 60 }),
  fc.constantFrom('0500', '03046', '+49301234', '1e5', '0x1F', ' 12 ', '\uFEFF12345678901234567', '\uFEFF\uFEFF', ']]>', 'true'),
);

type Encode = (text: string) => Uint8Array | undefined;

/** A document in each encoding that is read; undefined for what cannot be said in it. */
const encodings: Readonly<Record<string, Encode>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16LE': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16BE': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'ISO-8859-1': (text) => singleBytes(text, 'latin1'),
  'ISO-8859-15': (text) => singleBytes(text, 'iso-8859-15'),
  'windows-1252': (text) => singleBytes(text, 'windows-1252'),
};

describe('text of a message', () => {
  it.each(Object.entries(encodings))('is what was written, byte for byte: %s', async (name, encode) => {
    const property = fc.asyncProperty(fc.array(xmlText, { minLength: 1, maxLength: 8 }), fc.boolean(), async (texts, references) => {
      const label = name.split(' ', 1)[0] ?? '';
      const write = (text: string): string => written(text, label, references);
      const leaves = texts.map((text) => `<t a="${write(text)}">${write(text)}</t>`).join('');
      const declared = label.startsWith('UTF-16') ? 'UTF-16' : label;
      const bytes = encode(`<?xml version="1.0" encoding="${declared}"?><d>${leaves}</d>`);
      if (bytes === undefined) throw new Error('a character slipped into an encoding that does not have it');
      using message = await readMessage(bytes, { mediaType: 'application/xml' });
      const expected = texts.flatMap((text) => [text, text]);
      const nodes = message.select(everyLeaf);
      expect(nodes.map(({ text }) => text).toSorted()).toEqual(expected.toSorted());
      for (const { text } of nodes) expect(isUtf8(Buffer.from(text))).toBe(true);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it('is what was written in parts: characters, CDATA and comments between them', async () => {
    const cdata = fc.string({ unit: xmlCharacter, maxLength: 20 }).filter((text) => !text.includes(']]>') && !text.includes('\r'));
    const property = fc.asyncProperty(fc.array(fc.tuple(xmlText, cdata)), async (parts) => {
      const inside = parts.map(([text, raw]) => `${written(text, 'UTF-8', false)}<!-- c --><![CDATA[${raw}]]>`).join('');
      using message = await readMessage(Buffer.from(`<d><t>${inside}</t></d>`), { mediaType: 'application/xml' });
      expect(message.select(everyLeaf).map(({ text }) => text)).toEqual([parts.flat().join('')]);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  it('is looked at for byte order marks in the rare messages only that may hold one', () => {
    expect(mayHoldMarks(Buffer.from('<d>Müller &amp; Söhne&#10;Erben</d>'))).toBe(false);
    expect(mayHoldMarks(Buffer.from('<d>&#x000FeFf;Müller</d>'))).toBe(true);
    expect(mayHoldMarks(Buffer.from('<d>\uFEFFMüller</d>'))).toBe(true);
    expect(mayHoldMarks(Buffer.from('<d>&#65279;Müller</d>'))).toBe(true);
  });
});

/** As it is written into a document: what the encoding lacks, and on demand everything, as a reference. */
function written(text: string, encoding: string, references: boolean): string {
  return [...text]
    .map((character) => {
      const plain = !references && !/[&<>"'\t\n\r]/.test(character) && holds(encoding, character);
      return plain ? character : `&#x${(character.codePointAt(0) ?? 0).toString(16)};`;
    })
    .join('');
}

function holds(encoding: string, character: string): boolean {
  return encodings[encoding]?.(character) !== undefined;
}

/** All characters of a single-byte encoding but the control characters, which are not read in it. */
const tables = new Map<string, ReadonlyMap<string, number>>();

function singleBytes(text: string, encoding: string): Uint8Array | undefined {
  let table = tables.get(encoding);
  if (!table) {
    const codes = Array.from({ length: 256 }, (_, code) => code).filter(
      (code) => encoding === 'windows-1252' || code < 0x80 || code > 0x9f,
    );
    table = new Map(
      codes.map((code) => [characterOf(code, encoding), code] as const).filter(([character]) => !/[\u0080-\u009f]/.test(character)),
    );
    tables.set(encoding, table);
  }
  const codes = [...text].map((character) => table.get(character));
  return codes.every((code) => code !== undefined) ? Uint8Array.from(codes) : undefined;
}

function characterOf(code: number, encoding: string): string {
  return encoding === 'latin1' ? String.fromCodePoint(code) : new TextDecoder(encoding).decode(Uint8Array.of(code));
}
