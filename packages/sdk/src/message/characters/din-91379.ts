/** The data types of DIN 91379:2022-08, and String.Latin 1.1 before it. A is the narrowest, E holds all. */
export type CharacterClass = 'A' | 'B' | 'C' | 'D' | 'E' | 'latin';

/** Where a text leaves a class. */
export interface OutsideCharacter {
  /** In UTF-16 units, as JavaScript counts. */
  readonly index: number;
  readonly codePoint: number;
}

/** All classes, the narrowest first. */
export const characterClasses: readonly CharacterClass[] = ['A', 'B', 'C', 'D', 'E', 'latin'];

/** Code points in hexadecimal by the classes that hold them; L stands for String.Latin. */
const characters: readonly (readonly [classes: string, codePoints: string])[] = [
  [
    'ABCDEL',
    '20 27 2c-2e 41-5a 60-7a 7e a8 b4 b7 c0-d6 d8-f6 f8-107 10a-11b 11e-123 126-131 134-15b 15e-16b 16e-17e 18f 1a0-1a1 ' +
      '1af-1b0 1b7 1cd-1d4 1de-1df 1e4-1f0 1f4-1f5 1fa-1ff 218-21b 21e-21f 22a-22b 22e-233 259 292 1e02-1e03 1e0a-1e0b ' +
      '1e10-1e11 1e1e-1e21 1e24-1e27 1e30-1e31 1e40-1e41 1e44-1e45 1e56-1e57 1e60-1e63 1e6a-1e6b 1e80-1e85 1e8c-1e93 1e9e ' +
      '1ea0-1ea7 1eaa-1eac 1eae-1ec1 1ec4-1ed3 1ed6-1edd 1ee4-1ef9',
  ],
  [
    'ABCDE',
    '108-109 11c-11d 124-125 132-133 15c-15d 16c-16d 187-188 197 1d5-1dc 1e2-1e3 1f8-1f9 212-213 227-229 22c-22d 268 ' +
      '2b9-2ba 2be-2bf 2c8 2cc 1e06-1e07 1e0c-1e0f 1e17 1e1c-1e1d 1e22-1e23 1e28-1e2b 1e2f 1e32-1e37 1e3a-1e3b 1e42-1e43 ' +
      '1e46-1e49 1e52-1e55 1e58-1e5b 1e5e-1e5f 1e6c-1e6f 1e86-1e87 1e94-1e97 1ea8-1ea9 1ead 1ec2-1ec3 1ed4-1ed5 1ede-1ee3 ' +
      '2019 2021',
  ],
  ['BCDEL', '21-26 28-2b 2f-40 5b-5f 7b-7d a1-a3 a5 a7 a9-ac ae-b3 b5-b6 b9-bb bf d7 f7 20ac'],
  ['CDEL', 'a4 a6 b8 bc-be'],
  ['CEL', '9-a d'],
  ['CE', 'a0'],
  [
    'DE',
    '192 2b0 2b3 2c6 2dc 2e2 386 388-38a 38c 38e-3a1 3a3-3ce 1d48 1d57 2018 201a 201c-201e 2020 2026 2030 2032-2033 ' +
      '2039-203a 2070 2074-2079 207f-2089 2122 221e 2264-2265',
  ],
  ['E', '40d 410-42a 42c 42e-44a 44c 44e-44f 45d'],
];

/** Letters that are written with combining characters, in classes A to E alike: what follows a letter, and the letters. */
const sequences: readonly (readonly [following: string, letters: string])[] = [
  ['30b', 'Aa'],
  ['300', 'CFGKMPSTZcfgkmpstz'],
  ['304', 'CFHKNPSTZcfhknpstzÛûḲḳṢṣṬṭỤụ'],
  ['306', 'CMNRZcmnrzÇç'],
  ['308', 'CTZczẠạỌọỤụ'],
  ['315', 'CKPTckptČč'],
  ['323', 'CPcpČč'],
  ['326', 'CHKLNchklnŽž'],
  ['328 306', 'Cc'],
  ['302', 'DKLMNdklmn'],
  ['331', 'HSs'],
  ['301', 'JjÿĪī'],
  ['30c', 'J'],
  ['307', 'KUku'],
  ['31b', 'KTkt'],
  ['35f 48', 'K'],
  ['35f 68', 'Kk'],
  ['325', 'LRlr'],
  ['325 304', 'LRlr'],
  ['310', 'Mm'],
  ['31b 304', 'Ss'],
  ['327', 'ZzŽž'],
  ['30d', 'ēō'],
];

/** The few of them that String.Latin knows. */
const latinSequences: readonly (readonly [following: string, letters: string])[] = [
  ['302', 'DLMNdlmn'],
  ['30c', 'J'],
];

/**
 * The first character of a text that a class does not hold; undefined when the text belongs to the class, as the empty text does to
 * each. Decomposed characters belong to none unless the class knows no composed form: bring the text into NFC first.
 */
export function firstOutside(text: string, characterClass: CharacterClass): OutsideCharacter | undefined {
  const { singles, sequences: known } = tablesOf(characterClass);
  for (let index = 0; index < text.length;) {
    const codePoint = text.codePointAt(index) ?? 0;
    const sequence = known.get(codePoint)?.find((following) => text.startsWith(following, index + 1));
    if (sequence === undefined && singles[codePoint] !== 1) return { index, codePoint };
    index += 1 + (sequence?.length ?? 0);
  }
  return undefined;
}

/** All classes that hold a text, the narrowest first. */
export function characterClassesOf(text: string): readonly CharacterClass[] {
  return characterClasses.filter((characterClass) => firstOutside(text, characterClass) === undefined);
}

interface ClassTables {
  /** 1 at the code points of the class; all are below U+2300. */
  readonly singles: Uint8Array;
  /** What may follow a letter to form one character with it, the longest first. */
  readonly sequences: ReadonlyMap<number, readonly string[]>;
}

const tables = new Map<CharacterClass, ClassTables>();

function tablesOf(characterClass: CharacterClass): ClassTables {
  const known = tables.get(characterClass);
  if (known) return known;
  const letter = characterClass === 'latin' ? 'L' : characterClass;
  const built = {
    singles: singlesOf(letter),
    sequences: sequencesOf(characterClass === 'latin' ? latinSequences : sequences),
  };
  tables.set(characterClass, built);
  return built;
}

function singlesOf(letter: string): Uint8Array {
  const singles = new Uint8Array(0x2300);
  for (const [classes, codePoints] of characters) {
    if (!classes.includes(letter)) continue;
    for (const range of codePoints.split(' ')) {
      const [first = 0, last = first] = range.split('-').map((digits) => Number.parseInt(digits, 16));
      singles.fill(1, first, last + 1);
    }
  }
  return singles;
}

function sequencesOf(groups: typeof sequences): ReadonlyMap<number, readonly string[]> {
  const byLetter = new Map<number, string[]>();
  for (const [codePoints, letters] of groups) {
    const following = String.fromCodePoint(...codePoints.split(' ').map((digits) => Number.parseInt(digits, 16)));
    for (const letter of letters) {
      const codePoint = letter.codePointAt(0) ?? 0;
      byLetter.set(
        codePoint,
        [...(byLetter.get(codePoint) ?? []), following].toSorted((a, b) => b.length - a.length),
      );
    }
  }
  return byLetter;
}
