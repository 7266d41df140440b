import type { DescribedLoginPage, DescribedRows, DescribedStep, DescribedTarget } from './derive/described-target.ts';
import type { WriteOptions } from './write-description.ts';

/** How a connector in TypeScript is written. */
export interface PageObjectOptions extends WriteOptions {
  /** The name of the target, such as `registry`. */
  readonly name: string;
}

/** The description as a connector in TypeScript: the same pages and labels, to be changed by hand. Its open questions are comments. */
export function writePageObject(target: DescribedTarget, options: PageObjectOptions): string {
  const { name, recordType, secretName } = options;
  const questions = target.questions.map((each) => `// ? ${options.ask(each).replaceAll(/\s+/g, ' ')}`);
  const account = target.login === undefined ? 'none' : `secret:${secretName}-user`;
  return `${[
    ...options.head.map((line) => `// ${line}`),
    ...questions,
    `import { defineTarget, type Delivered, type DeliveryKey, fillUrlTemplate, type MappedRecord, OutcomeUnknown, recordShape } from '@amtsbote/sdk';`,
    `import { ${lookHelpers(target)}clickByName, expectFilled, type FieldRules, fillByLabel, type LoginProcedure, type RpaAttempt, rpaChannel, type RpaVisit } from '@amtsbote/sdk/rpa';`,
    `import { z } from '@amtsbote/sdk/zod';`,
    '',
    `const fields = ${literal(target.fields)} as const;`,
    `const rules: FieldRules = ${literal(target.rules)};`,
    '',
    `/** The target ${name}. */`,
    'export const connector = defineTarget({',
    `  name: ${literal(name)},`,
    `  options: z.strictObject({ baseUrl: z.url().default(${literal(target.baseUrl)}) }),`,
    '  open: async (services) => ({',
    `    records: { ${literal(recordType)}: recordShape(fields) },`,
    '    channels: [',
    '      rpaChannel({',
    '        services,',
    `        account: { account: ${literal(account)}, baseUrl: services.options.baseUrl, login: login(services.secrets) },`,
    `        capabilities: { find: ${literal(target.find === undefined ? 'none' : 'hint')}, idempotencyKey: false, maxInFlightMs: 60_000, visibilityLagMs: 0 },`,
    `        records: [${literal(recordType)}],`,
    '        deliver: (_type, record, attempt) => enter(record, attempt),',
    ...(target.find === undefined ? [] : ['        find: (_type, key, visit) => find(key, visit),']),
    '      }),',
    '    ],',
    '  }),',
    '});',
    '',
    ...loginLines(target, secretName),
    '',
    ...enterLines(target, recordType),
    '',
    ...findLines(target),
    'function firstMatch(text: string, pattern: RegExp): string | undefined {',
    '  return pattern.exec(text)?.[0];',
    '}',
  ].join('\n')}\n`;
}

function lookHelpers({ login }: DescribedTarget): string {
  if (login === undefined) return '';
  return login.loggedOut === undefined ? 'awaitAnywhere, countAnywhere, ' : 'awaitAnywhere, ';
}

function loginLines({ login }: DescribedTarget, secretName: string): readonly string[] {
  const secrets = 'secrets: { get(reference: string): Promise<string> }';
  if (login === undefined) return [`function login(_${secrets}): LoginProcedure | undefined {`, '  return undefined;', '}'];
  const loggedIn = literal(login.loggedIn ?? '');
  const fill = loginFields(login.fill);
  const pages = (login.further ?? []).flatMap((each) => loginPageLines(each, { loggedIn, secretName }));
  const inside =
    login.loggedOut === undefined
      ? `(await countAnywhere(page, ${loggedIn})) > 0`
      : `(await awaitAnywhere(page, [${loggedIn}, ${literal(login.loggedOut)}])) === ${loggedIn}`;
  const waited = `(await awaitAnywhere(page, [${loggedIn}], { signal })) !== undefined`;
  return [
    `function login(${secrets}): LoginProcedure {`,
    '  return {',
    `    loggedIn: async (page) => ${inside},`,
    `    enter: async (visit, signal${pages.length > 0 ? ', help' : ''}) => {`,
    `      const page = await visit(${literal(login.open)});`,
    `      const [user, password] = await Promise.all([secrets.get(${literal(`secret:${secretName}-user`)}), secrets.get(${literal(`secret:${secretName}-password`)})]);`,
    `      await fillByLabel(page, { ${fill.join(', ')} }, { signal });`,
    `      await clickByName(page, ${literal(login.click)}, { signal });`,
    "      await page.waitForLoadState('domcontentloaded');",
    ...pages,
    `      return ${waited};`,
    '    },',
    '  };',
    '}',
  ];
}

function loginFields(fill: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(fill).map(
    ([label, value]) => `${literal(label)}: ${/^\{\w+\}$/.test(value) ? value.slice(1, -1) : literal(value)}`,
  );
}

function loginPageLines(
  { shows, fill, click }: DescribedLoginPage,
  { loggedIn, secretName }: { readonly loggedIn: string; readonly secretName: string },
): readonly string[] {
  const asksForCode = Object.values(fill).includes('{code}');
  return [
    `      if ((await awaitAnywhere(page, [${literal(shows)}, ${loggedIn}], { signal })) === ${literal(shows)}) {`,
    ...(asksForCode ? [`        const code = await help.oneTimeCode(await secrets.get(${literal(`secret:${secretName}-codes`)}));`] : []),
    `        await fillByLabel(page, { ${loginFields(fill).join(', ')} }, { signal });`,
    `        await clickByName(page, ${literal(click)}, { signal });`,
    '      }',
  ];
}

function enterLines({ steps, commit, confirmation }: DescribedTarget, recordType: string): readonly string[] {
  return [
    'async function enter(record: MappedRecord, attempt: RpaAttempt): Promise<Delivered> {',
    '  const { signal, deliveryKey } = attempt;',
    "  const text = (name: string): string => String(record[name] ?? '');",
    ...steps.flatMap(stepLines),
    `  const { page } = await attempt.commit({ name: ${literal(`save ${recordType}`)}, request: ${literal(commit?.request ?? { method: 'POST', path: '' })} }, async (shown) => {`,
    ...[commit?.click ?? '', ...(commit?.further ?? [])].map((name) => `    await clickByName(shown, ${literal(name)}, { signal });`),
    '  });',
    "  const shown = await attempt.step('read confirmation', () => page.locator(" +
      literal(confirmation?.selector ?? '') +
      ').first().innerText());',
    `  const reference = firstMatch(shown, /${confirmation?.pattern ?? '$^'}/u);`,
    "  if (reference === undefined) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the confirmation shows no reference of the expected form');",
    '  return { reference };',
    '}',
  ];
}

function stepLines(step: DescribedStep): readonly string[] {
  if ('open' in step) return [`  await attempt.step('open page', () => attempt.open(${literal(step.open)}));`];
  if ('click' in step)
    return [
      `  await attempt.step('click', async () => clickByName(await attempt.page(), ${literal(step.click)}, { signal }));`,
      "  await attempt.step('wait', async () => (await attempt.page()).waitForLoadState('domcontentloaded'));",
    ];
  if ('rows' in step) return rowLines(step.rows);
  if ('upload' in step)
    return Object.keys(step.upload).map((label) => `  // ? ${label}: uploadByLabel(page, { label: ${literal(label)}, attachments: … })`);
  const fields = Object.entries(step.fill).map(([label, template]) => `    ${literal(label)}: ${expression(template)},`);
  return [
    "  await attempt.step('fill form', async () => {",
    '    const page = await attempt.page();',
    '    const values = {',
    ...fields.map((line) => `  ${line}`),
    '    };',
    '    await fillByLabel(page, values, { signal, rules });',
    '    await expectFilled(page, values, { signal, rules, mend: true });',
    '  });',
  ];
}

function rowLines({ each, add, addFirst, fill }: DescribedRows): readonly string[] {
  const columns = Object.entries(fill).map(([label, template]) => {
    const value = template === '{value}' ? 'entry' : `(entry as MappedRecord)[${literal(template.slice(1, -1))}]`;
    return `      [\`${label.replaceAll(/[`\\$]/g, String.raw`\$&`).replaceAll('{n}', '${at + 1}')}\`]: ${value} as string | boolean | undefined,`;
  });
  const adds = `await clickByName(await attempt.page(), ${literal(add ?? '')}, { signal });`;
  return [
    `  for (const [at, entry] of ((record[${literal(each)}] ?? []) as readonly unknown[]).entries()) {`,
    ...(add === undefined ? [] : [`    ${addFirst === true ? '' : 'if (at > 0) '}await attempt.step('add row', async () => { ${adds} });`]),
    "    await attempt.step('fill row', async () => {",
    '      const page = await attempt.page();',
    "      await page.waitForLoadState('domcontentloaded');",
    '      const values = {',
    ...columns.map((line) => `  ${line}`),
    '      };',
    '      await fillByLabel(page, values, { signal, rules });',
    '      await expectFilled(page, values, { signal, rules, mend: true });',
    '    });',
    '  }',
  ];
}

function expression(template: string): string {
  const whole = /^\{([^}]+)\}$/.exec(template)?.[1];
  if (whole === 'deliveryKey') return 'deliveryKey';
  if (whole !== undefined) return `record[${literal(whole)}] as string | boolean | undefined`;
  const inner = template
    .replaceAll(/[`\\$]/g, String.raw`\$&`)
    .replaceAll(/\{([^}]+)\}/g, (_, name: string) => (name === 'deliveryKey' ? '${deliveryKey}' : `\${text(${literal(name)})}`));
  return `\`${inner}\``;
}

function findLines({ find }: DescribedTarget): readonly string[] {
  if (find === undefined) return [];
  return [
    'async function find(key: DeliveryKey, visit: RpaVisit): Promise<readonly string[]> {',
    `  const page = await visit.open(fillUrlTemplate(${literal(find.open)}, { deliveryKey: key }));`,
    `  const hits = await visit.guard('look up', () => page.locator(${literal(find.rows)}).allInnerTexts());`,
    `  return hits.${find.rowShowsKey ? 'filter((hit) => hit.includes(key)).' : ''}flatMap((hit) => firstMatch(hit, /${find.pattern}/u) ?? []);`,
    '}',
    '',
  ];
}

/** A value as TypeScript writes it. */
function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll(/['\\]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`)}'`;
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, each]) => `${/^[A-Za-z]\w*$/.test(key) ? key : literal(key)}: ${literal(each)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
