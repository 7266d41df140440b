import { readFileSync } from 'node:fs';
import type { XsdValidator } from 'libxml2-wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../../testing/corpus.ts';
import { type Libxml2, loadLibxml2 } from '../libxml2.ts';
import { type CharacterClass, characterClasses, characterClassesOf, firstOutside } from './din-91379.ts';

test('a text belongs to all classes that hold each of its characters', () => {
  expect(characterClassesOf('Łukasz Müller')).toEqual(['A', 'B', 'C', 'D', 'E', 'latin']);
  expect(characterClassesOf('Straße 5 (Hof)')).toEqual(['B', 'C', 'D', 'E', 'latin']);
  expect(characterClassesOf('O’Neill')).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(characterClassesOf('„Αθήνα“')).toEqual(['D', 'E']);
  expect(characterClassesOf('София')).toEqual(['E']);
  expect(characterClassesOf('محمد')).toEqual([]);
  expect(characterClassesOf('')).toEqual(characterClasses);
});

test('the first character outside is told with its place in UTF-16 units', () => {
  expect(firstOutside('Mu\u0308ller', 'A')).toEqual({ index: 2, codePoint: 0x308 });
  expect(firstOutside('M\u0302a\u0302', 'A')).toEqual({ index: 3, codePoint: 0x302 });
  expect(firstOutside('ab😀', 'E')).toEqual({ index: 2, codePoint: 0x1f600 });
  expect(firstOutside('K\u035fx', 'A')).toEqual({ index: 1, codePoint: 0x35f });
});

interface MatrixCase {
  readonly case: string;
  readonly value: string;
  readonly [type: string]: unknown;
}

const typeNames: Readonly<Record<CharacterClass, string>> = {
  A: 'datatypeA',
  B: 'datatypeB',
  C: 'datatypeC',
  D: 'datatypeD',
  E: 'datatypeE',
  latin: 'StringLatin1.1',
};

describe.skipIf(!hasCorpus)('by the corpus', () => {
  test('all cases of the measured matrix come out the same', () => {
    const { cases } = JSON.parse(readFileSync(corpus('xoev/din91379/matrix.json'), 'utf8')) as { cases: readonly MatrixCase[] };
    expect(cases.length).toBe(39);
    for (const each of cases) {
      const verdicts = characterClasses.map((characterClass) => firstOutside(each.value, characterClass) === undefined);
      expect([each.case, ...verdicts]).toEqual([each.case, ...characterClasses.map((characterClass) => each[typeNames[characterClass]])]);
    }
  });

  let libxml2: Libxml2;
  beforeAll(async () => {
    libxml2 = await loadLibxml2();
  });

  test.each(characterClasses)(
    'class %s agrees with its schema on every character of the BMP and on all pairs with marks',
    (characterClass) => {
      const schema = schemaOf(characterClass);
      using validator = validatorOf(libxml2, schema.text);
      const singles = Array.from({ length: 0x1_0000 }, (_, each) => String.fromCodePoint(each)).filter(isXmlCharacter);
      const letters = singles.filter((each) => /\p{L}/u.test(each) && !firstOutside(each, 'E'));
      const marks = Array.from({ length: 0x70 }, (_, each) => String.fromCodePoint(0x300 + each));
      const pairs = letters.flatMap((letter) => marks.map((mark) => letter + mark));
      for (const texts of [singles, pairs, longerSequences(), randomTexts(5_000)]) {
        const refused = refusedBy(libxml2, { validator, namespace: schema.namespace }, texts);
        const ours = new Set(texts.keys().filter((index) => firstOutside(texts[index] ?? '', characterClass)));
        expect(texts.filter((_, index) => refused.has(index) !== ours.has(index))).toEqual([]);
      }
    },
    120_000,
  );
});

function isXmlCharacter(character: string): boolean {
  return /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd]$/.test(character);
}

/** Letters with up to three of the marks and letters that sequences of the norm are made of. */
function longerSequences(): string[] {
  const following = ['\u0302', '\u0304', '\u0306', '\u0308', '\u031b', '\u0325', '\u0328', '\u035f', 'H', 'h', '\u0331'];
  const letters = ['C', 'K', 'L', 'S', 'k', 'l', 's', 'c', 'R', 'r', 'H', 'ç', 'Ụ'];
  const two = following.flatMap((first) => following.map((second) => first + second));
  const three = two.flatMap((first) => following.map((second) => first + second));
  return letters.flatMap((letter) => [...two, ...three].map((rest) => letter + rest));
}

/** Texts of characters that some class knows, by a seeded generator. */
function randomTexts(count: number): string[] {
  let seed = 91_379;
  const next = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor((seed / 0x8000_0000) * below);
  };
  const alphabet = [...'aCcKkLlMmSsTtZzĀēōžßÜ–„’αЖ€ \u0302\u0304\u0306\u030c\u0310\u0315\u0323\u0325\u0326\u0327\u0328\u031b\u035fHh'];
  return Array.from({ length: count }, () => Array.from({ length: next(6) }, () => alphabet[next(alphabet.length)]).join(''));
}

/** The published schema of a class, with a root element for many texts; complaints of a union do not quote the pattern. */
function schemaOf(characterClass: CharacterClass): { text: string; namespace: string } {
  const latin = characterClass === 'latin';
  const published = readFileSync(corpus(`xoev/xoev-base/${latin ? 'latinchars' : 'din-norm-91379-datatypes'}.xsd`), 'utf8');
  const [, prefix = '', namespace = ''] = /xmlns:([\w-]+)="((?!http:\/\/www\.w3)[^"]+)"/.exec(published) ?? [];
  const type = `${prefix}:${latin ? 'String.Latin' : typeNames[characterClass]}`;
  const quiet = `<xs:simpleType><xs:union memberTypes="${type}"/></xs:simpleType>`;
  const entry = `<xs:element name="e" form="unqualified" maxOccurs="unbounded">${quiet}</xs:element>`;
  const root = `<xs:element name="all"><xs:complexType><xs:sequence>${entry}</xs:sequence></xs:complexType></xs:element>`;
  return { text: published.replace('</xs:schema>', `${root}</xs:schema>`), namespace };
}

function validatorOf({ XmlDocument: document, XsdValidator: validator }: Libxml2, schema: string): XsdValidator {
  using parsed = document.fromString(schema);
  return validator.fromDoc(parsed);
}

/** Positions of the texts that the schema refuses. One element per line, in small pieces: naming the place of a complaint counts all elements before it. */
function refusedBy(
  libxml2: Libxml2,
  schema: { validator: XsdValidator; namespace: string },
  texts: readonly string[],
): ReadonlySet<number> {
  const refused = new Set<number>();
  const piece = 100;
  for (let start = 0; start < texts.length; start += piece) {
    const elements = texts.slice(start, start + piece).map((text) => `<e>${[...text].map(reference).join('')}</e>`);
    using document = libxml2.XmlDocument.fromString(`<x:all xmlns:x="${schema.namespace}">\n${elements.join('\n')}\n</x:all>`);
    try {
      schema.validator.validate(document);
    } catch (error) {
      if (!(error instanceof libxml2.XmlValidateError)) throw error;
      for (const { line } of error.details) refused.add(start + line - 2);
    }
  }
  return refused;
}

function reference(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
