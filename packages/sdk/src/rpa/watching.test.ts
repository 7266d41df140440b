import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { pauseFor } from './watching.ts';
import { TestServer, testBrowser } from './rpa-harness.test-support.ts';

let server: TestServer;
let browser: Awaited<ReturnType<typeof testBrowser>>;
let page: Page;
beforeAll(async () => {
  server = await new TestServer().start();
  server.pages['GET /form'] =
    '<form method="post" action="/save"><label>Name <input name="n" value="Berta"></label><button>Speichern</button></form>';
  server.pages['POST /save'] = 'saved';
  server.pages['GET /get'] = '<form action="/store"><input name="n" value="1"><button>Speichern</button></form>';
  server.pages['GET /store'] = 'saved';
  browser = await testBrowser();
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  server.seen.length = 0;
  page = await browser.newPage();
  await page.goto(`${server.url}/form`);
});
afterEach(() => page.close());

const { signal } = new AbortController();
const declined = { code: 'AB_NOT_CONFIRMED' };

test('yes goes on, and leaves the page as free as it was', async () => {
  await pauseFor(page, { ask: async () => true, what: 'save', signal });
  await page.getByRole('button').click();
  await page.getByText('saved').waitFor();
  expect(server.writes()).toHaveLength(1);
});

test('no makes a case', async () => {
  await expect(pauseFor(page, { ask: async () => false, what: 'save', signal })).rejects.toMatchObject(declined);
});

test('who presses the button in the window meanwhile saves nothing, and makes a case', async () => {
  const press = async (): Promise<boolean> => {
    await page.getByRole('button').click();
    return true;
  };
  await expect(pauseFor(page, { ask: press, what: 'save', signal })).rejects.toMatchObject(declined);
  await page.goto(`${server.url}/get`);
  const saving = [{ method: 'GET', path: '/store' }];
  await expect(pauseFor(page, { ask: press, what: 'save', signal, saving })).rejects.toMatchObject(declined);
  expect([...server.writes(), ...server.seen.filter(({ url }) => url.startsWith('/store'))]).toEqual([]);
});

test('who changes a field in the window meanwhile makes a case: it was compared before', async () => {
  const change = async (): Promise<boolean> => {
    await page.getByLabel('Name').fill('Anna');
    return true;
  };
  const error = await pauseFor(page, { ask: change, what: 'save', signal }).catch((caught: unknown) => caught);
  expect(error).toMatchObject(declined);
  expect(String(error)).not.toMatch(/Anna|Berta/);
});

test('the end of the run ends the question', async () => {
  const ended = new AbortController();
  const ask = async (): Promise<boolean> => {
    ended.abort(new Error('run ended'));
    return new Promise(() => undefined);
  };
  await expect(pauseFor(page, { ask, what: 'save', signal: ended.signal })).rejects.toThrow('run ended');
});
