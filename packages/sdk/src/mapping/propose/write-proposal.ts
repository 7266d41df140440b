import type { Proposal, ProposedField, ProposedValue } from './proposal.ts';

/** Where a proposal comes from, for its first line. */
export interface ProposalOrigin {
  /** The message, or the schema set and element. */
  readonly from: string;
  /** Standard, version and type, where they are known. */
  readonly standard?: string | undefined;
  /** The schema that types and lists were taken from. */
  readonly schema?: string | undefined;
}

const widest = 118;

/** A proposal as the YAML of a mapping file. Comments say what to check. */
export function proposalYaml(proposal: Proposal, origin: ProposalOrigin): string {
  const { root, record, prefixes, fields, ignore, leftOut } = proposal;
  const lines = [
    ...introduction(origin),
    'message:',
    `  root: ${scalar(root.localName)}`,
    ...(root.namespace === '' ? [] : [`  namespace: ${scalar(root.namespace)}`]),
    ...(prefixes.size === 0 ? [] : ['prefixes:', ...[...prefixes].map(([prefix, name]) => `  ${prefix}: ${scalar(name)}`)]),
    '',
    `record: ${record}`,
    fields.length === 0 ? 'fields: {}' : 'fields:',
    ...fields.flatMap((field) => fieldLines(field, 2)),
  ];
  if (ignore.length > 0) lines.push('', 'ignore:', ...ignore.map(({ path, comment }) => withComment(`  - ${scalar(path)}`, comment)));
  if (leftOut.length > 0)
    lines.push('', '# No rules were proposed for what stands in these parts:', ...leftOut.map((path) => `#   ${path}`));
  return `${lines.join('\n')}\n`;
}

function introduction({ from, standard, schema }: ProposalOrigin): readonly string[] {
  const about = [standard, schema === undefined ? undefined : `types from ${schema}`].filter((part) => part !== undefined);
  return [
    '# yaml-language-server: $schema=../.amtsbote/mapping.schema.json',
    `# A first mapping, proposed from ${oneLine(from)}${about.length > 0 ? ` (${about.join('; ')})` : ''}.`,
    '# Check before use:',
    '#   - names: give `record` and the fields the names that the target takes, and remove what it does not take',
    '#   - words: codes become words; write those of the target',
    '#   - `required`: what the target cannot do without; `text: { max: … }`: what its fields hold',
    '#   - `ignore`: what nobody needs. `amtsbote mapping lint` and `amtsbote mapping coverage` tell what is left.',
    '',
  ];
}

function fieldLines(field: ProposedField, by: number): readonly string[] {
  const indent = ' '.repeat(by);
  const flow = field.fields ? undefined : `${indent}${field.name}: { ${entriesOf(field).map(flowEntry).join(', ')} }`;
  if (flow !== undefined && flow.length <= widest) return commented(flow, field.comment, indent);
  const lines = [withComment(`${indent}${field.name}:`, field.comment)];
  for (const [key, value] of entriesOf(field)) lines.push(...blockEntry(key, value, by + 2));
  if (field.fields) lines.push(`${indent}  fields:`, ...field.fields.flatMap((inner) => fieldLines(inner, by + 4)));
  return lines;
}

type Entry = readonly [key: string, value: ProposedValue | true];

function entriesOf({ path, each, required, conversion }: ProposedField): readonly Entry[] {
  const entries: Entry[] = [];
  if (path !== undefined) entries.push(['path', path]);
  if (each !== undefined) entries.push(['each', each]);
  if (required === true) entries.push(['required', true]);
  if (conversion) entries.push([conversion.key, conversion.value]);
  return entries;
}

function flowEntry([key, value]: Entry): string {
  return `${keyText(key)}: ${value === true ? 'true' : flowValue(value)}`;
}

function flowValue(value: ProposedValue): string {
  if (typeof value === 'string') return scalar(value);
  const entries = Object.entries(value);
  return entries.length === 0 ? '{}' : `{ ${entries.map(flowEntry).join(', ')} }`;
}

function blockEntry(key: string, value: ProposedValue | true, by: number): readonly string[] {
  const line = `${' '.repeat(by)}${flowEntry([key, value])}`;
  if (value === true || typeof value === 'string' || line.length <= widest) return [line];
  return [`${' '.repeat(by)}${keyText(key)}:`, ...Object.entries(value).flatMap(([name, inner]) => blockEntry(name, inner, by + 2))];
}

/** A comment behind a line that stays short enough, else above it. */
function commented(line: string, comment: string | undefined, indent: string): readonly string[] {
  const whole = withComment(line, comment);
  return comment === undefined || whole.length <= widest + 20 ? [whole] : [`${indent}# ${oneLine(comment)}`, line];
}

function withComment(line: string, comment: string | undefined): string {
  return comment === undefined ? line : `${line}  # ${oneLine(comment)}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Keys that are codes look like numbers or words of YAML: they are quoted. */
function keyText(key: string): string {
  return /^[A-Za-z][A-Za-z0-9]*$/.test(key) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(key) ? key : quoted(key);
}

/** Plain where that is certain to be read as the same text, in flow maps too. */
function scalar(text: string): string {
  const plain =
    /^[\p{L}./_](?:[\p{L}\p{N}./_@-]|:(?! )| (?=[\p{L}\p{N}]))*$/u.test(text) &&
    !/:$|^(true|false|null|yes|no|on|off|y|n|\.nan|[-+.]?\.inf|\.|~)$/i.test(text);
  return plain ? text : quoted(text);
}

function quoted(text: string): string {
  if (/[\p{Cc}\u2028\u2029\uFEFF]/u.test(text)) return JSON.stringify(text);
  return `'${text.replaceAll("'", "''")}'`;
}
