import { CharacterSet, type CodeRange } from './character-set.ts';

/** Blocks by the name that XML Schema gives them, behind `Is`. */
const blocks: Readonly<Record<string, CodeRange>> = {
  BasicLatin: [0x0, 0x7f],
  'Latin-1Supplement': [0x80, 0xff],
  'LatinExtended-A': [0x100, 0x17f],
  'LatinExtended-B': [0x180, 0x24f],
  IPAExtensions: [0x250, 0x2af],
  SpacingModifierLetters: [0x2b0, 0x2ff],
  CombiningDiacriticalMarks: [0x300, 0x36f],
  Greek: [0x370, 0x3ff],
  GreekandCoptic: [0x370, 0x3ff],
  Cyrillic: [0x400, 0x4ff],
  LatinExtendedAdditional: [0x1e00, 0x1eff],
  GreekExtended: [0x1f00, 0x1fff],
  GeneralPunctuation: [0x2000, 0x206f],
  SuperscriptsandSubscripts: [0x2070, 0x209f],
  CurrencySymbols: [0x20a0, 0x20cf],
  LetterlikeSymbols: [0x2100, 0x214f],
  NumberForms: [0x2150, 0x218f],
  Arrows: [0x2190, 0x21ff],
  MathematicalOperators: [0x2200, 0x22ff],
  PrivateUse: [0xe000, 0xf8ff],
};

const categories = new Map<string, CharacterSet>();

/** The set of `\p{name}`: a Unicode category such as `L` or `Nd`, or a block such as `IsBasicLatin`; undefined if it is not known. */
export function namedSet(name: string): CharacterSet | undefined {
  if (name.startsWith('Is')) {
    const block = blocks[name.slice(2)];
    return block === undefined
      ? undefined
      : new CharacterSet([block]).without(
          new CharacterSet([
            [0x0, 0x8],
            [0xb, 0xc],
            [0xe, 0x1f],
          ]),
        );
  }
  const known = categories.get(name) ?? (/^[LMNPZSC][a-z]?$/.test(name) ? categorySet(name) : undefined);
  if (known !== undefined) categories.set(name, known);
  return known;
}

const nameStart: readonly CodeRange[] = [
  [0x3a, 0x3a],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
  [0xc0, 0xd6],
  [0xd8, 0xf6],
  [0xf8, 0x2ff],
  [0x370, 0x37d],
  [0x37f, 0x1fff],
  [0x200c, 0x200d],
  [0x2070, 0x218f],
  [0x2c00, 0x2fef],
  [0x3001, 0xd7ff],
  [0xf900, 0xfdcf],
  [0xfdf0, 0xfffd],
  [0x10000, 0xeffff],
];
const nameMore: readonly CodeRange[] = [
  [0x2d, 0x2e],
  [0x30, 0x39],
  [0xb7, 0xb7],
  [0x300, 0x36f],
  [0x203f, 0x2040],
];

/** The set of `\s`, `\i`, `\c`, `\d`, `\w` and their opposites in capitals; undefined for another letter. */
export function escapedSet(letter: string): CharacterSet | undefined {
  const small = letter.toLowerCase();
  const set = escapes[small]?.();
  return set === undefined || small === letter ? set : set.inverse();
}

const escapes: Readonly<Record<string, () => CharacterSet | undefined>> = {
  s: () =>
    new CharacterSet([
      [0x9, 0xa],
      [0xd, 0xd],
      [0x20, 0x20],
    ]),
  i: () => new CharacterSet(nameStart),
  c: () => new CharacterSet([...nameStart, ...nameMore]),
  d: () => namedSet('Nd'),
  w: () => ['P', 'Z', 'C'].reduce((rest, name) => rest.without(namedSet(name) ?? rest), CharacterSet.all),
};

function categorySet(name: string): CharacterSet | undefined {
  const one = categoryTest(name);
  if (one === undefined) return undefined;
  const ranges: CodeRange[] = [];
  for (const [low, high] of CharacterSet.all.ranges) {
    let start: number | undefined;
    for (let code = low; code <= high + 1; code++) {
      const inside = code <= high && one.test(String.fromCodePoint(code));
      if (inside) start ??= code;
      else if (start !== undefined) {
        ranges.push([start, code - 1]);
        start = undefined;
      }
    }
  }
  return new CharacterSet(ranges);
}

function categoryTest(name: string): RegExp | undefined {
  try {
    return new RegExp(`^\\p{${name}}$`, 'u');
  } catch {
    return undefined;
  }
}
