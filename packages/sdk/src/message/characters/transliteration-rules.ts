/** What stands for a character in a set that does not have it, before marks are left out; undefined when there is no rule. */
export function ruleFor(character: string): string | undefined {
  return rules().get(character);
}

/** Pairs of a character and what stands for it, separated by blanks. Letters come in both cases. */
const letterPairs = [
  // Latin letters that do not decompose, as in machine-readable passports (ICAO 9303), in the case of the letter
  'đ d ħ h ı i ĸ q ł l ŋ n œ oe ŧ t ə e ɨ i ʒ z ǥ g ƈ c ſ s ĳ ij ƒ f',
  // Cyrillic by ISO 9:1995, which German civil registries follow
  'а a б b в v г g д d е e ё ë ж ž з z и i й j к k л l м m н n о o п p р r с s т t у u ф f х h ц c ч č ш š щ ŝ ы y э è ю û я â',
  'ђ đ ѓ ǵ є ê ѕ ẑ і ì ї ï ј ǰ љ l̂ њ n̂ ћ ć ќ ḱ ў ŭ џ d̂ ґ g̀',
  // Greek by ISO 843:1997
  'α a β v γ g δ d ε e ζ z η ī θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s τ t υ y φ f χ ch ψ ps ω ō',
];

const characterRules: Readonly<Record<string, string>> = {
  // hyphens, dashes and the minus sign
  '\u2010\u2011\u2012\u2013\u2014\u2015\u2212': '-',
  // apostrophes, single quotes, modifier letters and the Cyrillic soft sign
  '\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u02b9\u02bb\u02bc\u02be\u02bf\u02c8\u00b4Ьь': "'",
  // double quotes, and the Cyrillic hard sign
  '\u201c\u201d\u201e\u201f\u2033\u02baЪъ': '"',
  '\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000': ' ',
  '\u2028\u2029': '\n',
  // signs without a shape of their own
  '\u200b\u2060\ufeff': '',
  '\u02cc': ',',
  '\u02c6': '^',
  '\u02dc': '~',
  '\u2022': '*',
  '\u2026': '...',
  '\u20ac': 'EUR',
  '\u2122': '(TM)',
  '\u2264': '<=',
  '\u2265': '>=',
  '\u00a6': '|',
  ς: 's',
  ẞ: 'SS',
  Ĳ: 'IJ',
  ŉ: "'n",
};

/** Signs that Unicode itself takes for other letters or digits in another shape: ligatures, full width, small letters above, digits below. */
const otherShapes = /^[\uff01-\uff5e\ufb00-\ufb06\u01c4-\u01cc\u01f1-\u01f3\u013f\u0140\u02b0\u02b3\u02e2\u1d48\u1d57\u2080-\u2089]$/;

/** The plain letters or digits of a sign in another shape. */
export function plainShape(character: string): string | undefined {
  return otherShapes.test(character) ? character.normalize('NFKD').replace(/\p{M}/gu, '') : undefined;
}

let table: ReadonlyMap<string, string> | undefined;

function rules(): ReadonlyMap<string, string> {
  table ??= new Map([...letterPairs.flatMap(pairsOf), ...charactersOf(characterRules)]);
  return table;
}

function pairsOf(line: string): (readonly [string, string])[] {
  const words = line.split(' ');
  return words.flatMap((word, index) => {
    const replacement = words[index + 1] ?? '';
    if (index % 2 === 1) return [];
    return [[word.toUpperCase(), capitalised(replacement)] as const, [word, replacement] as const];
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function charactersOf(groups: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(groups).flatMap(([characters, replacement]) =>
    [...characters].map((character) => [character, replacement] as const),
  );
}
