import type { Musterverfahren } from '../index.ts';
import { tokenFor } from '../web-client.test-support.ts';

const address = { strasse: 'Weg', hausnummer: '1', postleitzahl: '03046', ort: 'Cottbus' };
const trade = {
  person: { familienname: 'Beispiel', vorname: 'Erika', geburtsdatum: '1980-01-31', ...address },
  betrieb: { rechtsform: 'GmbH', beginn: '2026-06-01', ...address },
  taetigkeiten: ['Backen'],
};

/** Enters trade registrations through the API and returns the Aktenzeichen of the last one. */
export async function enterTrades(app: Musterverfahren, count: number): Promise<string> {
  const headers = { authorization: `Bearer ${await tokenFor(app)}`, 'content-type': 'application/json' };
  let aktenzeichen = '';
  for (let entered = 0; entered < count; entered += 1) {
    const answer = await fetch(`${app.url}/api/gewerbeanmeldungen`, { method: 'POST', headers, body: JSON.stringify(trade) });
    if (answer.status !== 201) throw new Error(`the API answered ${answer.status}`);
    ({ aktenzeichen } = (await answer.json()) as { aktenzeichen: string });
  }
  return aktenzeichen;
}
