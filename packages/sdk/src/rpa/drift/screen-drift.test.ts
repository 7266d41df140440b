import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { testAttempt } from '../../testing/test-attempt.ts';
import { rpaChannel } from '../rpa-channel.ts';
import { TestServer, htmlPage, testBrowser, testServices } from '../rpa-harness.test-support.ts';
import type { ReachableScreen } from './screen-check.ts';
import { type Screen, missingLines, screenDrift } from './screen-drift.ts';

let own: Awaited<ReturnType<typeof testBrowser>>;
let page: Page;

beforeAll(async () => {
  own = await testBrowser();
  page = await own.newPage();
});
afterAll(() => own.close());

const form = `<h1>Hund anmelden</h1><form><label>Name * <input name="n" required></label><label>PLZ <input name="p"></label>
  <label>Amt <input value="Kasse" required></label><fieldset><legend>Tage</legend><label><input type="checkbox"> Mo</label></fieldset>
  <fieldset><legend>Anrede</legend><label><input type="radio" name="a" required> Frau</label></fieldset><button>Speichern</button></form>`;

const screen: Screen = {
  name: '/hund/neu',
  fields: ['Name', 'PLZ', 'Tage', 'Anrede'],
  several: ['Tage'],
  buttons: ['Speichern', 'css=#more'],
  within: 'form',
  aria: '- textbox "Name *"\n- button "Speichern"',
};

async function look(body: string, change: Partial<Screen> = {}, quotes = true) {
  await page.setContent(htmlPage(body));
  const { findings, fallbacks } = await screenDrift(page, { ...screen, ...change }, { quotes });
  return { said: findings.map((each) => each.message), fallbacks };
}

test('a screen as described says nothing, and required fields that hold something already are no news', async () => {
  expect(await look(form)).toEqual({ said: [], fallbacks: [] });
});

test('a renamed label is told with the labels that are there instead', async () => {
  expect((await look(form.replace('PLZ', 'Postleitzahl'))).said).toEqual([
    '/hund/neu: the field "PLZ" is not there any more; there are others: "Postleitzahl", "Amt"',
  ]);
});

test('where it is written down, nothing is quoted that the description does not know', async () => {
  const changed = form.replace('PLZ', 'Petra Geheim').replace('<button>', '<label>Erna Geheim * <input required></label><button>');
  const { said } = await look(changed, {}, false);
  expect(said).toEqual([
    '/hund/neu: the field "PLZ" is not there any more; there are 3 others that the description does not know',
    '/hund/neu: a new field must be filled, and the description does not know it',
  ]);
});

test('a new required field is told, unless it is known to be left alone', async () => {
  const more = form.replace('<button>', '<label>Steuernummer * <input required></label><button>');
  expect((await look(more)).said).toEqual(['/hund/neu: the new field "Steuernummer" must be filled, and the description does not know it']);
  expect((await look(more, { leaves: ['Steuernummer'] })).said).toEqual([]);
});

test('a missing button, a missing part and a changed outline are told', async () => {
  const renamed = await look(form.replace('Speichern', 'Sichern'));
  expect(renamed.said).toEqual([
    '/hund/neu: the button "Speichern" is not there any more',
    '/hund/neu: the screen no longer shows - button "Speichern"',
  ]);
  expect((await look(form, { within: '#main' })).said).toEqual(['/hund/neu: the part #main is not there']);
});

test('a field found by a fallback only is told apart', async () => {
  const renamed = form.replace('PLZ', 'Postleitzahl');
  expect(await look(renamed, { rules: { PLZ: { also: ['name=p'] } } })).toEqual({ said: [], fallbacks: ['PLZ'] });
});

test('lines of an outline may have others between them, and must keep their order', () => {
  expect(missingLines('a\n  b', 'a\nx\nb')).toEqual([]);
  expect(missingLines('b\na', 'a\nb')).toEqual(['a']);
});

async function target(body: string) {
  const server = await new TestServer().start();
  const services = testServices({});
  server.pages['GET /neu'] = body;
  server.pages['GET /'] = 'da';
  onTestFinished(async () => {
    await services.close();
    await server.close();
  });
  const screens: readonly ReachableScreen[] = [{ ...screen, aria: undefined, open: '/neu' }];
  const channel = rpaChannel({
    services,
    screens,
    account: { account: 'one', baseUrl: server.url, timeoutMs: 3000 },
    capabilities: { find: 'none', idempotencyKey: false, maxInFlightMs: 1000, visibilityLagMs: 0 },
    deliver: async (_type, record) => ({ reference: record['name'] as string }),
  });
  return { server, channel };
}

test('the first delivery of a run looks at the screens, once', async () => {
  const { server, channel } = await target(form);
  for (const name of ['1', '2']) await channel.deliver('x', { name }, testAttempt());
  expect(server.writes('GET').map(({ url }) => url)).toEqual(['/neu']);
});

test('a changed screen pauses the target before anything is entered, and doctor says what has changed', async () => {
  const { server, channel } = await target(form.replace('PLZ', 'Postleitzahl'));
  await expect(channel.deliver('x', { name: 'Geheim' }, testAttempt())).rejects.toMatchObject({
    code: 'AB_SCREEN_CHANGED',
    effect: 'pause-target',
    message: expect.stringContaining('"PLZ" is not there any more'),
  });
  const [, found] = await channel.check(new AbortController().signal);
  expect(found).toMatchObject({ name: 'screen /hund/neu is as described', ok: false, detail: expect.stringContaining('"Postleitzahl"') });
  server.pages['GET /neu'] = form;
  expect(await channel.deliver('x', { name: 'R' }, testAttempt())).toEqual({ reference: 'R' });
});
