import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startMusterverfahren, type Musterverfahren } from './index.ts';
import { transferForm } from './forms/schulwechsel.ts';
import { aktenzeichenIn, enterDog, fillDog, WebClient, witnessed } from './web-client.test-support.ts';

let app: Musterverfahren;
let client: WebClient;

beforeEach(async () => {
  app = await startMusterverfahren({ clock: () => Date.UTC(2026, 5, 1) });
  client = new WebClient(app);
  await client.signIn();
});
afterEach(() => app.close());

const transfer = {
  familienname: 'Beispiel',
  vorname: 'Kim',
  geburtsdatum: '01.01.2015',
  aufnehmende_schule: 'Schule am Markt',
};

test('a dog registration ends with its Aktenzeichen, and nothing is saved before', async () => {
  const entwurf = await fillDog(client);
  expect(await witnessed(app)).toEqual([]);
  const page = await client.post('/hund/neu/speichern', { entwurf });
  expect(page.path).toBe('/hund/HU-2026-000123/bestaetigung');
  expect(aktenzeichenIn(page)).toBe('HU-2026-000123');
  expect(await witnessed(app, 'hund')).toMatchObject([
    {
      aktenzeichen: 'HU-2026-000123',
      fremdschluessel: 'K-1',
      channel: 'web',
      user: 'sachbearbeitung',
      fields: { postleitzahl: '03046', telefon: '0500', assistenzhund: false },
    },
  ]);
});

test('the review page and the record page show every value under its label', async () => {
  const entwurf = await fillDog(client, { familienname: '<b>&"' });
  for (const path of [`/hund/neu/pruefen?entwurf=${entwurf}`, '/hund/HU-2026-000123']) {
    if (path.startsWith('/hund/HU')) await client.post('/hund/neu/speichern', { entwurf });
    const { text } = await client.get(path);
    expect(text).toContain('<dt>Familienname</dt><dd data-feld="familienname">&lt;b&gt;&amp;&quot;</dd>');
    expect(text).toContain('<dt>Geschlecht</dt><dd data-feld="geschlecht">Hündin</dd>');
  }
});

test('going back keeps what was typed, even when it is not valid', async () => {
  const entwurf = await client.begin('hund');
  await client.post('/hund/neu/halter', {
    entwurf,
    aktion: 'weiter',
    familienname: 'A',
    vorname: 'B',
    geburtsdatum: '01.01.1980',
  });
  const first = await client.post('/hund/neu/anschrift', {
    entwurf,
    aktion: 'zurueck',
    strasse: 'Weg',
    postleitzahl: '1',
  });
  expect(first.path).toBe(`/hund/neu/halter?entwurf=${entwurf}`);
  expect((await client.get(`/hund/neu/anschrift?entwurf=${entwurf}`)).text).toContain('value="Weg"');
});

test('values that are not valid are named at the top and at their field', async () => {
  const entwurf = await client.begin('hund');
  const page = await client.post('/hund/neu/anschrift', {
    entwurf,
    aktion: 'weiter',
    strasse: 'Weg',
    hausnummer: '1234567890',
    postleitzahl: '0304',
    ort: '',
    email: 'x',
  });
  expect(page.status).toBe(200);
  expect(page.text).toContain('<div class="fehler" role="alert">');
  expect(page.text).toContain('<a href="#postleitzahl">Postleitzahl</a>: Bitte genau fünf Ziffern eingeben.');
  expect(page.text).toContain('aria-invalid="true" aria-describedby="postleitzahl_fehler"');
  expect(page.text).toContain('<span class="feldfehler" id="ort_fehler">Pflichtfeld, bitte ausfüllen.</span>');
  expect(page.text).toContain('Höchstens 9 Zeichen erlaubt.');
  expect(page.text).toContain('Bitte eine gültige E-Mail-Adresse eingeben.');
  expect(page.text).not.toContain('id="strasse_fehler"');
});

test.each(['31.02.2020', '1.1.2020', '2020-01-01', '01.13.2020'])('%s is no date', async (geburtsdatum) => {
  const entwurf = await client.begin('hund');
  const page = await client.post('/hund/neu/halter', {
    entwurf,
    aktion: 'weiter',
    familienname: 'A',
    vorname: 'B',
    geburtsdatum,
  });
  expect(page.text).toContain('Bitte ein gültiges Datum als TT.MM.JJJJ eingeben.');
});

test('a page that was skipped is asked for on saving', async () => {
  const entwurf = await client.begin('hund');
  expect((await client.post('/hund/neu/speichern', { entwurf })).text).toContain('Familienname</a>: Pflichtfeld');
  expect(await witnessed(app)).toEqual([]);
});

test('the same registration twice makes two records', async () => {
  const entwurf = await fillDog(client);
  await client.post('/hund/neu/speichern', { entwurf });
  await client.post('/hund/neu/speichern', { entwurf });
  await enterDog(client);
  expect((await witnessed(app)).map((record) => record.aktenzeichen)).toEqual(['HU-2026-000123', 'HU-2026-000124', 'HU-2026-000125']);
});

test('text is stored as it was typed, and shown so again', async () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((value) => !/[\r\n\0]/.test(value) && [...value].length <= 60);
  await fc.assert(
    fc.asyncProperty(text, async (familienname) => {
      const page = await client.post('/schulwechsel/neu/speichern', {
        entwurf: await client.begin('schulwechsel'),
        ...transfer,
        familienname,
      });
      const record = (await witnessed(app)).at(-1);
      expect(record?.fields['familienname']).toBe(familienname);
      expect(record?.aktenzeichen).toBe(aktenzeichenIn(page));
    }),
    {
      numRuns: 30,
      examples: [['O’Neill'], ['ẞ'], ['Müller-Lüdenscheidt'], [' 0500 '], ['03046'], ['e\u0301']],
    },
  );
});

test('the school transfer is one page with 25 fields that saves at once', async () => {
  const form = await client.get('/schulwechsel/neu');
  expect(transferForm.steps.flatMap((step) => step.fields)).toHaveLength(25);
  expect(form.text.match(/<(select|textarea|fieldset|input type="(?!hidden|radio)\w+")/g)).toHaveLength(25);
  const page = await client.post('/schulwechsel/neu/speichern', {
    entwurf: await client.begin('schulwechsel'),
    ...transfer,
    herkunftssprache: 'FRA',
    versetzt: 'ja',
  });
  expect(aktenzeichenIn(page)).toBe('SW-2026-000007');
  expect(await witnessed(app, 'schulwechsel')).toMatchObject([
    { fields: { herkunftssprache: 'FRA', versetzt: true, masernschutz: false } },
  ]);
});

test('a trade registration takes a growing list of activities and files', async () => {
  const entwurf = await client.begin('gewerbe');
  const address = (prefix: string): Record<string, string> => ({
    [`${prefix}_strasse`]: 'Weg',
    [`${prefix}_hausnummer`]: '1',
    [`${prefix}_postleitzahl`]: '03046',
    [`${prefix}_ort`]: 'Cottbus',
  });
  await client.post('/gewerbe/neu/person', {
    entwurf,
    aktion: 'weiter',
    person_familienname: 'A',
    person_vorname: 'B',
    person_geburtsdatum: '1980-01-01',
    ...address('person'),
  });
  await client.post('/gewerbe/neu/betrieb', {
    entwurf,
    aktion: 'weiter',
    betrieb_rechtsform: 'GmbH',
    betrieb_beginn: '2026-06-01',
    ...address('betrieb'),
  });
  const rows = await client.post('/gewerbe/neu/taetigkeiten', {
    entwurf,
    aktion: 'zeile',
    taetigkeiten_1: 'Backen',
  });
  expect(rows.text).toContain('<label for="taetigkeiten_2">Tätigkeit 2</label>');
  await client.post('/gewerbe/neu/taetigkeiten', {
    entwurf,
    aktion: 'weiter',
    taetigkeiten_1: 'Backen',
    taetigkeiten_2: '',
    taetigkeiten_3: 'Verkauf',
  });
  const file = new File(['Inhalt ß'], 'Auszug ß.pdf', { type: 'application/pdf' });
  await client.post('/gewerbe/neu/anlagen', {
    entwurf,
    aktion: 'weiter',
    bemerkung: 'ẞ',
    fremdschluessel: 'G-1',
    anlagen: file,
  });
  expect(aktenzeichenIn(await client.post('/gewerbe/neu/speichern', { entwurf }))).toBe('GE-2026-000045');
  expect(await witnessed(app, 'gewerbe')).toMatchObject([
    {
      fremdschluessel: 'G-1',
      fields: { taetigkeiten: ['Backen', 'Verkauf'], bemerkung: 'ẞ' },
      attachments: [
        {
          name: 'Auszug ß.pdf',
          mediaType: 'application/pdf',
          size: 9,
          sha256: createHash('sha256').update('Inhalt ß').digest('hex'),
        },
      ],
    },
  ]);
});

test('the search finds by foreign key exactly, by name in part, by Aktenzeichen from the start', async () => {
  await enterDog(client, { familienname: 'Müller-Lüdenscheidt', fremdschluessel: 'K-10' });
  await enterDog(client, { fremdschluessel: 'K-1' });
  const hits = async (query: string): Promise<readonly string[]> =>
    [...(await client.get(`/suche?${query}`)).text.matchAll(/data-testid="treffer-aktenzeichen">([^<]+)</g)].map((hit) => hit[1] ?? '');
  expect(await hits('begriff=K-1&feld=fremdschluessel')).toEqual(['HU-2026-000124']);
  expect(await hits('begriff=müller&feld=name')).toEqual(['HU-2026-000123']);
  expect(await hits('begriff=HU-2026&feld=aktenzeichen')).toEqual(['HU-2026-000124', 'HU-2026-000123']);
  expect((await client.get('/suche?begriff=nichts&feld=alle')).text).toContain('data-testid="keine-treffer"');
});

test('records outlive the process in their file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'musterverfahren-'));
  const database = join(folder, 'records.sqlite');
  try {
    for (const expected of ['HU-2026-000123', 'HU-2026-000124']) {
      const again = await startMusterverfahren({ database, clock: () => Date.UTC(2026, 5, 1) });
      const user = new WebClient(again);
      await user.signIn();
      expect(aktenzeichenIn(await enterDog(user))).toBe(expected);
      await again.close();
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
