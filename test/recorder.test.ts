import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { demoUser } from '@amtsbote/simulators/musterverfahren';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from './support/cli.ts';
import { canShowWindows, openDisplay } from './support/display.ts';
import { followGuide, guideSteps } from './support/guide.ts';
import { makeProject, type Project } from './support/project.ts';
import { type Person, recordWith } from './support/recording-person.ts';
import { startWitness, type Witness } from './support/witness.ts';

let app: Witness;
let project: Project;
beforeEach(async () => {
  app = await startWitness();
  project = await makeProject({ url: app.url });
});
afterEach(async () => {
  await app.close();
  await project.remove();
});

/** One dog as the mapping of the example makes it. */
const sample = {
  salutation: 'Frau',
  familyName: 'Muster',
  givenNames: 'Berta',
  birthDay: '07',
  birthMonth: '03',
  birthYear: '1980',
  street: 'Hauptstraße',
  houseNumber: '5a',
  postcode: '03046',
  town: 'Cottbus',
  phone: '0355 4711',
  email: 'berta@example.org',
  dogName: 'Waldi',
  breed: 'Dackel',
  chipNumber: '276098106234567',
  sex: 'Rüde',
  born: '12.05.2025',
  keptSince: '2026-10-01',
  assistance: true,
  remark: 'Zwinger im Hof',
};

async function enterDog({ page, deliveryKey, answer }: Person): Promise<void> {
  await page.getByLabel('Benutzername').fill(demoUser.name);
  await page.getByLabel('Kennwort').fill(demoUser.password);
  await page.getByRole('button', { name: 'Anmelden' }).click();
  await page.getByRole('button', { name: 'Abmelden' }).waitFor();
  await answer('1. Log in.');
  await page.getByRole('link', { name: 'Hundesteuer' }).first().click();
  await page.goto(`${app.url}/hund/neu`);
  await page.getByLabel('Anrede').selectOption(sample.salutation);
  await page.getByLabel('Familienname').fill(sample.familyName);
  await page.getByLabel('Vorname').fill(sample.givenNames);
  await page.getByLabel('Geburtsdatum').fill('07.03.1980');
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.getByLabel('Straße').fill(sample.street);
  await page.getByLabel('Hausnummer').fill(sample.houseNumber);
  await page.getByLabel('Postleitzahl').fill(sample.postcode);
  await page.getByLabel('Ort', { exact: true }).fill(sample.town);
  await page.locator('#telefon').fill(sample.phone);
  await page.getByLabel('E-Mail').fill(sample.email);
  await page.getByLabel('E-Mail').press('Enter');
  await page.getByLabel('Name des Hundes').fill(sample.dogName);
  await page.locator('#rasse').selectOption(sample.breed);
  await page.getByLabel('Chipnummer').fill(sample.chipNumber);
  await page.getByLabel('Rüde').check();
  await page.getByLabel('Wurfdatum').fill(sample.born);
  await page.getByLabel('Beginn der Haltung').fill(sample.keptSince);
  await page.getByLabel('Assistenzhund').check();
  await page.getByLabel('Bemerkung').fill('Vertippt');
  await page.getByLabel('Bemerkung').fill(sample.remark);
  await page.getByLabel('Fremdschlüssel').fill(deliveryKey);
  await page.getByRole('button', { name: 'Weiter' }).click();
  await page.getByRole('button', { name: 'Verbindlich speichern' }).waitFor();
  await answer('2. Open the form');
  await page.getByRole('button', { name: 'Verbindlich speichern' }).click();
  await page.getByText('wurde gespeichert').waitFor();
  await answer('3. Now press');
  await answer('Is that the reference');
  await page.getByRole('link', { name: 'Zum Datensatz' }).click();
  await page.getByText(sample.town).first().waitFor();
  await answer('4. Open the page');
  await page.getByRole('link', { name: 'Suche' }).first().click();
  await page.getByLabel('Suchbegriff').fill(deliveryKey);
  await page.getByLabel('Suchen in').selectOption('fremdschluessel');
  await page.getByRole('button', { name: 'Suchen' }).click();
  await page.getByRole('link', { name: /^HU-/ }).first().waitFor();
  await answer('5. Search for');
}

async function recordDog(headless: boolean, ...more: readonly string[]): Promise<Awaited<ReturnType<typeof recordWith>>> {
  await writeFile(join(project.directory, 'sample.json'), JSON.stringify(sample));
  const argv = [`${app.url}/`, '--record', 'dog-registration', '--sample', 'sample.json', ...more];
  return recordWith({ directory: project.directory, argv, headless, play: enterDog });
}

const account = { AMTSBOTE_SECRET_APPLICATION_USER: demoUser.name, AMTSBOTE_SECRET_APPLICATION_PASSWORD: demoUser.password };

test('connect an application in one hour: every command of the guide says what the guide shows', async () => {
  const guide = await readFile(resolve(import.meta.dirname, '../docs/guides/connect-an-application.md'), 'utf8');
  const directory = await mkdtemp(join(tmpdir(), 'amtsbote-guide-'));
  try {
    const atHome = { directory, env: account };
    await followGuide(guideSteps(guide), directory, async (words) => {
      const argv = words.map((word) => word.replace('http://127.0.0.1:8787', app.url));
      if (argv[0] === 'record') return recordWith({ directory, argv: argv.slice(1), headless: true, play: enterDog });
      const ended = await runCli(atHome, argv);
      return argv[0] === 'init' ? { ...ended, stdout: '' } : ended;
    });
    const written = await readFile(join(directory, 'targets/recorded.yaml'), 'utf8');
    for (const secret of [demoUser.password, ...Object.values(sample)]) expect(written).not.toContain(`${String(secret)}'`);
    expect(await app.records()).toHaveLength(2);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

describe.skipIf(!canShowWindows())('in a window', () => {
  test('a person is watched in a full browser', async () => {
    await using display = await openDisplay();
    process.env['DISPLAY'] = display.name;
    try {
      const ended = await recordDog(false, '--typescript');
      expect(ended).toMatchObject({ code: 0 });
      expect(await readFile(join(project.directory, 'targets/application-web.ts'), 'utf8')).toContain(
        "clickByName(shown, 'Verbindlich speichern'",
      );
    } finally {
      delete process.env['DISPLAY'];
    }
  });
});
