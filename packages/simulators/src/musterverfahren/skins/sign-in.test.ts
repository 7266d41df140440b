import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { demoUser } from '../index.ts';
import { totpCode, totpStep } from '../totp.ts';
import { contentOf, TestDesk, typeSignIn } from './browser.test-support.ts';
import { skinNames, type SkinName } from './skin.ts';

const totp = 'JBSWY3DPEHPK3PXP';
const now = Date.UTC(2026, 5, 1);
const desk = new TestDesk();

beforeAll(() => desk.start());
afterEach(() => desk.clear());
afterAll(() => desk.close());

const names: Readonly<
  Record<SkinName, { readonly code: string; readonly passwords: readonly [string, string, string]; readonly confirm: string }>
> = {
  pages: { code: '#code', passwords: ['#kennwort_alt', '#kennwort_neu', '#kennwort_wiederholung'], confirm: 'Bestätigen' },
  app: { code: '#code', passwords: ['#alt', '#neu', '#wiederholung'], confirm: 'Bestätigen' },
  frames: { code: '[name=CODE]', passwords: ['[name=ALT]', '[name=NEU]', '[name=NEU2]'], confirm: 'Weiter' },
};

test.each(skinNames)('a second factor and an expired password stand before the skin %s', async (skin) => {
  const { page } = await desk.sit({ skin, quirks: ['password-change'], users: [{ ...demoUser, totp }], clock: () => now });
  const { code, passwords, confirm } = names[skin];
  await typeSignIn(page, skin);
  await page.locator(code).fill('000000');
  await page.getByRole('button', { name: confirm }).click();
  await page.getByText('Der Bestätigungscode ist falsch oder abgelaufen.').waitFor();
  await page.locator(code).fill(totpCode(totp, totpStep(now)));
  await page.getByRole('button', { name: confirm }).click();

  const change = async (next: string): Promise<void> => {
    for (const [at, value] of [demoUser.password, next, next].entries()) await page.locator(passwords[at] ?? '').fill(value);
    await page.getByRole('button', { name: 'Kennwort ändern' }).click();
  };
  await change('kurz');
  await page.getByText('Das neue Kennwort braucht mindestens zehn Zeichen').waitFor();
  await change('ein-neues-Kennwort');
  const start =
    skin === 'frames' ? contentOf(page).getByText('Willkommen', { exact: true }) : page.getByRole('heading', { name: 'Übersicht' });
  await start.first().waitFor();
  expect(await page.getByText('Kennwort ändern').count()).toBe(0);
});

test.each(skinNames)('before the password is changed no address of the skin %s leads on', async (skin) => {
  const { page } = await desk.sitSignedIn({ skin, quirks: ['password-change'] });
  if (skin !== 'frames') await page.goto('/hund/neu');
  await page.getByText('Ihr Kennwort ist abgelaufen.').waitFor();
  expect(await page.getByText('Familienname').count()).toBe(0);
});

test.each(skinNames)('an account is locked after the failures that the skin %s was started with', async (skin) => {
  const { page } = await desk.sit({ skin, failuresUntilLock: 2 });
  await typeSignIn(page, skin, 'falsch');
  await page.getByText('Benutzername oder Kennwort ist falsch.').waitFor();
  await typeSignIn(page, skin, 'falsch');
  await page.getByText('Das Konto ist nach 2 Fehlversuchen gesperrt.').waitFor();
  await typeSignIn(page, skin);
  await page.getByText('Das Konto ist nach 2 Fehlversuchen gesperrt.').waitFor();
  expect(await page.getByText('Abmelden').count()).toBe(0);
});
