import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testAttempt } from '../../testing/test-attempt.ts';
import { htmlPage, testBrowser } from '../rpa-harness.test-support.ts';
import { captureForm } from './capture.ts';

let own: Awaited<ReturnType<typeof testBrowser>>;
let page: Page;

beforeAll(async () => {
  own = await testBrowser();
  page = await own.newPage();
});
afterAll(() => own.close());

async function shot(body: string): Promise<Buffer> {
  const attempt = testAttempt({ evidence: true });
  await page.setContent(htmlPage(body));
  await captureForm(page, { name: 'form', record: {}, unmasked: {} }, attempt);
  return Buffer.from(attempt.kept[0]?.bytes ?? []);
}

const option = (input: string, mark: string): string => `<div>${input}${mark}</div>`;

test.each([
  [
    'a label that draws the dot before itself',
    `<style>input { position: absolute; opacity: 0 } label::before { content: ''; display: inline-block; width: 12px; height: 12px; border: 1px solid }
      :checked ~ label::before { background: #07f; border-color: #07f } :checked ~ label { font-weight: bold }</style>`,
    (on: string) => option(`<input type="radio" name="r" ${on}>`, '<label>Wert</label>'),
  ],
  [
    'a mark beside the hidden input',
    `<style>input { display: none } i { display: inline-block; width: 12px; height: 12px; border: 1px solid } :checked + i { background: #07f }</style>`,
    (on: string) => option(`<label><input type="checkbox" ${on}>`, '<i></i> Wert</label>'),
  ],
  [
    'a button that is pressed',
    `<style>.on { background: #07f; color: #fff; box-shadow: 0 0 3px }</style>`,
    (on: string) => option('', `<label class="${on === '' ? '' : 'on'}"><input type="radio" name="r" ${on} hidden> Wert</label>`),
  ],
  [
    'a part with a role',
    `<style>[aria-checked=true] { background: #07f; color: #fff } span { display: inline-block; width: 40px }</style>`,
    (on: string) => option('', `<span role="radio" aria-checked="${on === 'checked'}"><b>${on === '' ? '' : 'x'}</b></span>`),
  ],
])('what is chosen cannot be seen in %s', async (_, style, toggle) => {
  const first = await shot(style + toggle('checked') + toggle(''));
  const second = await shot(style + toggle('') + toggle('checked'));
  expect(first.equals(second)).toBe(true);
});

test('buttons that send the form can be read', async () => {
  const one = await shot('<form><input type="submit" value="Speichern"></form>');
  const other = await shot('<form><input type="submit" value="Verwerfen"></form>');
  expect(one.equals(other)).toBe(false);
});
