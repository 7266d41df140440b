import type { mappingKeyDocs } from '../../../packages/sdk/src/mapping/mapping-key-docs.ts';
import { conversionSections } from './conversions.ts';
import type { MappingExample } from './example.ts';

/** A part of the reference: what it is about, its keys, and examples. */
export interface LanguageSection {
  readonly title: string;
  readonly text: string;
  /** The keys it explains, by the place where they stand. */
  readonly keys: Partial<{ readonly [Kind in keyof typeof mappingKeyDocs]: readonly string[] | 'all' }>;
  readonly examples: readonly MappingExample[];
}

/** The reference in its order. */
export const languageSections: readonly LanguageSection[] = [
  {
    title: 'The file',
    text: `A mapping is a YAML file, named by a route of \`amtsbote.yaml\` (\`mapping:\`). Editors that know JSON schemas check it while you write:
\`# yaml-language-server: $schema=../.amtsbote/mapping.schema.json\`. Texts that look like numbers keep every character (\`03046\`). What is
wrong is named with line, column and a suggestion, all of it at once, before any message is touched.`,
    keys: { file: 'all' },
    examples: [
      {
        title: 'A whole mapping.',
        message: '<?xml version="1.0"?>\n<antrag xmlns="urn:example:antrag" test="false"><name>Änne</name><plz>03046</plz></antrag>',
        mapping: `message: { root: antrag, namespace: 'urn:example:antrag' }
prefixes: { a: profile }
record: application
fields:
  name: { path: a:name, required: true }
  plz:  { path: a:plz }
ignore:
  - '@test'
`,
      },
    ],
  },
  {
    title: 'Which messages',
    text: `Everything written must hold. A root element with its namespace always works; where a profile knows the standard (\`amtsbote xoev explain\`
says which), its name with versions and type is shorter and speaks of versions as people do. Two routes whose mappings take the same message are
a case, unless one says that it goes \`beside\` the other.`,
    keys: { message: 'all' },
    examples: [
      {
        title: 'A profile, its versions and a type: here FIM, whose type is the id of the form.',
        message:
          '<?xml version="1.0"?>\n<f:form xmlns:f="urn:xoev-de:xfall:standard:fim-s99000730_1.1"><f:F60000227>Muster</f:F60000227></f:form>',
        mapping: `message: { profile: fim-xml, versions: ['1.0', '1.1'], type: S99000730 }
prefixes: { f: profile }
record: application
fields: { name: { path: f:F60000227 } }
`,
      },
      {
        title: 'JSON: an element per key, repeated per array entry; `where` tells kinds apart that have the same root.',
        message: '{ "kind": "dog", "owner": { "name": "Muster" }, "tags": ["a", "b"], "plz": "03046" }',
        mapping: `message: { root: json, where: "kind = 'dog'" }
record: application
fields:
  name: { path: owner/name }
  plz:  { path: plz }
  tags: { each: tags }
`,
      },
    ],
  },
  {
    title: 'Paths and prefixes',
    text: `Paths are XPath 1.0, seen from the root element, in \`fields\` below a \`path\` or \`each\` from there. The prefixes of the message do not matter:
each prefix of a mapping is one of \`prefixes\`, and \`profile\` stands for the namespace of the root element, so that a mapping holds for
several versions. Elements in no namespace are written without prefix. A path that gives several places is a case, unless \`pick: first\` says that
any will do; use a condition in brackets instead where one of them is meant. Moved from one version to the next: \`a/b | c/d\`.`,
    keys: { rule: ['path', 'pick', 'required'] },
    examples: [
      {
        title: 'A field that is required and not there is a case; several values are, too.',
        message: '<mail>a@example.org</mail><mail>b@example.org</mail>',
        mapping: `fields:
  name: { path: a:name, required: true }
  mail: { path: a:mail }
`,
      },
      {
        title: 'The same, said what is meant.',
        message: '<mail kind="old">a@example.org</mail><mail kind="new">b@example.org</mail>',
        mapping: `fields:
  any:  { path: a:mail, pick: first }
  mail: { path: "a:mail[@kind = 'new']" }
`,
      },
      {
        title: 'FIM ids come with 8 or 11 digits; `fimIds: any` takes both for the same.',
        message: '<F60000000227>Muster</F60000000227>',
        mapping: `fimIds: any
fields: { name: { path: a:F60000227 } }
`,
      },
    ],
  },
  {
    title: 'Where a value comes from',
    text: `Exactly one of \`path\`, \`value\`, \`constant\`, \`each\`, \`fields\`, \`join\` and \`choose\`. Text stays text, character by character; blank texts are
no values. A field without a value is left out of the record. Records and lists without anything in them are left out as well.`,
    keys: { rule: ['value', 'constant', 'each', 'fields', 'join', 'separator', 'choose'] },
    examples: [
      {
        title: 'A fixed value, and one that the route has under `constants:` (another town, the same mapping).',
        message: '',
        mapping: `fields:
  source: { value: Online-Portal }
  office: { constant: office }
`,
        constants: { office: '0815' },
      },
      {
        title: 'Nested records, lists of records and lists of texts.',
        message: `<halter><name>Muster</name></halter>
<hund><name>Änne</name></hund><hund><name>Bello</name></hund>
<tel>1</tel><tel>2</tel>`,
        mapping: `fields:
  keeper: { path: a:halter, fields: { name: { path: a:name } } }
  dogs:   { each: a:hund, fields: { name: { path: a:name } } }
  phones: { each: a:tel }
`,
      },
      {
        title: 'Texts put together. Parts without a value leave no separator behind, and fixed ones alone make no value.',
        message: '<flur>3</flur><zaehler>123</zaehler>',
        mapping: `fields:
  parcel: { separator: /, join: [{ path: a:zaehler }, { path: a:nenner }] }
  remark: { join: [{ value: Flur }, { path: a:flur }] }
  none:   { join: [{ value: Gemarkung }, { path: a:gemarkung }] }
`,
      },
      {
        title: 'The first rule that applies: a company, else a person.',
        message: '<person><name>Muster</name></person>',
        mapping: `fields:
  name:
    required: true
    choose:
      - { when: a:firma, path: a:firma/a:name }
      - { path: a:person/a:name }
`,
      },
    ],
  },
  {
    title: 'When a rule holds',
    text: `\`when\` is a condition on the message; \`from\` and \`until\` are days of processing in Germany, both included. All that is written must hold. A rule that
does not hold leaves its field out, also where it is \`required\`. \`amtsbote mapping preview --today 2027-01-01\` shows another day.`,
    keys: { rule: ['when', 'from', 'until'] },
    examples: [
      {
        title: 'A condition, and rules that change on a day; this one was processed on 2026-11-22.',
        message: '<art>miete</art><eigner>Muster</eigner><satz>A</satz>',
        mapping: `fields:
  owner: { path: a:eigner, when: "a:art = 'miete'" }
  rent:  { path: a:eigner, when: "a:art = 'kauf'", required: true }
  rate:  { path: a:satz, until: 2026-12-31 }
  tariff: { path: a:satz, from: 2027-01-01 }
`,
        today: '2026-11-22',
      },
    ],
  },
  ...conversionSections,
  {
    title: 'Blocks',
    text: `Rules that stand in several places get a name under \`blocks\`; a field takes over the keys of its block with \`use\` and adds its own, mostly
a \`path\`. Blocks in a file of their own serve several mappings: \`include\` names it, and its paths use its prefixes. \`flat\` puts the fields of a block into the
record around, for targets whose records have no records inside.`,
    keys: { rule: ['use', 'flat'], blockFile: 'all' },
    examples: [
      {
        title: 'One address, three times: nested, from a file of its own, and flat.',
        message: `<halter><ort>Musterstadt</ort><plz>03046</plz></halter>
<betrieb><ort>Beispielheim</ort><plz>99999</plz></betrieb>`,
        mapping: `include: [address.yaml]
blocks:
  town: { fields: { town: { path: a:ort } } }
fields:
  keeper:   { use: address, path: a:halter }
  place:    { use: town, path: a:halter }
  business: { use: address, path: a:betrieb, flat: business }
`,
        files: {
          'address.yaml': `prefixes: { b: profile }
include: [postcode.yaml]
blocks:
  address: { fields: { town: { path: b:ort }, postcode: { use: postcode } } }
`,
          'postcode.yaml': `prefixes: { c: profile }
blocks:
  postcode: { path: c:plz, required: true }
`,
        },
      },
    ],
  },
  {
    title: 'Attachments',
    text: `Each attachment goes to the first rule that fits it; the field receives our reference of it, or a list of them with \`many\`. One that no rule takes is a
case, unless a pattern under \`ignoreAttachments\` leaves it out knowingly. \`as\` names it for the target: \`{n}\` counts from 1, \`{name}\` is its name without
ending, \`{ext}\` the ending, \`{ref}\` our reference. Patterns know \`*\` and \`?\`, capital letters count as small ones.`,
    keys: { attachment: 'all' },
    examples: [
      {
        title: 'Lageplan.pdf, foto.JPG, Bauplan.pdf and smime.p7s came with the message.',
        message: '<anlage><datei>Bauplan.pdf</datei></anlage>',
        attachments: ['Lageplan.pdf', 'foto.JPG', 'Bauplan.pdf', 'smime.p7s'],
        mapping: `fields: {}
attachments:
  plans: { listedAt: a:anlage/a:datei, many: true, required: true, as: 'Bauvorlage-{n}.{ext}' }
  photo: { mediaType: image/* }
  site:  { name: Lageplan*.pdf }
ignoreAttachments: ['*.p7s']
`,
      },
      {
        title: 'A file that no rule takes.',
        message: '',
        attachments: ['Foto vom Garten.jpg'],
        mapping: `fields: {}
attachments: { plan: { name: '*.pdf' } }
`,
      },
    ],
  },
  {
    title: 'Checks',
    text: `Conditions that the message must meet beyond its schema. \`else: reject\` is for what is proven to be the sender's fault: the portal is told so, with \`code\`, where the route
says \`rejections: allowed\`; in all other cases a person decides. Write \`message\` for people, and never a value into it.`,
    keys: { check: 'all' },
    examples: [
      {
        title: 'Consent, and an amount that a person should look at.',
        message: '<zustimmung>false</zustimmung><hunde>12</hunde>',
        mapping: `fields: { dogs: { path: a:hunde } }
checks:
  - { assert: "a:zustimmung = 'true'", else: reject, code: X010, message: die Zustimmung fehlt }
  - { assert: a:hunde < 10, else: case, message: ungewöhnlich viele Hunde }
`,
      },
    ],
  },
];
