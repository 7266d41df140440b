import { connector } from '@amtsbote/connectors/targets/web-form';
import { describedOptions, describeTarget, isComplete, openRecorder, type Recorder } from '@amtsbote/sdk/recorder';
import { clickByName, fillByLabel } from '@amtsbote/sdk/rpa';
import { testAttempt, testServices } from '@amtsbote/sdk/testing';
import { demoUser } from '@amtsbote/simulators/musterverfahren';
import { expect, test } from 'vitest';
import { startWitness } from './support/witness.ts';

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

test('a page that scripts draw, with widgets and shadow roots: what was recorded delivers and finds', async () => {
  const app = await startWitness({ skin: 'app' });
  const recorder = await openRecorder({ url: `${app.url}/`, headless: true, onDialog: async () => true });
  try {
    await enterDog(recorder, app.url);
    const target = describeTarget(await recorder.finish(), dog);
    expect(isComplete(target)).toBe(true);
    expect(target.questions.map(({ code }) => code)).toEqual(['harmless', 'search-lag', 'in-flight', 'errors']);
    expect(target.rules).toMatchObject({ Geburtsdatum: { as: 'date' } });
    const options = connector.options.parse(describedOptions(target, { recordType: 'dog', secretName: 'mv' }));
    await using services = testServices(options, { 'mv-user': demoUser.name, 'mv-password': demoUser.password });
    const [channel] = (await connector.open(services)).channels;
    const attempt = testAttempt({ deliveryKey: 'AB-TEST-0000-0000-0001' });
    const delivered = await channel?.deliver('dog', dog, attempt);
    expect(await app.records()).toHaveLength(2);
    expect(await channel?.find?.('dog', attempt.deliveryKey, attempt.signal)).toEqual([delivered?.reference]);
  } finally {
    await recorder.close();
    await app.close();
  }
});
