import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connector } from '@amtsbote/connectors/targets/web-form';
import type { TargetDefinition } from '@amtsbote/sdk';
import {
  describedOptions,
  type DescribedTarget,
  describeTarget,
  isAccessible,
  isComplete,
  openRecorder,
  type Recorder,
  writePageObject,
} from '@amtsbote/sdk/recorder';
import { clickByName, fillByLabel, oneTimeCode } from '@amtsbote/sdk/rpa';
import { testAttempt, testServices } from '@amtsbote/sdk/testing';
import { demoUser } from '@amtsbote/simulators/musterverfahren';
import { expect, test } from 'vitest';
import { startWitness } from './support/witness.ts';

/** The secret of the codes that the account is asked for. */
const totp = 'JBSWY3DPEHPK3PXP';
/** Each application takes a code once. */
const users = [{ ...demoUser, totp }];

/** One dog as a mapping makes it. */
const dog = {
  salutation: 'Frau',
  familyName: 'Muster',
  givenName: 'Berta',
  birthDate: '1980-03-07',
  street: 'Hauptstraße',
  houseNumber: '5a',
  postcode: '03046',
  town: 'Cottbus',
  dogName: 'Waldi',
  breed: 'Dackel',
  sex: 'Rüde',
  since: '2026-10-01',
  assistance: true,
};

async function enterDog(recorder: Recorder, url: string): Promise<void> {
  const { page } = recorder;
  const tabs = [
    { Anrede: 'Frau', Familienname: 'Muster', Vorname: 'Berta', Geburtsdatum: '07.03.1980' },
    { Straße: 'Hauptstraße', Hausnummer: '5a', Postleitzahl: '03046', Ort: 'Cottbus' },
    {
      'Name des Hundes': 'Waldi',
      Rasse: 'Dackel',
      Geschlecht: 'Rüde',
      'Beginn der Haltung': '01.10.2026',
      Assistenzhund: true,
      Fremdschlüssel: recorder.deliveryKey,
    },
  ];
  await fillByLabel(page, { Benutzername: demoUser.name, Kennwort: demoUser.password });
  await clickByName(page, 'Anmelden');
  await fillByLabel(page, { Bestätigungscode: oneTimeCode(totp, Date.now() - 30_000).code }, { patienceMs: 5000 });
  await clickByName(page, 'Bestätigen');
  await page.getByRole('button', { name: 'Abmelden' }).waitFor();
  await recorder.enter('fill');
  await page.goto(`${url}/hund/neu`);
  for (const fields of tabs) {
    await fillByLabel(page, fields);
    const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
    await clickByName(page, 'Reiter speichern');
    await saved;
  }
  await page.getByRole('button', { name: 'Verbindlich speichern' }).waitFor();
  await recorder.enter('save');
  await clickByName(page, 'Verbindlich speichern');
  await page.getByTestId('aktenzeichen').waitFor();
  const [reference = ''] = await recorder.possibleReferences();
  await recorder.saved(reference);
  await recorder.enter('record');
  await page.goto(`${url}/hund/${reference}`);
  await page.getByText('Cottbus').waitFor();
  await recorder.enter('search');
  await page.goto(`${url}/suche?begriff=${recorder.deliveryKey}`);
  await page.getByText(reference).first().waitFor();
}

/** A connector that was written as TypeScript, as an operator's project loads it. */
async function writtenConnector(text: string): Promise<AsyncDisposable & { readonly connector: TargetDefinition }> {
  const folder = await mkdtemp(join(tmpdir(), 'amtsbote-recorded-'));
  await symlink(resolve(import.meta.dirname, 'node_modules'), join(folder, 'node_modules'), 'junction');
  await writeFile(join(folder, 'registry.ts'), text);
  const { connector: written } = (await import(/* @vite-ignore */ join(folder, 'registry.ts'))) as { connector: TargetDefinition };
  return { connector: written, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

/** Whatever a description finds things by, beside labels of fields. */
function pageSelectors({ login, steps, commit, confirmation, find, rules }: DescribedTarget): readonly string[] {
  const named = (name: string): readonly string[] => (/^(css|xpath)=|^\/\//.test(name) ? [name] : []);
  const labels = steps.flatMap((step) => ('fill' in step ? Object.keys(step.fill) : 'click' in step ? [step.click] : []));
  return [
    ...[login?.loggedIn, login?.loggedOut, confirmation?.selector, find?.rows, find?.empty].filter((each) => each !== undefined),
    ...(login?.further ?? []).map(({ shows }) => shows),
    ...[...labels, ...Object.keys(rules), commit?.click ?? '', login?.click ?? ''].flatMap(named),
  ];
}

test('a page that scripts draw, with widgets and shadow roots: what was recorded delivers and finds', async () => {
  const [app, second] = [await startWitness({ skin: 'app', users }), await startWitness({ skin: 'app', users })];
  const recorder = await openRecorder({ url: `${app.url}/`, headless: true, onDialog: async () => true });
  try {
    await enterDog(recorder, app.url);
    const target = describeTarget(await recorder.finish(), dog);
    expect(isComplete(target)).toBe(true);
    expect(target.questions.map(({ code }) => code)).toEqual(['harmless', 'search-lag', 'in-flight', 'errors']);
    expect(pageSelectors(target).filter((each) => !isAccessible(each))).toEqual([]);
    const page = writePageObject(target, { recordType: 'dog', secretName: 'mv', name: 'registry', head: [], ask: ({ code }) => code });
    expect([...page.matchAll(/locator\((?:'((?:\\.|[^'])*)')/g)].filter(([, selector = '']) => !isAccessible(selector))).toEqual([]);
    expect(page).not.toMatch(/css=|xpath=|querySelector|waitForTimeout|setTimeout/);
    expect(target.rules).toMatchObject({ Geburtsdatum: { as: 'date' } });
    const options = connector.options.parse(describedOptions(target, { recordType: 'dog', secretName: 'mv' }));
    const secrets = { 'mv-user': demoUser.name, 'mv-password': demoUser.password, 'mv-codes': totp };
    await using services = testServices(options, secrets);
    const [channel] = (await connector.open(services)).channels;
    const attempt = testAttempt({ deliveryKey: 'AB-TEST-0000-0000-0001' });
    const delivered = await channel?.deliver('dog', dog, attempt);
    expect(await app.records()).toHaveLength(2);
    expect(await channel?.find?.('dog', attempt.deliveryKey, attempt.signal)).toEqual([delivered?.reference]);
    await using written = await writtenConnector(page);
    await using others = testServices(written.connector.options.parse({ baseUrl: second.url }), secrets);
    const [typed] = (await written.connector.open(others)).channels;
    const entered = await typed?.deliver('dog', dog, testAttempt({ deliveryKey: 'AB-TEST-0000-0000-0002' }));
    expect((await second.records()).at(-1)).toMatchObject({ aktenzeichen: entered?.reference, fields: { hundename: 'Waldi' } });
  } finally {
    await recorder.close();
    await app.close();
    await second.close();
  }
});
