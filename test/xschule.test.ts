import { readdirSync, readFileSync } from 'node:fs';
import type { SubmissionView } from '@amtsbote/sdk/runtime';
import type { StoredRecord } from '@amtsbote/simulators/musterverfahren';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../packages/sdk/src/testing/corpus.ts';
import { makeProject, type Project } from './support/project.ts';
import { startWitness, type Witness } from './support/witness.ts';

const language = 'http://publications.europa.eu/resource/authority/language';
const languages = `'${language}/FRA': Französisch, '${language}/DEU': Deutsch`;

const mapping = `
message: { root: schueler.wechsel.0001, namespace: http://xschule.digital/def/xschule/1.2/xsd }
prefixes: { s: profile, b: http://xbildung.de/def/xbildung/1.2/xsd }
record: school-transfer
fields:
  familyName:   { path: ./s:schueler/s:nameNatuerlichePerson/s:familienname/s:name, required: true, text: { max: 60 } }
  givenName:    { path: ./s:schueler/s:nameNatuerlichePerson/s:vorname/s:name, required: true, text: { max: 60 } }
  calledName:   { path: ./s:schueler/s:nameNatuerlichePerson/s:rufname/s:name }
  bornOn:       { path: ./s:schueler/s:geburt/s:datum/b:jahrMonatTag, required: true, date: { in: yyyy-MM-dd, out: dd.MM.yyyy } }
  bornIn:       { path: ./s:schueler/s:geburt/s:geburtsort/s:ort }
  sex:          { path: ./s:schueler/s:geschlecht/code, codes: { values: { m: männlich, w: weiblich, d: divers } } }
  pupilId:      { path: "./s:schueler/s:identifikationsnummer[s:beschreibung='Schülernummer']/s:id" }
  street:       { path: ./s:schueler/s:anschrift/s:strasse }
  houseNumber:  { path: ./s:schueler/s:anschrift/s:hausnummer }
  postcode:     { path: ./s:schueler/s:anschrift/s:postleitzahl }
  town:         { path: ./s:schueler/s:anschrift/s:ort }
  firstLanguage:  { path: ./s:schueler/s:herkunftssprache/code, codes: { values: { ${languages} } } }
  dailyLanguage:  { path: ./s:schueler/s:verkehrssprache/code, codes: { values: { ${languages} } } }
  salutation:   { path: "./s:erziehungsberechtigter[1]//s:anrede" }
  guardianFamilyName: { path: "./s:erziehungsberechtigter[1]//s:familienname/s:name", required: true }
  guardianGivenName:  { path: "./s:erziehungsberechtigter[1]//s:vorname/s:name", required: true }
  phone:        { path: "./s:erziehungsberechtigter[1]/s:kontakt[s:kanal/code='03']/s:kennung" }
  oldSchool:    { path: ./s:besuchteSchule/s:name/s:name }
  newSchool:    { path: ./s:aufnehmendeSchule/s:name/s:name, required: true }
  from:         { path: ./s:aufnehmendeSchule/s:aufnahme/s:datum/b:jahrMonatTag, date: { in: yyyy-MM-dd } }
  grade:
    path: ./s:aufnehmendeSchule/s:aufnahme/s:jahrgang/code
    codes: { values: { ${grades()} } }
  promoted:     { path: ./s:aufnehmendeSchule/s:aufnahme/s:versetzt, boolean: {} }
  measles:
    path: "./s:schueler/s:impfung[contains(s:krankheit/code, 'masern')]/s:impfschutz/s:code/code"
    boolean: { true: http://xschule.digital/def/xschule/1.0/code/impfschutz/vorhanden, false: http://xschule.digital/def/xschule/1.0/code/impfschutz/nicht_vorhanden }
`;

function grades(): string {
  const all = Array.from({ length: 13 }, (_, index) => index + 1);
  return all.map((n) => `'http://xschule.digital/def/xschule/1.0/code/jahrgangsstufe/jahrgangsstufe_${n}': Jahrgangsstufe ${n}`).join(', ');
}

/** Label on the screen to template: what is filled in, and what the saved record must show. */
const form = {
  Familienname: '{familyName}',
  Vorname: '{givenName}',
  Rufname: '{calledName}',
  Geburtsdatum: '{bornOn}',
  Geburtsort: '{bornIn}',
  Geschlecht: '{sex}',
  Schülernummer: '{pupilId}',
  Straße: '{street}',
  Hausnummer: '{houseNumber}',
  Postleitzahl: '{postcode}',
  Ort: '{town}',
  Herkunftssprache: '{firstLanguage}',
  Verkehrssprache: '{dailyLanguage}',
  'Anrede der sorgeberechtigten Person': '{salutation}',
  'Name der sorgeberechtigten Person': '{guardianGivenName} {guardianFamilyName}',
  Telefon: '{phone}',
  'Abgebende Schule': '{oldSchool}',
  'Aufnehmende Schule': '{newSchool}',
  Aufnahmedatum: '{from}',
  Jahrgangsstufe: '{grade}',
  Versetzt: '{promoted}',
  'Masernschutz nachgewiesen': '{measles}',
  Fremdschlüssel: '{deliveryKey}',
};

const flags = new Set(['promoted', 'measles']);
const names = [...new Set(Object.values(form).flatMap((template) => [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)))];
const fields = Object.fromEntries(
  names.filter((name) => name !== 'deliveryKey').map((name) => [name, flags.has(name) ? { type: 'boolean' } : {}]),
);

/** JSON is YAML. */
function description(url: string): string {
  return JSON.stringify({
    baseUrl: url,
    account: { user: 'secret:musterverfahren-user', password: 'secret:musterverfahren-password' },
    login: {
      open: '/anmelden',
      fill: { Benutzername: '{user}', Kennwort: '{password}' },
      click: 'Anmelden',
      loggedIn: 'form[action="/abmelden"]',
      failed: '.fehler[role="alert"]',
    },
    capabilities: { find: 'authoritative', maxInFlightMs: 5000, visibilityLagMs: 0 },
    records: {
      'school-transfer': {
        fields,
        steps: [{ open: '/schulwechsel/neu' }, { fill: form }],
        commit: { click: 'Speichern', request: { method: 'POST', path: '/schulwechsel/neu/speichern' } },
        confirmation: { selector: '[data-testid="aktenzeichen"]', pattern: String.raw`^SW-\d{4}-\d{6}$` },
        verify: { open: '/schulwechsel/{reference}', fields: form },
        find: {
          open: '/suche?begriff={deliveryKey}&feld=fremdschluessel',
          rows: '[data-testid="treffer"] tbody tr',
          reference: { selector: '[data-testid="treffer-aktenzeichen"]' },
          empty: '[data-testid="keine-treffer"]',
        },
      },
    },
  });
}

/** The text of the first such element inside the others, as its bytes are in the file; empty where there is none. */
function textIn(xml: string, ...tags: readonly string[]): string {
  let inside = xml;
  for (const tag of tags) {
    const start = inside.indexOf(`<${tag}>`);
    if (start < 0) return '';
    const end = inside.indexOf(`</${tag}>`, start);
    inside = inside.slice(start + tag.length + 2, end < 0 ? undefined : end);
  }
  return inside;
}

/** What the witness must hold, read from the message without any of our code. */
function expectedOf(xml: string): Readonly<Record<string, string | boolean>> {
  const pupil = (...tags: readonly string[]): string => textIn(xml, 'xsc:schueler', ...tags);
  const guardian = (...tags: readonly string[]): string => textIn(xml, 'xsc:erziehungsberechtigter', ...tags);
  const school = (...tags: readonly string[]): string => textIn(xml, 'xsc:aufnehmendeSchule', ...tags);
  const [year, month, day] = pupil('xsc:geburt', 'xbd:jahrMonatTag').split('-');
  return {
    familienname: pupil('xsc:familienname', 'xsc:name'),
    vorname: pupil('xsc:vorname', 'xsc:name'),
    rufname: pupil('xsc:rufname', 'xsc:name'),
    geburtsdatum: `${day}.${month}.${year}`,
    geburtsort: pupil('xsc:geburtsort', 'xsc:ort'),
    geschlecht: pupil('xsc:geschlecht', 'code'),
    schuelernummer: pupil('xsc:identifikationsnummer', 'xsc:id'),
    strasse: pupil('xsc:anschrift', 'xsc:strasse'),
    hausnummer: pupil('xsc:anschrift', 'xsc:hausnummer'),
    postleitzahl: pupil('xsc:anschrift', 'xsc:postleitzahl'),
    ort: pupil('xsc:anschrift', 'xsc:ort'),
    herkunftssprache: pupil('xsc:herkunftssprache', 'code').split('/').at(-1)!,
    verkehrssprache: pupil('xsc:verkehrssprache', 'code').split('/').at(-1)!,
    sorge_anrede: guardian('xsc:anrede'),
    sorge_name: `${guardian('xsc:vorname', 'xsc:name')} ${guardian('xsc:weitereDaten', 'xsc:familienname', 'xsc:name')}`,
    sorge_telefon: guardian('xsc:kontakt', 'xsc:kennung'),
    abgebende_schule: textIn(xml, 'xsc:besuchteSchule', 'xsc:name', 'xsc:name'),
    aufnehmende_schule: school('xsc:name', 'xsc:name'),
    aufnahmedatum: school('xsc:aufnahme', 'xbd:jahrMonatTag'),
    jahrgangsstufe: school('xsc:jahrgang', 'code').split('_').at(-1)!,
    versetzt: school('xsc:versetzt') === 'true',
    masernschutz: true,
    sorge_email: '',
    bemerkung: '',
  };
}

describe.skipIf(!hasCorpus)('school transfers of XSchule 1.2', () => {
  const valid = corpus('xoev/xschule-1.2/instances/valid');
  const other = corpus('xoev/xschule-1.2/instances/other-version-0.3');
  const journeys = hasCorpus ? readdirSync(valid).filter((name) => /^XSchule_Wechsel_Journey_.*\.xml$/.test(name)) : [];
  const others = hasCorpus ? readdirSync(other) : [];
  let witness: Witness;
  let project: Project;
  let views: readonly SubmissionView[] = [];
  let records: readonly StoredRecord[] = [];

  beforeAll(async () => {
    witness = await startWitness();
    project = await makeProject({
      url: witness.url,
      targets: '  schule: { productive: false, channels: [{ connector: web-form, options: targets/schule.yaml }] }',
      routes: `  schulwechsel: { portal: eingang, mapping: mappings/schule.yaml, schema: '${corpus('xoev/xschule-1.2/schema/xschule.xsd')}', target: schule }`,
    });
    await project.write('mappings/schule.yaml', mapping);
    await project.write('targets/schule.yaml', description(witness.url));
    for (const name of journeys) await project.drop(name, readFileSync(`${valid}/${name}`));
    for (const name of others) await project.drop(name, readFileSync(`${other}/${name}`));
    const runtime = await project.open();
    try {
      await runtime.sync();
      views = await Promise.all((await runtime.list()).map(({ id }) => runtime.show(id)));
      records = await witness.records();
    } finally {
      await runtime.close();
    }
  });
  afterAll(async () => {
    await witness.close();
    await project.remove();
  });

  test('the four of the journey are delivered, each once', () => {
    expect(journeys).toHaveLength(4);
    const accepted = views.filter(({ state }) => state === 'accepted');
    expect(accepted.map(({ deliveries }) => deliveries[0]?.reference).toSorted()).toEqual(
      records.map(({ aktenzeichen }) => aktenzeichen).toSorted(),
    );
    expect(records).toHaveLength(4);
  });

  test.each(journeys)('%s stands in the application as it stands in the message', (name) => {
    const expected = expectedOf(readFileSync(`${valid}/${name}`, 'utf8'));
    const held = records.map(({ fields: all }) => Object.fromEntries(Object.entries(all).filter(([field]) => field !== 'fremdschluessel')));
    expect(held).toContainEqual(expected);
  });

  test('those of version 0.3 are cases, not crashes', () => {
    const cases = views.filter(({ state }) => state === 'case');
    expect(others).toHaveLength(2);
    expect(cases.map(({ findings }) => findings[0]?.code)).toEqual(['AB_MESSAGE_UNKNOWN', 'AB_MESSAGE_UNKNOWN']);
  });
});
