import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { arm, witnessed, writesSeen } from '../web-client.test-support.ts';
import { clickSave, contentOf, dog, enterDog, fillTransfer, TestDesk } from './browser.test-support.ts';
import { skinNames } from './skin.ts';

const desk = new TestDesk();

beforeAll(() => desk.start());
afterEach(() => desk.clear());
afterAll(() => desk.close());

test.each(skinNames)('a record entered through the skin %s is there once, with the same values', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin });
  const aktenzeichen = await enterDog(page, skin);
  expect(await witnessed(app)).toEqual([expect.objectContaining({ aktenzeichen, kind: 'hund', channel: 'web', fremdschluessel: 'K-1' })]);
  const [record] = await witnessed(app);
  expect(record?.fields).toEqual({ ...dog, telefon: '', email: '', chipnummer: '', wurfdatum: '', assistenzhund: false, bemerkung: '' });
  expect((await writesSeen(app)).filter((write) => write.act === 'save')).toHaveLength(1);
});

test.each(skinNames)('a connection cut before saving leaves nothing behind in the skin %s', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin });
  await fillTransfer(page, skin);
  await arm(app, { kind: 'cut-before', match: { act: 'save' } });
  await clickSave(page, skin);
  await expect.poll(() => savesOf(app)).toContain('cut');
  expect(await witnessed(app)).toEqual([]);
});

test.each(skinNames)('an error after saving leaves one record in the skin %s', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin });
  await fillTransfer(page, skin);
  await arm(app, { kind: 'http-500', when: 'after', match: { act: 'save' } });
  await clickSave(page, skin);
  const place = skin === 'frames' ? contentOf(page) : page;
  await place.getByText(/interner Fehler/).waitFor();
  expect([await savesOf(app), (await witnessed(app)).length]).toEqual([[500], 1]);
});

test.each(skinNames)('a session that ends at the click saves nothing in the skin %s, and the page says so', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin });
  await fillTransfer(page, skin);
  await arm(app, { kind: 'session-lost', match: { act: 'save' } });
  await clickSave(page, skin);
  const place = skin === 'frames' ? contentOf(page) : page;
  await place.getByText('Ihre Sitzung ist abgelaufen.').waitFor();
  expect(await witnessed(app)).toEqual([]);
});

test.each(skinNames)('the question before saving comes in the skin %s, too', async (skin) => {
  const { app, page } = await desk.sitSignedIn({ skin });
  await fillTransfer(page, skin);
  await arm(app, { kind: 'double-post-page', match: { act: 'save' } });
  await clickSave(page, skin);
  const place = skin === 'frames' ? contentOf(page) : page;
  const yes = place.getByRole('button', { name: /^Ja/ });
  await yes.waitFor();
  expect(await witnessed(app)).toEqual([]);
  await yes.click();
  await place.getByText('Der Datensatz wurde gespeichert.').waitFor();
  expect(await witnessed(app)).toHaveLength(1);
});

test('the old application keeps its session in the address, and none in a cookie', async () => {
  const { page } = await desk.sitSignedIn({ skin: 'frames' });
  expect(page.url()).toMatch(/\/mv\/start\?SID=/);
  expect(await page.context().cookies()).toEqual([]);
});

async function savesOf(app: Parameters<typeof writesSeen>[0]): Promise<readonly (number | 'cut')[]> {
  return (await writesSeen(app)).filter((write) => write.act === 'save').map((write) => write.outcome);
}
