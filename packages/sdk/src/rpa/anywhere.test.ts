import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awaitAnywhere, countAnywhere, shownAnywhere, textAnywhere } from './anywhere.ts';
import { htmlPage, testBrowser } from './rpa-harness.test-support.ts';

let own: Awaited<ReturnType<typeof testBrowser>>;
let page: Page;

beforeAll(async () => {
  own = await testBrowser();
  page = await own.newPage();
});
afterAll(() => own.close());

const inShadow = `<x-card></x-card><script>customElements.define('x-card', class extends HTMLElement {
  connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<p class=number>B-2</p>'; } });</script>`;

test.each([
  ['plain', '<p class=number hidden>A-1</p><p class=number>B-2</p>', '.number', 2],
  ['of a kind of its own', '<p class=number>B-2</p><p>C-3</p>', 'p:text-is("B-2")', 1],
  ['in a shadow root', inShadow, 'x-card .number', 1],
  ['in a frame', `<iframe srcdoc="<p class=number>B-2</p>"></iframe>`, '.number', 1],
  ['without a box of its own', '<p class=number style="display: contents"><b>B-2</b></p>', '.number', 1],
])('a place %s is counted, seen and read', async (_, body, selector, count) => {
  await page.setContent(htmlPage(body));
  expect(await awaitAnywhere(page, ['.never', selector], { timeoutMs: 5000 })).toBe(selector);
  expect(await countAnywhere(page, selector)).toBe(count);
  expect(await textAnywhere(page, selector)).toBe('B-2');
  expect(await (await shownAnywhere(page, selector))?.innerText()).toBe('B-2');
});

test.each([
  ['hidden', '<p class=number hidden>A-1</p>'],
  ['invisible', '<p class=number style="visibility: hidden">A-1</p>'],
  ['without extent', '<p class=number style="width: 0; height: 0; overflow: hidden">A-1</p>'],
])('what is %s is counted and not seen', async (_, body) => {
  await page.setContent(htmlPage(body));
  expect(await countAnywhere(page, '.number')).toBe(1);
  expect(await shownAnywhere(page, '.number')).toBeUndefined();
  expect(await textAnywhere(page, '.number')).toBeUndefined();
  expect(await awaitAnywhere(page, ['.number'], { timeoutMs: 50 })).toBeUndefined();
  expect(await awaitAnywhere(page, ['.number'], { timeoutMs: 50, unseen: ['.number'] })).toBe('.number');
});

test('what comes late is waited for, and the first of those that are there is told', async () => {
  await page.setContent(
    htmlPage(`<script>setTimeout(() => { document.body.innerHTML = '<p class=two>x</p><p class=one>y</p>'; }, 100)</script>`),
  );
  expect(await awaitAnywhere(page, ['.one', '.two'], { timeoutMs: 5000 })).toBe('.one');
});

test('what comes in a frame that comes late is seen at once, not when the time is up', async () => {
  const late = `document.body.innerHTML = '<iframe srcdoc="<p class=late>x</p>"></iframe>'`;
  await page.setContent(htmlPage(`<script>setTimeout(() => { ${late} }, 1200)</script>`));
  const started = performance.now();
  expect(await awaitAnywhere(page, ['.late', '.never'], { timeoutMs: 15_000 })).toBe('.late');
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a frame that comes while the page is busy is looked into at once, too', async () => {
  const busy = `const until = performance.now() + 500; while (performance.now() < until);`;
  const early = `document.body.innerHTML = '<iframe srcdoc="<p class=early>x</p>"></iframe>'`;
  await page.setContent(htmlPage('<p>Bitte warten</p>'));
  await page.evaluate(`setTimeout(() => { ${busy} ${early} }, 0); 0`);
  const started = performance.now();
  expect(await awaitAnywhere(page, ['.early', '.never'], { timeoutMs: 15_000 })).toBe('.early');
  expect(performance.now() - started).toBeLessThan(10_000);
});
