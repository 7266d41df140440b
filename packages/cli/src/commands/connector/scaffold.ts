/** The files of a new connector, by path. Its screens stand for those of the application until they are saved from it. */
export function scaffold(name: string, version: string): Readonly<Record<string, string>> {
  return {
    'package.json': packageFile(name, version),
    'README.md': readme(name),
    [`${name}.ts`]: connectorFile(name),
    'pages.ts': pagesFile(name),
    [`${name}.test.ts`]: testFile(name),
    'screens/screens.json': `${JSON.stringify({ '/login': 'login.html', '/records/new': 'form.html', '/records/0': 'saved.html', '/search': 'search.html' }, undefined, 2)}\n`,
    'screens/login.html': screen(
      '<h1>Anmelden</h1><form method="post" action="/login"><label>Benutzername <input name="user"></label> <label>Kennwort <input type="password" name="password"></label> <button>Anmelden</button></form>',
    ),
    'screens/form.html': screen(
      `${logout}<h1>Neuer Datensatz</h1><form method="post" action="/records"><p><label for="name">Name</label> <input id="name" name="name" required></p><p><label for="key">Fremdschlüssel</label> <input id="key" name="key"></p><button>Speichern</button></form>`,
    ),
    'screens/saved.html': screen(`${logout}<h1>Gespeichert</h1><p role="status">Aktenzeichen 0000</p>`),
    'screens/search.html': screen(`${logout}<h1>Suche</h1><table><tbody></tbody></table>`),
  };
}

const logout = '<form method="post" action="/logout"><button>Abmelden</button></form>';

function screen(body: string): string {
  return `<!doctype html>\n<html lang="de">\n<head><meta charset="utf-8"><title>Fachverfahren</title></head>\n<body>${body}</body>\n</html>\n`;
}

function packageFile(name: string, version: string): string {
  const content = {
    name,
    private: true,
    type: 'module',
    scripts: { test: 'node --test' },
    dependencies: { '@amtsbote/sdk': `^${version}`, 'playwright-core': '^1.65.0' },
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

function connectorFile(name: string): string {
  return `import { defineTarget, recordShape, type TargetDefinition } from '@amtsbote/sdk';
import { rpaChannel } from '@amtsbote/sdk/rpa';
import { z } from '@amtsbote/sdk/zod';
import { enter, find, login } from './pages.ts';

/** Options of the target in amtsbote.yaml. */
export interface Options {
  readonly baseUrl: string;
  /** References of secrets. */
  readonly user: string;
  readonly password: string;
}

/** The target ${name}: \`connector: ./${name}/${name}.ts\`. */
export const connector: TargetDefinition<Options> = defineTarget<Options>({
  name: '${name}',
  options: z.strictObject({ baseUrl: z.url(), user: z.string(), password: z.string() }),
  open: async (services) => ({
    records: { record: recordShape({ name: { required: true, max: 60 } }) },
    channels: [
      rpaChannel({
        services,
        account: { account: services.options.user, baseUrl: services.options.baseUrl, login: login(services) },
        // "hint" until it is certain that the search shows every saved record at once; then "authoritative".
        capabilities: { find: 'hint', idempotencyKey: false, maxInFlightMs: 60_000, visibilityLagMs: 0 },
        records: ['record'],
        deliver: (_type, record, attempt) => enter(record, attempt),
        find: (_type, key, visit) => find(key, visit),
      }),
    ],
  }),
});
`;
}

function pagesFile(name: string): string {
  return `import { type ConnectorServices, type Delivered, type DeliveryKey, fillUrlTemplate, type MappedRecord, OutcomeUnknown } from '@amtsbote/sdk';
import { clickByName, expectFilled, fillByLabel, type LoginProcedure, type RpaAttempt, type RpaVisit } from '@amtsbote/sdk/rpa';
import type { Options } from './${name}.ts';

/** How references of the application look. */
const reference = /\\d{4,}/;

/** What is on every page of a session, and on no other. */
const loggedIn = 'role=button[name="Abmelden"]';

export function login({ options, secrets }: ConnectorServices<Options>): LoginProcedure {
  return {
    loggedIn: async (page) => (await page.locator(loggedIn).count()) > 0,
    enter: async (visit, signal) => {
      const page = await visit('/login');
      const [user, password] = await Promise.all([secrets.get(options.user), secrets.get(options.password)]);
      await fillByLabel(page, { Benutzername: user, Kennwort: password }, { signal });
      await clickByName(page, 'Anmelden', { signal });
      await page.waitForLoadState('domcontentloaded');
      return (await page.locator(loggedIn).count()) > 0;
    },
  };
}

/** Enters one record. All before \`commit\` can be undone; \`commit\` is the one click that saves. */
export async function enter(record: MappedRecord, attempt: RpaAttempt): Promise<Delivered> {
  const { signal } = attempt;
  const page = await attempt.step('open form', () => attempt.open('/records/new'));
  const fields = { Name: String(record['name'] ?? ''), Fremdschlüssel: attempt.deliveryKey };
  await attempt.step('fill form', () => fillByLabel(page, fields, { signal }));
  await attempt.step('read back', () => expectFilled(page, fields, { signal }));
  const saves = { name: 'save record', request: { method: 'POST', path: '/records' } };
  const answer = await attempt.commit(saves, (shown) => clickByName(shown, 'Speichern', { signal }));
  const text = await attempt.step('read confirmation', () => answer.page.getByRole('status').innerText());
  const found = reference.exec(text)?.[0];
  if (found === undefined) throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'the confirmation shows no reference of the expected form');
  return { reference: found };
}

/** The references of the records that carry this key. */
export async function find(key: DeliveryKey, visit: RpaVisit): Promise<readonly string[]> {
  const page = await visit.open(fillUrlTemplate('/search?q={deliveryKey}', { deliveryKey: key }));
  const rows = await visit.guard('look up', () => page.getByRole('row').allInnerTexts());
  return rows.filter((row) => row.includes(key)).flatMap((row) => reference.exec(row.replace(key, ''))?.[0] ?? []);
}
`;
}

function testFile(name: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serveScreens, testAttempt, testServices } from '@amtsbote/sdk/testing';
import { connector } from './${name}.ts';

const screens = fileURLToPath(new URL('screens', import.meta.url));
const answers = { 'POST /login': '/records/new', 'POST /records': '/records/4711' };

test('a record is entered once, and its reference read', async () => {
  await using app = await serveScreens(screens, { answers });
  await using services = testServices({ baseUrl: app.url, user: 'secret:user', password: 'secret:password' });
  const [channel] = (await connector.open(services)).channels;
  const delivered = await channel?.deliver('record', { name: 'Muster' }, testAttempt());
  assert.deepEqual(delivered, { reference: '0000' });
  const saved = app.writes.filter(({ path }) => path === '/records');
  assert.equal(saved.length, 1);
  assert.equal(new URLSearchParams(saved[0]?.body).get('name'), 'Muster');
});

test('a saved record is found by its key', async () => {
  const search = '<button>Abmelden</button><table><tbody><tr><td>4711</td><td>AB-TEST-0000-0000-0001</td></tr></tbody></table>';
  await using app = await serveScreens(screens, { answers, screens: { '/search': search } });
  await using services = testServices({ baseUrl: app.url, user: 'secret:user', password: 'secret:password' });
  const [channel] = (await connector.open(services)).channels;
  const { signal } = new AbortController();
  assert.deepEqual(await channel?.find?.('record', 'AB-TEST-0000-0000-0001', signal), ['4711']);
});
`;
}

function readme(name: string): string {
  return `# ${name}

A target that works through the pages of a web application.

1. Save its screens, with data that you made up: \`amtsbote connector snapshot --headed --out ${name}/screens ADDRESS …\`.
   Values and texts that may be data keep their shape only. Look through the files before you keep them.
2. Change \`pages.ts\` until it says what a clerk does there: labels, the button that saves, the request it sends, where the reference stands.
3. \`npm install\`, then \`npm test\`: the connector against the screens. A screen of a new version goes into the same folder.
4. Against a test system: \`targetConformance\` of \`@amtsbote/sdk/testing\`, see the guide "Writing a connector".
5. In \`amtsbote.yaml\`: \`channels: [{ connector: ./${name}/${name}.ts, options: { baseUrl: …, user: secret:${name}-user, password: secret:${name}-password } }]\`.
`;
}
