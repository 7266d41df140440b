import type { LanguageSection } from './sections.ts';

/** What is done to a text on its way: one section per key. */
export const conversionSections: readonly LanguageSection[] = [
  {
    title: 'split: a text taken apart',
    text: 'Before any conversion. A part that is not there is no value; a text that the pattern does not fit is a case.',
    keys: { rule: ['split'], split: 'all' },
    examples: [
      {
        title: 'Parts, a list in one text, and a pattern with a named group.',
        message: '<name>Anna Maria Muster</name><liste>A; B;C</liste><az>BA-2026-17</az>',
        mapping: `fields:
  first:  { path: a:name, split: { at: ' ', part: 1 } }
  last:   { path: a:name, split: { at: ' ', part: last } }
  list:   { each: a:liste, split: { at: ';' }, text: { trim: true } }
  number: { path: a:az, split: { pattern: '[A-Z]+-\\d{4}-(?<number>\\d+)', group: number } }
`,
      },
    ],
  },
  {
    title: 'text: checked or tidied',
    text: `Without any conversion a text goes through as it is. Nothing is cut. Which characters a target holds is said once, at the target
(\`characters:\` in \`amtsbote.yaml\`), with or without transliteration; \`characters\` here is for a single field.`,
    keys: { rule: ['text'], text: 'all' },
    examples: [
      {
        title: 'Tidied, and too long.',
        message: '<name> Mu\u0308ller </name><titel>Neubau eines Einfamilienhauses</titel><ort>Мюнхен</ort>',
        mapping: `fields:
  name:  { path: a:name, text: { trim: true, nfc: true } }
  title: { path: a:titel, text: { max: 20 } }
  town:  { path: a:ort, text: { characters: din-91379-a } }
`,
      },
    ],
  },
  {
    title: 'date: from one spelling into another',
    text: `Patterns are made of \`dd\`, \`MM\`, \`yyyy\` and separators. \`xsd\` reads dates of XML Schema, whole or in part, and points of time: the day is the one that is
written. \`teilbekannt\` reads the element of XInneres for dates known in part. A date that does not exist is a case; an unknown day never becomes the first.`,
    keys: { rule: ['date'], date: 'all', parts: 'all' },
    examples: [
      {
        title: 'Four spellings of a date.',
        message: `<a>12101965</a><b>1965-10-12+01:00</b>
<c><jahrMonat xmlns="">1965-10</jahrMonat></c>
<d><tag>7</tag><monat>3</monat><jahr>1965</jahr></d>`,
        mapping: `fields:
  a: { path: a:a, date: { in: ddMMyyyy, out: dd.MM.yyyy } }
  b: { path: a:b, date: { in: xsd } }
  c: { path: a:c, date: { in: teilbekannt, out: dd.MM.yyyy, partial: keep } }
  d: { path: a:d, date: { parts: { year: a:jahr, month: a:monat, day: a:tag } } }
`,
      },
      {
        title: 'A date known in part, for a target that takes whole ones only, and one that does not exist.',
        message: '<a>1965-10</a><b>31.02.1965</b>',
        mapping: `fields:
  a: { path: a:a, date: { in: xsd, partial: refuse } }
  b: { path: a:b, date: { in: dd.MM.yyyy } }
`,
      },
    ],
  },
  {
    title: 'codes: into the words of the target',
    text: `By \`values\`, by a code list of the project, or both: then the list gives clear names to previews, and lint compares. Nothing is passed through: a code without an entry is a
case. A \`default\` is used only if it is written; think twice. A message that names another list than \`list\` is a case. In the examples the list
\`urn:example:hunderassen\` knows 106 Dackel (group 4) and 113 Pudel (group 9).`,
    keys: { rule: ['codes'], codes: 'all' },
    examples: [
      {
        title: 'Values, a default, and a list with its columns.',
        message: '<sex>m</sex><art>7</art><rasse listVersionID="2"><code xmlns="">106</code></rasse>',
        mapping: `fields:
  sex:   { path: a:sex, codes: { values: { m: Rüde, w: Hündin } } }
  kind:  { path: a:art, codes: { values: { '1': Beagle }, default: Sonstige } }
  breed: { path: a:rasse/code, codes: { list: 'urn:example:hunderassen', version: '2' } }
  code:  { path: a:rasse/code, codes: { list: 'urn:example:hunderassen', as: code } }
  group: { path: a:rasse/code, codes: { list: 'urn:example:hunderassen', as: gruppe } }
`,
      },
      {
        title: 'A code without an entry, and one that is not in its list.',
        message: '<sex>x</sex><rasse>999</rasse>',
        mapping: `fields:
  sex:   { path: a:sex, codes: { values: { m: Rüde, w: Hündin } } }
  breed: { path: a:rasse, codes: { list: 'urn:example:hunderassen' } }
`,
      },
    ],
  },
  {
    title: 'boolean: true and false',
    text: 'Any other text is a case.',
    keys: { rule: ['boolean'], boolean: 'all' },
    examples: [
      {
        title: 'Of XML Schema, and in other words.',
        message: '<a>1</a><b>nein</b>',
        mapping: `fields:
  a: { path: a:a, boolean: {} }
  b: { path: a:b, boolean: { true: ja, false: nein } }
`,
      },
    ],
  },
  {
    title: 'number: decimal numbers',
    text: 'Read with a point, as XML Schema writes them. Never rounded, never cut; what does not fit is a case.',
    keys: { rule: ['number'], number: 'all' },
    examples: [
      {
        title: 'For targets that want zeros, commas, or numbers.',
        message: '<monat>3</monat><flaeche>1234.5</flaeche><anzahl>12</anzahl>',
        mapping: `fields:
  month: { path: a:monat, number: { digits: 2 } }
  area:  { path: a:flaeche, number: { decimals: 2, as: comma } }
  count: { path: a:anzahl, number: { as: number } }
`,
      },
      {
        title: 'Nothing is rounded.',
        message: '<genau>0.125</genau>',
        mapping: 'fields: { exact: { path: a:genau, number: { decimals: 2 } } }\n',
      },
    ],
  },
  {
    title: 'houseNumber: house numbers and streets',
    text: `A house number has up to four parts: of \`12a/3-14\` the number is 12, the suffix a, the stroke 3, and 14 is where it goes to. \`of\` names the parts that the target has fields for; a
house number with more is a case, so that nothing is lost. What can be read in two ways (\`12/14\`, \`Q7, 24\`) is a case.`,
    keys: { rule: ['houseNumber'], houseNumber: 'all' },
    examples: [
      {
        title: 'Parts of a house number, and of a street that holds one.',
        message: '<nr>12 a</nr><strasse>Straße des 17. Juni 135 b</strasse>',
        mapping: `fields:
  number: { path: a:nr, houseNumber: { part: number } }
  suffix: { path: a:nr, houseNumber: { part: suffix, of: [number, suffix] } }
  street: { path: a:strasse, houseNumber: { in: street, part: street } }
  all:    { path: a:strasse, houseNumber: { in: street, part: all } }
`,
      },
      {
        title: 'More than the target has fields for, and a street without a certain end.',
        message: '<nr>12/3</nr><strasse>Q7, 24</strasse>',
        mapping: `fields:
  number: { path: a:nr, houseNumber: { part: number } }
  street: { path: a:strasse, houseNumber: { in: street, part: street } }
`,
      },
    ],
  },
];
