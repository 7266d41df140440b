import type { FieldDeclaration } from '../target/record-shape.ts';
import { asksForCode } from './described-options.ts';
import type { DescribedLoginPage, DescribedRequest, DescribedRows, DescribedTarget, OpenQuestion } from './derive/described-target.ts';

/** How a description is written. */
export interface WriteOptions {
  /** The type of record, such as `dog-registration`. */
  readonly recordType: string;
  /** Beginning of the names of the two secrets. */
  readonly secretName: string;
  /** The question in the reader's language, one line. */
  readonly ask: (question: OpenQuestion) => string;
  /** Lines for the head of the file. */
  readonly head: readonly string[];
}

/** The description as YAML, its open questions as comments where they belong. */
export function writeDescription(target: DescribedTarget, options: WriteOptions): string {
  const lines = [
    ...options.head.map((line) => `# ${line}`),
    `baseUrl: ${scalar(target.baseUrl)}`,
    '',
    ...login(target, options),
    ...dialogs(target, options),
  ];
  const asked = (at: OpenQuestion['at']): readonly string[] => questionsAt(target, at, options);
  lines.push(...asked('capabilities'), ...(asked('capabilities').length > 0 ? [''] : []), 'records:', `  ${scalar(options.recordType)}:`);
  const record = [
    ...asked('fields'),
    'fields:',
    ...Object.entries(target.fields).map(([name, field]) => `  ${name}: ${fieldText(field)}`),
    '',
    ...asked('steps'),
    ...steps(target),
    ...rules(target),
    ...asked('commit'),
    ...commit(target),
    ...asked('confirmation'),
    ...(target.confirmation === undefined ? [] : [`confirmation: ${flow({ ...target.confirmation })}`]),
    '',
    ...asked('verify'),
    ...(target.verify === undefined
      ? []
      : ['verify:', `  open: ${scalar(target.verify.open)}`, '  fields:', ...pairs(target.verify.fields, 4)]),
    '',
    ...asked('find'),
    ...find(target),
  ];
  return `${[...lines, ...record.map((line) => (line === '' ? '' : `    ${line}`))]
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function questionsAt({ questions }: DescribedTarget, at: OpenQuestion['at'], { ask }: WriteOptions): readonly string[] {
  return questions.filter((each) => each.at === at).map((each) => `# ? ${ask(each).replaceAll(/\s+/g, ' ')}`);
}

function login(target: DescribedTarget, options: WriteOptions): readonly string[] {
  const { login: way } = target;
  if (way === undefined) return questionsAt(target, 'login', options);
  return [
    `account: ${flow(accountOf(target, options.secretName))}`,
    ...questionsAt(target, 'login', options),
    'login:',
    `  open: ${scalar(way.open)}`,
    `  fill: ${flow(way.fill)}`,
    `  click: ${scalar(way.click)}`,
    ...(way.further === undefined ? [] : ['  further:', ...way.further.flatMap(loginPage)]),
    ...(way.loggedIn === undefined ? [] : [`  loggedIn: ${scalar(way.loggedIn)}`]),
    ...(way.loggedOut === undefined ? [] : [`  loggedOut: ${scalar(way.loggedOut)}`]),
    '',
  ];
}

function accountOf({ login: way }: DescribedTarget, secretName: string): Readonly<Record<string, string>> {
  const codes = asksForCode(way) ? { oneTimeCodes: `secret:${secretName}-codes` } : {};
  return { user: `secret:${secretName}-user`, password: `secret:${secretName}-password`, ...codes };
}

function loginPage({ shows, fill, click }: DescribedLoginPage): readonly string[] {
  return [`    - shows: ${scalar(shows)}`, `      fill: ${flow(fill)}`, `      click: ${scalar(click)}`];
}

function dialogs(target: DescribedTarget, options: WriteOptions): readonly string[] {
  if (target.dialogs.length === 0) return [];
  return [...questionsAt(target, 'dialogs', options), 'dialogs:', ...target.dialogs.map((each) => `  - ${flow({ ...each })}`), ''];
}

function steps({ steps: way }: DescribedTarget): readonly string[] {
  const lines = way.flatMap((step): readonly string[] => {
    if ('open' in step) return [`  - open: ${scalar(step.open)}`];
    if ('click' in step) return [`  - click: ${scalar(step.click)}`];
    if ('rows' in step) return rowLines(step.rows);
    return 'fill' in step ? ['  - fill:', ...pairs(step.fill, 6)] : ['  - upload:', ...pairs(step.upload, 6)];
  });
  return ['steps:', ...lines, ''];
}

function rowLines({ each, add, addFirst, fill }: DescribedRows): readonly string[] {
  return [
    '  - rows:',
    `      each: ${scalar(each)}`,
    ...(add === undefined ? [] : [`      add: ${scalar(add)}`]),
    ...(addFirst === true ? ['      addFirst: true'] : []),
    '      fill:',
    ...pairs(fill, 8),
  ];
}

function rules({ rules: known }: DescribedTarget): readonly string[] {
  const lines = Object.entries(known).map(([label, { also, as }]) => {
    const parts = [...(also === undefined ? [] : [`also: [${also.map(scalar).join(', ')}]`]), ...(as === undefined ? [] : [`as: ${as}`])];
    return `  ${scalar(label)}: { ${parts.join(', ')} }`;
  });
  return lines.length === 0 ? [] : ['rules:', ...lines, ''];
}

function commit({ commit: act }: DescribedTarget): readonly string[] {
  if (act === undefined) return [''];
  const list = (name: string, all: readonly DescribedRequest[]): readonly string[] =>
    all.length === 0 ? [] : [`  ${name}:`, ...all.map((each) => `    - ${flow({ ...each })}`)];
  return [
    'commit:',
    `  click: ${scalar(act.click)}`,
    ...(act.further.length === 0 ? [] : [`  confirm: [${act.further.map(scalar).join(', ')}]`]),
    `  request: ${flow({ ...act.request })}`,
    ...list('followUps', act.followUps),
    ...list('harmless', act.harmless),
    '',
  ];
}

function find({ find: way }: DescribedTarget): readonly string[] {
  if (way === undefined) return [];
  return [
    'find:',
    `  open: ${scalar(way.open)}`,
    `  rows: ${scalar(way.rows)}`,
    ...(way.rowShowsKey ? [] : ['  rowShowsKey: false']),
    `  reference: ${flow({ pattern: way.pattern })}`,
    ...(way.empty === undefined ? [] : [`  empty: ${scalar(way.empty)}`]),
  ];
}

function pairs(entries: Readonly<Record<string, string>>, indent: number): readonly string[] {
  return Object.entries(entries).map(([key, value]) => `${' '.repeat(indent)}${scalar(key)}: ${scalar(value)}`);
}

function fieldText(field: FieldDeclaration): string {
  const parts = Object.entries(field).map(
    ([key, value]: [string, unknown]) => `${key}: ${isEntry(value) ? entryText(value) : String(value)}`,
  );
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function isEntry(value: unknown): value is Readonly<Record<string, FieldDeclaration>> {
  return typeof value === 'object' && value !== null;
}

function entryText(fields: Readonly<Record<string, FieldDeclaration>>): string {
  return `{ ${Object.entries(fields)
    .map(([name, field]) => `${name}: ${fieldText(field)}`)
    .join(', ')} }`;
}

function flow(entries: Readonly<Record<string, string | undefined>>): string {
  const parts = Object.entries(entries).flatMap(([key, value]) => (value === undefined ? [] : [`${scalar(key)}: ${scalar(value)}`]));
  return `{ ${parts.join(', ')} }`;
}

/** Text that needs no quotes is written without them. */
function scalar(text: string): string {
  const isPlain = /^[\p{L}/][\p{L}\p{N} ._/-]*$/u.test(text) && !text.endsWith(' ') && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text);
  if (isPlain || /^https?:\/\/[\w.:/-]+$/.test(text)) return text;
  return /[\n\r\t\u0000-\u001f]/.test(text) ? JSON.stringify(text) : `'${text.replaceAll("'", "''")}'`;
}
