import { connector } from '@amtsbote/connectors/targets/web-form';
import { describedOptions, describeTarget, isComplete, openRecorder, type Recorder } from '@amtsbote/sdk/recorder';
import { clickByName, fillByLabel } from '@amtsbote/sdk/rpa';
import { testAttempt, testServices } from '@amtsbote/sdk/testing';
import { demoUser } from '@amtsbote/simulators/musterverfahren';
import { expect, test } from 'vitest';
import { startWitness } from './support/witness.ts';

/** One trade as a mapping makes it, with two activities. */
const trade = {
  familyName: 'Muster',
  givenName: 'Berta',
  birthDate: '1980-03-07',
  street: 'Hauptstraße',
  houseNumber: '5a',
  postcode: '03046',
  town: 'Cottbus',
  legalForm: 'Einzelunternehmen',
  ownStreet: 'Marktgasse',
  ownNumber: '17b',
  ownPostcode: '03050',
  ownTown: 'Peitz',
  since: '2026-11-01',
  activities: ['Backen von Brot', 'Handel mit Torten'],
};

async function enterTrade(recorder: Recorder, url: string): Promise<void> {
  const { page } = recorder;
  const next = async (fields: Parameters<typeof fillByLabel>[1], button = 'Weiter'): Promise<void> => {
    await fillByLabel(page, fields);
    await clickByName(page, button);
    await page.waitForLoadState('domcontentloaded');
  };
  await next({ Benutzername: demoUser.name, Kennwort: demoUser.password }, 'Anmelden');
  await recorder.enter('fill');
  await page.goto(`${url}/gewerbe/neu`);
  const home = { Straße: 'Hauptstraße', Hausnummer: '5a', Postleitzahl: '03046', Ort: 'Cottbus' };
  await next({ Familienname: 'Muster', Vorname: 'Berta', Geburtsdatum: '07.03.1980', ...home });
  const own = { Straße: 'Marktgasse', Hausnummer: '17b', Postleitzahl: '03050', Ort: 'Peitz' };
  await next({ Rechtsform: 'Einzelunternehmen', ...own, 'Beginn der Tätigkeit': '01.11.2026' });
  await next({ 'Tätigkeit 1': 'Backen von Brot' }, 'Weitere Tätigkeit');
  await next({ 'Tätigkeit 2': 'Handel mit Torten' });
  await next({ Fremdschlüssel: recorder.deliveryKey });
  await page.getByRole('button', { name: 'Verbindlich speichern' }).waitFor();
  await recorder.enter('save');
  await clickByName(page, 'Verbindlich speichern');
  await page.getByTestId('aktenzeichen').waitFor();
  const [reference = ''] = await recorder.possibleReferences();
  await recorder.saved(reference);
  await recorder.enter('record');
  await page.goto(`${url}/gewerbe/${reference}`);
  await recorder.enter('search');
  await page.goto(`${url}/suche?feld=fremdschluessel&begriff=${recorder.deliveryKey}`);
}

test('rows that were added by hand become a list: three entries are entered where two were shown', async () => {
  const app = await startWitness();
  const recorder = await openRecorder({ url: `${app.url}/`, headless: true, onDialog: async () => true });
  try {
    await enterTrade(recorder, app.url);
    const target = describeTarget(await recorder.finish(), trade);
    expect(isComplete(target)).toBe(true);
    expect(target.steps).toContainEqual({
      rows: { each: 'activities', add: 'Weitere Tätigkeit', fill: { 'Tätigkeit {n}': '{value}' } },
    });
    const options = connector.options.parse(describedOptions(target, { recordType: 'trade', secretName: 'mv' }));
    await using services = testServices(options, { 'mv-user': demoUser.name, 'mv-password': demoUser.password });
    const [channel] = (await connector.open(services)).channels;
    const activities = ['Braten', 'Kochen', 'Backen'];
    const delivered = await channel?.deliver('trade', { ...trade, activities }, testAttempt({ deliveryKey: 'AB-TEST-0000-0000-0001' }));
    const record = (await app.records()).find(({ aktenzeichen }) => aktenzeichen === delivered?.reference);
    expect(record?.fields).toMatchObject({ taetigkeiten: activities, betrieb_ort: 'Peitz', person_ort: 'Cottbus' });
  } finally {
    await recorder.close();
    await app.close();
  }
});
