import { existsSync } from 'node:fs';
import { type Browser, chromium, type Frame, type FrameLocator, type Page } from 'playwright-core';
import { demoUser, startMusterverfahren, type Musterverfahren, type MusterverfahrenOptions, type SkinName } from '../index.ts';

const programs = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'];

/** A dog registration, as these scripts enter it. */
export const dog = {
  anrede: 'Frau',
  familienname: 'Beispiel',
  vorname: 'Erika',
  geburtsdatum: '12.10.1965',
  strasse: 'Hauptstraße',
  hausnummer: '1a',
  postleitzahl: '03046',
  ort: 'Cottbus',
  hundename: 'Bello',
  rasse: 'Dackel',
  geschlecht: 'w',
  haltungsbeginn: '2026-05-01',
  fremdschluessel: 'K-1',
} as const;

/** What a transfer of a pupil needs at least, by its labels. */
export const transfer = {
  Familienname: 'Beispiel',
  Vorname: 'Erika',
  Geburtsdatum: '12.10.2015',
  'Aufnehmende Schule': 'Grundschule am Markt',
} as const;

/** One browser for a test file, and what its tests start; all of it ends with {@link TestDesk.close}. */
export class TestDesk {
  #browser: Browser | undefined;
  readonly #open: (() => Promise<void>)[] = [];

  async start(): Promise<void> {
    const wanted = process.env['AMTSBOTE_BROWSER'] ?? '';
    const executablePath = wanted.includes('/') ? wanted : programs.find((program) => existsSync(program));
    this.#browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
  }

  /** A Musterverfahren and a page of a fresh context, not signed in. */
  async sit(options: MusterverfahrenOptions): Promise<{ app: Musterverfahren; page: Page }> {
    const app = await startMusterverfahren(options);
    const context = await this.#browser!.newContext({ baseURL: app.url });
    context.setDefaultTimeout(10_000);
    this.#open.push(async () => {
      await context.close();
      await app.close();
    });
    return { app, page: await context.newPage() };
  }

  /** The same, signed in. */
  async sitSignedIn(options: MusterverfahrenOptions): Promise<{ app: Musterverfahren; page: Page }> {
    const seat = await this.sit(options);
    await signIn(seat.page, options.skin ?? 'pages');
    return seat;
  }

  async clear(): Promise<void> {
    for (const close of this.#open.splice(0)) await close();
  }

  async close(): Promise<void> {
    await this.clear();
    await this.#browser?.close();
  }
}

/** Signs in by one request, and shows the first page. */
async function signIn(page: Page, skin: SkinName): Promise<void> {
  const fields = { benutzername: demoUser.name, kennwort: demoUser.password };
  if (skin === 'pages') await page.request.post('/anmelden', { form: fields, maxRedirects: 0 });
  if (skin === 'app') await page.request.post('/daten/anmeldung', { data: fields });
  if (skin !== 'frames') return;
  const form = { BENUTZER: demoUser.name, KENNWORT: demoUser.password };
  const answer = await page.request.post('/mv/anmeldung', { form, maxRedirects: 0 });
  await page.goto(answer.headers()['location'] ?? '');
}

/** Signs in as a user of the skin would: name and password, and the button. */
export async function typeSignIn(page: Page, skin: SkinName, password: string = demoUser.password): Promise<void> {
  await page.goto(skin === 'frames' ? '/' : '/anmelden');
  if (skin === 'frames') {
    await page.locator('[name=BENUTZER]').fill(demoUser.name);
    await page.locator('[name=KENNWORT]').fill(password);
  } else {
    await page.getByLabel('Benutzername').fill(demoUser.name);
    await page.getByLabel('Kennwort').fill(password);
  }
  await page.getByRole('button', { name: 'Anmelden' }).click();
}

/** Up to the click that saves. */
async function fillDog(page: Page, skin: SkinName): Promise<void> {
  await { pages: fillPages, app: fillApp, frames: fillFrames }[skin](page);
}

/** Fills in what a transfer of a pupil needs at least, up to the click that saves. */
export async function fillTransfer(page: Page, skin: SkinName): Promise<void> {
  await openForm(page, skin, 'schulwechsel');
  for (const [text, value] of Object.entries(transfer)) {
    const field = skin === 'frames' ? cellBeside(page, text).locator('input') : page.getByLabel(text);
    await field.fill(value);
  }
}

/** Saves what was filled in, and waits for nothing. */
export async function clickSave(page: Page, skin: SkinName): Promise<void> {
  if (skin !== 'frames') return page.getByRole('button', { name: /^(Verbindlich speichern|Speichern)$/ }).click();
  const [question] = await Promise.all([page.waitForEvent('popup'), contentOf(page).getByRole('button', { name: 'Speichern' }).click()]);
  return closing(question, () => question.getByRole('button', { name: 'Ja' }).click());
}

/** Enters {@link dog} and returns the Aktenzeichen that the page shows. */
export async function enterDog(page: Page, skin: SkinName): Promise<string> {
  await fillDog(page, skin);
  await clickSave(page, skin);
  if (skin !== 'frames') return page.getByTestId('aktenzeichen').innerText();
  return contentOf(page).locator('td:has-text("Aktenzeichen:") + td').innerText();
}

/** Opens the form for a new record, from the menu. */
export async function openForm(page: Page, skin: SkinName, kind = 'hund'): Promise<void> {
  if (skin !== 'frames') {
    await page.goto(`/${kind}/neu`);
    return;
  }
  await page.frameLocator('frame[name=menue]').locator(`a[href*="/${kind}/erfassen"]`).click();
  await contentOf(page).locator('form[name=maske]').waitFor();
}

/** The frame of the old application in which the work is done. */
export function contentOf(page: Page): FrameLocator {
  return page.frameLocator('frame[name=inhalt]');
}

/** That frame itself. */
export function contentFrame(page: Page): Frame {
  return page.frame({ name: 'inhalt' })!;
}

/** The cell beside the one that begins with this text. */
export function cellBeside(page: Page, text: string): ReturnType<FrameLocator['locator']> {
  return contentOf(page).locator(`xpath=//td[starts-with(normalize-space(), "${text}:")]/following-sibling::td[1]`);
}

async function fillPages(page: Page): Promise<void> {
  await openForm(page, 'pages');
  await page.getByLabel('Anrede').selectOption(dog.anrede);
  await page.getByLabel('Familienname').fill(dog.familienname);
  await page.getByLabel('Vorname').fill(dog.vorname);
  await page.getByLabel('Geburtsdatum').fill(dog.geburtsdatum);
  await page.getByRole('button', { name: 'Weiter' }).click();
  await fillAddress(page);
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.getByLabel('Name des Hundes').fill(dog.hundename);
  await page.getByLabel('Rasse').selectOption(dog.rasse);
  await fillRest(page);
  await page.getByRole('button', { name: 'Weiter' }).click();
}

async function fillApp(page: Page): Promise<void> {
  await openForm(page, 'app');
  const saveTab = (): Promise<void> => page.getByRole('tabpanel').getByRole('button', { name: 'Reiter speichern' }).click();
  await page.getByRole('button', { name: 'Anrede' }).click();
  await page.getByRole('option', { name: dog.anrede }).click();
  await page.getByLabel('Familienname').fill(dog.familienname);
  await page.getByLabel('Vorname').fill(dog.vorname);
  await page.getByLabel('Geburtsdatum').fill(dog.geburtsdatum);
  await saveTab();
  await fillAddress(page);
  await saveTab();
  await page.getByLabel('Name des Hundes').fill(dog.hundename);
  await page.getByRole('combobox', { name: 'Rasse' }).fill('Dack');
  await page.getByRole('option', { name: dog.rasse }).click();
  await fillRest(page);
  await saveTab();
}

async function fillAddress(page: Page): Promise<void> {
  await page.getByLabel('Straße').fill(dog.strasse);
  await page.getByLabel('Hausnummer').fill(dog.hausnummer);
  await page.getByLabel('Postleitzahl').fill(dog.postleitzahl);
  await page.getByLabel('Ort').fill(dog.ort);
}

async function fillRest(page: Page): Promise<void> {
  await page.getByLabel('Hündin').check();
  await page.getByLabel('Beginn der Haltung').fill(dog.haltungsbeginn);
  await page.getByLabel('Fremdschlüssel').fill(dog.fremdschluessel);
}

async function fillFrames(page: Page): Promise<void> {
  await openForm(page, 'frames');
  const texts: Readonly<Record<string, string>> = {
    Familienname: dog.familienname,
    Vorname: dog.vorname,
    Geburtsdatum: dog.geburtsdatum,
    Straße: dog.strasse,
    Hausnummer: dog.hausnummer,
    Postleitzahl: dog.postleitzahl,
    Ort: dog.ort,
    'Name des Hundes': dog.hundename,
    'Beginn der Haltung': '01.05.2026',
    Fremdschlüssel: dog.fremdschluessel,
  };
  for (const [text, value] of Object.entries(texts)) await cellBeside(page, text).locator('input').fill(value);
  await cellBeside(page, 'Anrede').locator('select').selectOption(dog.anrede);
  await cellBeside(page, 'Geschlecht').locator('input[value=w]').check();
  const [choices] = await Promise.all([page.waitForEvent('popup'), cellBeside(page, 'Rasse').getByRole('button').click()]);
  await closing(choices, () => choices.getByText(dog.rasse, { exact: true }).click());
}

/** Clicks what closes the window it is in: the click may never hear that it was done. */
export async function closing(window: Page, click: () => Promise<void>): Promise<void> {
  await Promise.all([window.waitForEvent('close'), click().catch(() => undefined)]);
}
