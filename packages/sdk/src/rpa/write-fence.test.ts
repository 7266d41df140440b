import type { ServerResponse } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type TestAttemptOptions, TestDryRunStop, testAttempt } from '../testing/test-attempt.ts';
import { clickByName } from './click-by-name.ts';
import { TestServer, testBrowser } from './rpa-harness.test-support.ts';
import { type CommitDeclaration, commitBehindFence } from './write-fence.ts';

let own: Awaited<ReturnType<typeof testBrowser>>;
let server: TestServer;
let page: Page;

beforeAll(async () => {
  own = await testBrowser();
});
afterAll(() => own.close());
beforeEach(async () => {
  server = await new TestServer().start();
  page = await (await own.browser.newContext({ serviceWorkers: 'block' })).newPage();
  server.pages['POST /save'] = (_, response) => response.writeHead(303, { location: '/done' }).end();
  server.pages['GET /done'] = '<h1>Gespeichert</h1>';
});
afterEach(async () => {
  await page.context().close();
  await server.close();
});

const save: CommitDeclaration = { name: 'save', request: { path: '/save' }, seenWithinMs: 600 };

async function commit(body: string, options: TestAttemptOptions = {}, declaration: CommitDeclaration = save) {
  server.pages['GET /'] = body;
  await page.goto(server.url);
  const attempt = testAttempt(options);
  const act = commitBehindFence({ page, attempt }, declaration, (each) => clickByName(each, 'Speichern', { timeoutMs: 1500 }));
  return act.then(
    (answer) => ({ attempt, answer, error: undefined }),
    (error: unknown) => ({ attempt, answer: undefined, error: error as Error & { code?: string } }),
  );
}

const form = `<form method="post" action="/save"><input name="name" value="Müller"><button>Speichern</button></form>`;

test('the request waits for the journal and then goes on', async () => {
  let sentBefore = -1;
  const { attempt, answer } = await commit(form, { onOpen: () => void (sentBefore = server.writes().length) });
  expect(sentBefore).toBe(0);
  expect(answer?.status).toBe(303);
  await expect.poll(() => page.url()).toBe(`${server.url}/done`);
  expect(server.writes()[0]?.body).toBe('name=M%C3%BCller');
  expect(attempt.events).toEqual(['fence:held', 'gate:save', 'fence:journalled', 'fence:released', 'fence:answered']);
  expect(attempt.intents[0]?.requestHash).toMatch(/^[0-9a-f]{64}$/);
  expect(attempt.intents[0]?.preview).toBeUndefined();
  expect(server.writes()).toHaveLength(1);
});

test('a dry run sends nothing, shows what would be sent, and keeps the form on the screen', async () => {
  server.pages['GET /'] = form;
  await page.goto(server.url);
  let shown = '';
  const attempt = testAttempt({ dryRun: true });
  const act = commitBehindFence({ page, attempt, stopped: async () => void (shown = page.url()) }, save, (each) =>
    clickByName(each, 'Speichern'),
  );
  const error: unknown = await act.catch((each: unknown) => each);
  expect(error).toBeInstanceOf(TestDryRunStop);
  expect((error as TestDryRunStop).intent.preview).toBe('POST /save\nname = Müller');
  expect(shown).toBe(`${server.url}/`);
  expect(server.writes()).toHaveLength(0);
});

test('a dry run holds back writes that are not declared, too', async () => {
  const { error } = await commit(form.replace('/save', '/other'), { dryRun: true });
  expect(error?.code).toBe('AB_FORM_CHANGED');
  expect(server.writes()).toHaveLength(0);
});

test('a gate that does not open keeps the request here', async () => {
  const { error } = await commit(form, { onOpen: () => Promise.reject(new Error('lease lost')) });
  expect(error?.message).toBe('lease lost');
  expect(server.writes()).toHaveLength(0);
});

const savesByGet = `<form action="/save"><input name="n" value="1"><button>Speichern</button></form>`;

test('a request that saves by another method than declared is no proof of absence', async () => {
  server.pages['GET /save'] = '<h1>Gespeichert</h1>';
  expect((await commit(savesByGet)).error).toMatchObject({ code: 'AB_OUTCOME_UNKNOWN', effect: 'unknown' });
});

test('a dry run holds a request back that saves by another method than declared', async () => {
  expect((await commit(savesByGet, { dryRun: true })).error?.code).toBe('AB_FORM_CHANGED');
  expect(server.writes('GET').map(({ url }) => url)).toEqual(['/']);
});

test('saving by GET stands behind the fence as well', async () => {
  server.pages['GET /save'] = '<h1>Gespeichert</h1>';
  const body = `<form action="/save"><input name="n" value="1"><button>Speichern</button></form>`;
  const { attempt, answer } = await commit(body, {}, { ...save, request: { method: 'GET', path: '/sa*' } });
  expect(answer?.status).toBe(200);
  expect(attempt.events).toContain('fence:journalled');
});

test('a second saving request is held back, and the outcome is to be looked up', async () => {
  server.pages['GET /'] = '';
  server.pages['POST /save'] = (_, response) => void setTimeout(() => response.end('ok'), 200);
  const { error } = await commit(
    `<button onclick="fetch('/save', {method:'POST', body:'1'}); fetch('/save', {method:'POST', body:'2'})">Speichern</button>`,
  );
  expect(error).toMatchObject({ code: 'AB_COMMIT_TWICE', effect: 'unknown' });
  expect(server.writes()).toHaveLength(1);
});

test('a declared follow-up of the same act passes', async () => {
  server.pages['POST /save'] = '<form method="post" action="/sure"><button>Ja</button></form>';
  server.pages['POST /sure'] = '<h1>Gespeichert</h1>';
  server.pages['GET /'] = form;
  await page.goto(server.url);
  const answer = await commitBehindFence({ page, attempt: testAttempt() }, { ...save, followUps: [{ path: '/sure' }] }, async (each) => {
    await clickByName(each, 'Speichern');
    await clickByName(each, 'Ja');
  });
  expect(answer.status).toBe(200);
  expect(server.writes().map((each) => each.url)).toEqual(['/save', '/sure']);
});

test('a follow-up to the same address is none while the first request has no answer', async () => {
  server.pages['POST /save'] = (_, response) => void setTimeout(() => response.end('ok'), 200);
  const twice = `<button onclick="fetch('/save', {method:'POST', body:'1'}); fetch('/save', {method:'POST', body:'2'})">Speichern</button>`;
  const { error } = await commit(twice, {}, { ...save, followUps: [{ path: '/save' }] });
  expect(error).toMatchObject({ code: 'AB_COMMIT_TWICE' });
  expect(server.writes()).toHaveLength(1);
});

test('a pop-up that saves is seen', async () => {
  const { attempt, answer } = await commit(form.replace('<form', '<form target="_blank"'));
  expect(attempt.events).toContain('fence:journalled');
  expect(answer?.page).not.toBe(page);
});

test('a click that sends nothing: certainly not delivered', async () => {
  const { attempt, error } = await commit('<button>Speichern</button>');
  expect(error).toMatchObject({ code: 'AB_COMMIT_NOT_SEEN', effect: 'not-delivered' });
  expect(attempt.events).toEqual([]);
});

test('a request that would leave after the patience is over never leaves', async () => {
  await commit(
    `${form}<script>document.querySelector('button').onclick = (e) => { e.preventDefault(); setTimeout(() => document.forms[0].submit(), 700); }</script>`,
  );
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(server.writes()).toHaveLength(0);
});

test('a missing button: the form has changed and nothing was sent', async () => {
  const { error } = await commit(form.replace('Speichern', 'Sichern'));
  expect(error).toMatchObject({ code: 'AB_FORM_CHANGED', effect: 'case' });
});

test('a write that is not declared makes the outcome unknown, and is journalled', async () => {
  server.pages['POST /other'] = 'ok';
  const { attempt, error } = await commit(form.replace('/save', '/other'));
  expect(error).toMatchObject({ effect: 'unknown' });
  expect(attempt.gate.opened).toBe(true);
});

test('a write that a redirect carries to the saving address counts as seen', async () => {
  server.pages['POST /other'] = (_, response) => response.writeHead(307, { location: '/save' }).end();
  const { error } = await commit(form.replace('/save', '/other'), {}, { ...save, harmless: [{ path: '/other' }] });
  expect(error).toMatchObject({ effect: 'unknown' });
  expect(server.writes().map((each) => each.url)).toEqual(['/other', '/save']);
});

test('a redirect of the held request belongs to it', async () => {
  server.pages['POST /save'] = (_, response) => response.writeHead(307, { location: '/save2' }).end();
  server.pages['POST /save2'] = '<h1>Gespeichert</h1>';
  const { error, answer } = await commit(form);
  expect(error).toBeUndefined();
  expect(answer?.status).toBe(307);
});

test.each([
  ['a cut connection', (response: ServerResponse) => response.destroy()],
  ['a server fault', (response: ServerResponse) => response.writeHead(500).end()],
])('%s after the release: the outcome is unknown', async (_, fail) => {
  server.pages['POST /save'] = (_request, response) => {
    fail(response);
  };
  const { error } = await commit(form);
  expect(error).toMatchObject({ code: 'AB_OUTCOME_UNKNOWN', effect: 'unknown' });
});

test('a kept connection that is cut after saving does not make the request leave twice', async () => {
  let posts = 0;
  server.pages['POST /save'] = (_request, response) => {
    posts += 1;
    response.destroy();
  };
  server.pages['GET /'] = form;
  await page.goto(server.url);
  const { error } = await commit(form);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(error).toMatchObject({ effect: 'unknown' });
  expect(posts).toBe(1);
});

test.each([
  ['no answer in time', { ...save, answerWithinMs: 200 }, undefined],
  ['the end of the attempt', save, 200],
] as const)(
  '%s after the release: the outcome is unknown, and the browser does not send the request again',
  async (_, declaration, endAfterMs) => {
    server.pages['POST /save'] = () => undefined;
    const ended = new AbortController();
    const onOpen = (): void => {
      if (endAfterMs !== undefined) setTimeout(() => ended.abort(new Error('deadline')), endAfterMs);
    };
    const { error } = await commit(form, { signal: ended.signal, onOpen }, declaration);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(error).toMatchObject({ effect: 'unknown' });
    expect(server.writes()).toHaveLength(1);
  },
);

test('the end of the browser after the release: the outcome is unknown', async () => {
  const extra = await own.browser.newContext();
  page = await extra.newPage();
  server.pages['POST /save'] = () => void extra.close();
  const { error } = await commit(form);
  expect(error).toMatchObject({ effect: 'unknown' });
});

test('several ordered acts are journalled one by one; one that is not ordered ends with the first', async () => {
  const { attempt, error } = await commit(form, {}, { ...save, name: 'first', ordered: true });
  expect(error).toBeUndefined();
  const again = (declaration: CommitDeclaration): Promise<unknown> =>
    commitBehindFence({ page, attempt }, declaration, (each) => clickByName(each, 'Speichern', { timeoutMs: 1500 }));
  await page.goto(server.url);
  await again({ ...save, name: 'second', ordered: true });
  expect(attempt.intents.map(({ name }) => name)).toEqual(['first', 'second']);
  await page.goto(server.url);
  await expect(again({ ...save, name: 'third' })).rejects.toMatchObject({ code: 'AB_DEFECT' });
  expect(server.writes()).toHaveLength(2);
});

test('an answer that comes after the click has given up waiting is an answer: the click did what it is for', async () => {
  server.pages['POST /save'] = (_, response) => void setTimeout(() => response.writeHead(303, { location: '/done' }).end(), 2500);
  const { answer, error } = await commit(form);
  expect(error).toBeUndefined();
  expect(answer?.status).toBe(303);
  expect(server.writes()).toHaveLength(1);
});
