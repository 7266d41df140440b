/**
 * Makes the pictures of the guide "Connect an application without an API" from a real recording: the form with the key in it, the page
 * after saving, and the terminal. Needs no screen.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { clickByName, fillByLabel } from '../packages/sdk/src/rpa/index.ts';
import { demoUser, startMusterverfahren } from '../packages/simulators/src/musterverfahren/index.ts';
import { type Person, recordWith } from '../test/support/recording-person.ts';
import { terminalImage } from './lib/terminal-image.mjs';

const root = resolve(import.meta.dirname, '..');
const images = join(root, 'docs/images');
const guide = await readFile(join(root, 'docs/guides/connect-an-application.md'), 'utf8');
const sample = /```json sample\.json\n([\s\S]*?)```/.exec(guide)?.[1] ?? '{}';

/** What is typed on each page of the form: the record of the guide. */
const pages = (deliveryKey: string): readonly Readonly<Record<string, string | boolean>>[] => [
  { Anrede: 'Frau', Familienname: 'Muster', Vorname: 'Berta', Geburtsdatum: '07.03.1980' },
  { Straße: 'Hauptstraße', Hausnummer: '5a', Postleitzahl: '03046', Ort: 'Cottbus', Telefon: '0355 4711', 'E-Mail': 'berta@example.org' },
  {
    'Name des Hundes': 'Waldi',
    Rasse: 'Dackel',
    Chipnummer: '276098106234567',
    Geschlecht: 'Rüde',
    Wurfdatum: '12.05.2025',
    'Beginn der Haltung': '2026-10-01',
    Assistenzhund: true,
    Bemerkung: 'Zwinger im Hof',
    Fremdschlüssel: deliveryKey,
  },
];

async function play(person: Person): Promise<void> {
  const { page, deliveryKey } = person;
  const picture = (name: string): Promise<unknown> => page.screenshot({ path: join(images, name) });
  await fillByLabel(page, { Benutzername: demoUser.name, Kennwort: demoUser.password });
  await clickByName(page, 'Anmelden');
  await page.getByRole('link', { name: 'Neu erfassen' }).first().waitFor();
  await person.answer('1. Log in');
  await page.getByRole('link', { name: 'Neu erfassen' }).first().click();
  for (const fields of pages(deliveryKey)) {
    await fillByLabel(page, fields);
    if ('Fremdschlüssel' in fields) {
      await page.getByLabel('Fremdschlüssel').scrollIntoViewIfNeeded();
      await picture('record-form.png');
    }
    await clickByName(page, 'Weiter');
    await page.waitForLoadState('domcontentloaded');
  }
  await page.getByRole('button', { name: 'Verbindlich speichern' }).waitFor();
  await person.answer('2. Open the form');
  await clickByName(page, 'Verbindlich speichern');
  await page.getByText('wurde gespeichert').waitFor();
  await picture('record-saved.png');
  await person.answer('3. Now press');
  await person.answer('Is that the reference');
  await page.getByRole('link', { name: 'Zum Datensatz' }).click();
  await page.getByText('Cottbus').first().waitFor();
  await person.answer('4. Open the page');
  await page.getByRole('link', { name: 'Suche' }).first().click();
  await fillByLabel(page, { Suchbegriff: deliveryKey, 'Suchen in': 'Fremdschlüssel' });
  await clickByName(page, 'Suchen');
  await page.getByRole('link', { name: /^HU-/ }).first().waitFor();
  await person.answer('5. Search for');
}

/** As a terminal of 100 columns shows it, with a line for each answer. */
function wrapped(text: string): string {
  const lines = text.replaceAll(/ (?=[1-5]\. |The page now)/g, '\n').split('\n');
  return lines.flatMap((line) => line.match(/.{1,98}(?:\s|$)/g) ?? ['']).join('\n');
}

const app = await startMusterverfahren({ clock: () => Date.parse('2026-10-01T09:00:00Z') });
const directory = await mkdtemp(join(tmpdir(), 'amtsbote-images-'));
try {
  await writeFile(join(directory, 'sample.json'), sample);
  const argv = [`${app.url}/`, '--record', 'dog-registration', '--sample', 'sample.json', '--out', 'recorded.yaml'];
  const ended = await recordWith({ directory, argv, headless: true, play });
  const said = `${ended.stderr}\n${ended.stdout}`.replaceAll(app.url, 'http://127.0.0.1:8787');
  await writeFile(
    join(images, 'record-terminal.svg'),
    terminalImage('amtsbote record http://127.0.0.1:8787/ --record dog-registration --sample sample.json', wrapped(said)),
  );
  console.log(said);
} finally {
  await app.close();
  await rm(directory, { recursive: true, force: true });
}
