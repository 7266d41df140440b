import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readMessage } from '../message/read-message.ts';
import { corpus, hasCorpus } from '../testing/corpus.ts';
import { parseMapping } from './parse-mapping.ts';

const transfer = `
message: { root: schueler.wechsel.0001, namespace: http://xschule.digital/def/xschule/1.2/xsd }
prefixes: { xsc: profile, xbd: http://xbildung.de/def/xbildung/1.2/xsd }
record: school-transfer
fields:
  title: { path: ./xbd:titel, required: true }
  issuedOn: { path: ./xbd:ausstellung/xbd:datum, date: { in: yyyy-MM-dd, out: dd.MM.yyyy } }
  familyName: { path: ./xsc:schueler/xsc:nameNatuerlichePerson/xsc:familienname/xsc:name, required: true, text: { max: 60 } }
  givenName: { path: ./xsc:schueler/xsc:nameNatuerlichePerson/xsc:vorname/xsc:name, required: true }
  bornOn: { path: ./xsc:schueler/xsc:geburt/xsc:datum/xbd:jahrMonatTag, date: { in: yyyy-MM-dd, out: ddMMyyyy } }
  bornIn: { path: ./xsc:schueler/xsc:geburt/xsc:geburtsort/xsc:ort }
  nationality: { path: ./xsc:schueler/xsc:staatsangehoerigkeit/code, codes: { values: { '124': belgisch, '000': deutsch } } }
  sex: { path: ./xsc:schueler/xsc:geschlecht/code, codes: { values: { m: männlich, w: weiblich, d: divers } } }
  street: { path: ./xsc:schueler/xsc:anschrift/xsc:strasse }
  houseNumber: { path: ./xsc:schueler/xsc:anschrift/xsc:hausnummer }
  postcode: { path: ./xsc:schueler/xsc:anschrift/xsc:postleitzahl }
  place: { path: ./xsc:schueler/xsc:anschrift/xsc:ort }
  pupilId: { path: "./xsc:schueler/xsc:identifikationsnummer[xsc:beschreibung='Schülernummer']/xsc:id" }
  school: { path: ./xsc:aufnehmendeSchule/xsc:name/xsc:name, required: true }
  schoolId: { path: ./xsc:aufnehmendeSchule/xsc:identifikation/xsc:id }
  guardians:
    each: ./xsc:erziehungsberechtigter
    fields:
      familyName: { path: .//xsc:familienname/xsc:name, required: true }
      phone: { path: ./xsc:kontakt/xsc:kennung, pick: first }
      official: { path: ./xsc:kontakt/xsc:istDienstlich, pick: first, boolean: {} }
checks:
  - { assert: count(./xsc:erziehungsberechtigter) > 0, else: reject, code: X010, message: keine erziehungsberechtigte Person angegeben }
ignore: [./xbd:sprache]
`;

describe.skipIf(!hasCorpus)('school transfers of XSchule 1.2', () => {
  const folder = corpus('xoev/xschule-1.2/instances');
  const journeys = hasCorpus ? readdirSync(`${folder}/valid`).filter((name) => name.startsWith('XSchule_Wechsel_Journey_')) : [];

  test('there are four of them', () => {
    expect(journeys).toHaveLength(4);
  });

  test.each(journeys)('%s becomes a record', async (name) => {
    const mapping = await parseMapping(transfer, 'school-transfer.yaml');
    using message = await readMessage(readFileSync(`${folder}/valid/${name}`), {
      mediaType: 'application/xml',
    });
    expect(mapping.matches(message)).toBe(true);
    expect(mapping.apply(message, [])).toMatchObject({
      outcome: 'mapped',
      record: {
        title: 'Schülerakte',
        familyName: 'Mustermann',
        givenName: 'René',
        bornOn: '01012004',
        nationality: 'belgisch',
        sex: 'männlich',
        pupilId: '3767526',
        schoolId: expect.stringMatching(/^BB_100\d\d$/),
        guardians: [
          { familyName: 'Mustermann', phone: '0049 174 463 357', official: false },
          { familyName: 'Mustermann', phone: '0049 173 453 729', official: true },
        ],
      },
    });
  });

  test('numbers of houses, postcodes and codes stay text', async () => {
    const mapping = await parseMapping(transfer, 'school-transfer.yaml');
    const bytes = readFileSync(`${folder}/valid/XSchule_Wechsel_Journey_Primarwechsel.xml`);
    using message = await readMessage(bytes, { mediaType: 'application/xml' });
    expect(mapping.apply(message, [])).toMatchObject({
      record: {
        street: 'Musterstraße',
        houseNumber: '9',
        postcode: '8862',
        place: 'Überlingen',
        issuedOn: '09.09.2012',
      },
    });
  });

  test('messages of version 0.3 are not for this mapping, and are a case if they come to it', async () => {
    const mapping = await parseMapping(transfer, 'school-transfer.yaml');
    const others = readdirSync(`${folder}/other-version-0.3`);
    expect(others).toHaveLength(2);
    for (const name of others) {
      using message = await readMessage(readFileSync(`${folder}/other-version-0.3/${name}`), {
        mediaType: 'application/xml',
      });
      expect(mapping.matches(message)).toBe(false);
      expect(mapping.apply(message, [])).toMatchObject({
        outcome: 'case',
        findings: [{ code: 'AB_MESSAGE_UNKNOWN' }],
      });
    }
  });
});
