import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { testAttempt } from '../testing/test-attempt.ts';
import { clickByName } from './click-by-name.ts';
import { hasWholeBody } from './multipart-body.ts';
import { htmlPage, TestServer, testBrowser } from './rpa-harness.test-support.ts';
import { commitBehindFence } from './write-fence.ts';

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
  server.pages['GET /'] = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(htmlPage(form));
  };
});
afterEach(async () => {
  await page.context().close();
  await server.close();
});

const form = `<form method="post" action="/save" enctype="multipart/form-data"><input name="name" value="Müller">
  <input type="file" name="proof"><input type="file" name="none"><button name="do" value="save">Speichern</button></form>`;
const content = 'Nachweis '.repeat(30_000);

async function commit(file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<unknown> {
  await page.goto(server.url);
  await page.goto(server.url);
  await page.setInputFiles('input[name=proof]', file);
  const click = (each: Page): Promise<void> => clickByName(each, 'Speichern');
  const act = commitBehindFence({ page, attempt: testAttempt() }, { name: 'save', request: { path: '/save' } }, click);
  const outcome: unknown = await act.catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 300));
  return outcome;
}

const pdf = { name: 'Prüfung "1".pdf', mimeType: 'application/pdf', buffer: Buffer.from(content) };

test('a form with a file arrives whole', async () => {
  server.pages['POST /save'] = '<h1>Gespeichert</h1>';
  expect(await commit(pdf)).toMatchObject({ status: 200 });
  const [sent, ...more] = server.writes();
  expect(more).toEqual([]);
  expect(sent?.body).toContain(`name="proof"; filename="Prüfung %221%22.pdf"\r\nContent-Type: application/pdf\r\n\r\n${content}\r\n--`);
  expect(sent?.body).toContain('name="name"\r\n\r\nMüller\r\n');
  expect(sent?.body).toContain('name="do"\r\n\r\nsave\r\n');
});

test('a form with a file does not leave twice when a kept connection is cut after saving', async () => {
  server.pages['POST /save'] = (_, response) => void response.destroy();
  expect(await commit(pdf)).toMatchObject({ effect: 'unknown' });
  expect(server.writes()).toHaveLength(1);
});

test('a file that only the browser can read is sent by the browser', async () => {
  server.pages['POST /save'] = '<h1>Gespeichert</h1>';
  const path = join(tmpdir(), `amtsbote-upload-${process.pid}.txt`);
  await writeFile(path, content);
  try {
    expect(await commit(path)).toMatchObject({ status: 200 });
  } finally {
    await rm(path);
  }
  expect(server.writes()).toHaveLength(1);
  expect(server.writes()[0]?.body).toContain(content);
});

test.each([
  ['a file with content', true, 'form-data; name="f"; filename="a.pdf"', 'x'],
  ['a file without content', false, 'form-data; name="f"; filename="a.pdf"', ''],
  ['no file chosen', true, 'form-data; name="f"; filename=""', ''],
  ['an empty text', true, 'form-data; name="f"', ''],
])('%s: whole is %s', (_what, whole, disposition, text) => {
  const body = `--B\r\nContent-Disposition: form-data; name="a"; filename="b.pdf"\r\n\r\ny\r\n--B\r\nContent-Disposition: ${disposition}\r\n\r\n${text}\r\n--B--\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=B' };
  expect(hasWholeBody({ headers: () => headers, postDataBuffer: () => Buffer.from(body) })).toBe(whole);
});
