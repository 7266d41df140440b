import { type AttackSample, uniqueMessage } from './attack-sample.ts';
import { leadingElsewhere, troublesome } from './inert-strings.ts';

function unknown(number: number): string {
  return `<angriff xmlns="urn:example:angriff">${number}</angriff>`;
}

/** Names of files, but for hidden ones, which a hot folder ignores, as a portal may put them into a hot folder, and ids as a message may have them. */
export function nameAttacks(): readonly AttackSample[] {
  const asFiles = [...troublesome, ...leadingElsewhere].filter((name) => !/^\.|[/\0]/.test(name) && Buffer.byteLength(name) < 235);
  return [
    ...asFiles.map((name, n) => ({ name: `name: message ${n}`, files: [{ name: `${name}.xml`, content: unknown(n) }] })),
    ...asFiles.map((name, n) => ({
      name: `name: attachment ${n}`,
      files: [
        { name: 'einreichung.xml', content: uniqueMessage() },
        { name: `einreichung.${name}.exe`, content: 'MZ' },
      ],
    })),
    ...[...troublesome, ...leadingElsewhere].map((id, n) => ({
      name: `id: ${n}`,
      files: [{ name: 'nachricht.xml', content: withId(id) }],
      codes: ['AB_SCHEMA_INVALID', 'AB_XML_MALFORMED'],
    })),
  ];
}

function withId(id: string): string {
  const text = id.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return uniqueMessage().replace(/(<xga:nachrichtenUUID>)[^<]*/, (_, tag: string) => tag + text);
}
