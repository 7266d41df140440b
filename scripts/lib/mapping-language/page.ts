import { type ErrorCode, type ErrorCodeEntry, errorCodes } from '../../../packages/sdk/src/errors/codes.ts';
import type { MappingResult } from '../../../packages/sdk/src/mapping/mapping.ts';
import { mappingKeyDocs } from '../../../packages/sdk/src/mapping/mapping-key-docs.ts';
import { type MappingExample, runExample } from './example.ts';
import { type LanguageSection, languageSections } from './sections.ts';

/** What a mapping may find against a message. */
export const mappingFindings: readonly ErrorCode[] = [
  'AB_MESSAGE_UNKNOWN',
  'AB_FIELD_MISSING',
  'AB_FIELD_AMBIGUOUS',
  'AB_FIELD_FORMAT',
  'AB_FIELD_TOO_LONG',
  'AB_CHARACTER_LOSSY',
  'AB_CODE_UNKNOWN',
  'AB_CODE_INVALID',
  'AB_CODE_LIST_UNKNOWN',
  'AB_CONSTANT_MISSING',
  'AB_ATTACHMENT_UNUSED',
  'AB_CHECK_FAILED',
];

/** `docs/guides/mapping-language.md`: every key, and examples whose results come from running them. */
export async function mappingLanguagePage(): Promise<string> {
  const sections: string[] = [];
  for (const section of languageSections) sections.push(await sectionText(section));
  return `${[introduction(), ...sections, notRead, findingsText(), outlook].join('\n\n')}\n`;
}

function introduction(): string {
  return `<!-- Generated from packages/sdk/src/mapping/mapping-key-docs.ts and scripts/lib/mapping-language by \`npm run generate\`. -->

# The mapping language

A mapping says which part of a message goes into which field of a record. This is the reference; for a first one see
[From a form to a mapping](from-a-form-to-a-mapping.md). Every example was run to write this page: what stands under it is what came.
Examples that show no \`message:\` begin with these lines, and their messages stand inside \`<antrag xmlns="urn:example:antrag">\`:

\`\`\`yaml
message: { root: antrag, namespace: 'urn:example:antrag' }
prefixes: { a: profile }
record: application
\`\`\`

${contents()}`;
}

function contents(): string {
  const titles = [...languageSections.map(({ title }) => title), 'What is not read', 'Findings'];
  return titles.map((title) => `[${title}](#${anchor(title)})`).join(' ·\n');
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

async function sectionText({ title, text, keys, examples }: LanguageSection): Promise<string> {
  const tables = Object.entries(keys).map(([kind, names]) => keyTable(kind as keyof typeof mappingKeyDocs, names));
  const parts: string[] = [];
  for (const example of examples) parts.push(await exampleText(example));
  return [`## ${title}`, wrapped(text), ...tables, ...parts].join('\n\n');
}

function keyTable(kind: keyof typeof mappingKeyDocs, names: readonly string[] | 'all'): string {
  const docs: Readonly<Record<string, string>> = mappingKeyDocs[kind];
  const rows = (names === 'all' ? Object.keys(docs) : names).map((name) => `| \`${name}\` | ${docs[name]?.replaceAll('|', '\\|')} |`);
  const where: Partial<Record<typeof kind, string>> = {
    file: 'key of the file',
    blockFile: 'key of a file with blocks',
    rule: 'key of a rule',
  };
  return [`| ${where[kind] ?? `key under \`${under[kind] ?? kind}\``} | meaning |`, '|---|---|', ...rows].join('\n');
}

/** Where keys stand that are not named like their place. */
const under: Readonly<Record<string, string>> = { check: 'checks', attachment: 'attachments', parts: 'date.parts' };

async function exampleText(example: MappingExample): Promise<string> {
  const { title, message, mapping, files = {} } = example;
  const others = Object.entries(files).flatMap(([name, text]) => [`\`${name}\`:`, fenced('yaml', text)]);
  return [
    `**${title}**`,
    ...(message === '' ? [] : [fenced(message.startsWith('{') ? 'json' : 'xml', message)]),
    fenced('yaml', mapping),
    ...others,
    resultText(await runExample(example)),
  ].join('\n\n');
}

function resultText(result: MappingResult): string {
  if (result.outcome === 'mapped') {
    const { record, attachmentNames } = result;
    const names =
      attachmentNames &&
      `\n\nNames for the target: ${Object.entries(attachmentNames)
        .map(([ref, name]) => `${ref} is \`${name}\``)
        .join(', ')}.`;
    return `→\n\n${fenced('json', jsonText(record))}${names ?? ''}`;
  }
  const lines = result.findings.map(({ code, message }) => `- \`${code}\` ${message}`);
  return [result.outcome === 'reject' ? '→ rejected, where the route allows it:' : '→ a case:', lines.join('\n')].join('\n\n');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}

/** On one line where it is short. */
function jsonText(record: object): string {
  const short = JSON.stringify(record, undefined, 1).replaceAll(/\n\s*/g, ' ');
  return short.length <= 100 ? short : JSON.stringify(record, undefined, 2);
}

/** Lines of at most 140 characters. */
function wrapped(text: string): string {
  return text
    .replaceAll('\n', ' ')
    .replaceAll(/(.{1,140})(?: |$)/g, '$1\n')
    .trimEnd();
}

const notRead = `## What is not read

${wrapped(
  `A value of the message that no rule reads is lost on the way. \`amtsbote mapping coverage\` accounts for every value exactly once: read, ignored,
or lost. List what nobody needs under \`ignore\`, with everything below it, so that the next reader knows that it was no oversight.`,
)}`;

function findingsText(): string {
  const rows = mappingFindings.map((code) => {
    const { title, hint, officialCode = '' }: ErrorCodeEntry = errorCodes[code];
    return `| [\`${code}\`](../errors.md#${code.toLowerCase()}) | ${title} | ${hint} | ${officialCode} |`;
  });
  return `## Findings

${wrapped(
  `A mapping finds everything at once, names field, rule, path and line, and never a value. Each of these makes a case, which a person answers
after mending message or mapping (\`amtsbote resolve ID --retry\`). Only \`AB_CHECK_FAILED\` of a check with \`else: reject\` rejects, and only where
the route allows it.`,
)}

| code | what happened | what to do | official code |
|---|---|---|---|
${rows.join('\n')}`;
}

const outlook = `## In TypeScript

The same structure can be built by \`defineMapping\` of \`@amtsbote/sdk\` and named by a route like a file: \`mapping: ./mappings/dog.ts\`.
\`include\` is for YAML files only.`;
