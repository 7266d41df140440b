import { describe, expect, test } from 'vitest';
import { readMessage } from '../read-message.ts';
import { byNamespace } from './by-namespace.ts';
import { defineProfile } from './define-profile.ts';
import { headerReader } from './header-reader.ts';
import { identify } from './identify.ts';
import type { IdentifiedMessage, MessageHeader, Profile } from './profile.ts';
import { ownProfiles } from './profiles.ts';

describe('identify', () => {
  const local = profileOf('hund-stadt', { refines: 'hund' });
  const general = profileOf('hund');

  test('gives a message that nobody claims to nobody', async () => {
    expect(await profileNameOf('<a xmlns="urn:other"/>', [general])).toBeUndefined();
  });

  test('gives a message that two profiles claim to nobody', async () => {
    expect(await profileNameOf('<a xmlns="urn:hund:1.0"/>', [general, profileOf('katze')])).toBeUndefined();
  });

  test('prefers the profile that refines the other, in whatever order they stand', async () => {
    expect(await profileNameOf('<a xmlns="urn:hund:1.0"/>', [general, local])).toBe('hund-stadt');
    expect(await profileNameOf('<a xmlns="urn:hund:1.0"/>', [local, general])).toBe('hund-stadt');
  });

  test('lets the first of two profiles with one name take the place of the second', async () => {
    const own = { ...general, title: 'our own' };
    using message = await readMessage(Buffer.from('<a xmlns="urn:hund:1.0"/>'), { mediaType: 'text/xml' });

    expect(identify(message, [own, general])?.profile.title).toBe('our own');
  });

  test('a profile that replaced another and claims nothing does not bring the other back', async () => {
    const never: Profile = { ...general, detect: () => undefined };

    expect(await profileNameOf('<a xmlns="urn:hund:1.0"/>', [never, general])).toBeUndefined();
  });

  function profileOf(name: string, more: Partial<Profile> = {}): Profile {
    const base: Profile = { name, title: name, detect: byNamespace(/^urn:hund:(\d+\.\d+)$/), header: headerReader({}) };
    return defineProfile({ ...base, ...more }).profile;
  }
});

describe('standards of which there are no samples', () => {
  test('XBau 2.6: id, authorities, matter', async () => {
    const { found, header } = await lookAt(`
      <b:baugenehmigung.antrag.0200 xmlns:b="http://www.xleitstelle.de/xbau/2/6" produkt="Bauportal" produktversion="3" test="1">
        <nachrichtenkopf.g2g>
          <identifikation.nachricht>
            <nachrichtenUUID>0A0B0C0D-1111-4222-8333-444455556666</nachrichtenUUID>
            <nachrichtentyp><code>0200</code></nachrichtentyp>
            <erstellungszeitpunkt>2026-05-04T10:11:12.000+02:00</erstellungszeitpunkt>
          </identifikation.nachricht>
          <leser><verzeichnisdienst><code>DVDV</code></verzeichnisdienst><kennung>bab:09162000</kennung><name>Bauamt</name></leser>
          <autor><verzeichnisdienst><code>DVDV</code></verzeichnisdienst><kennung>bap:09000001</kennung><name> </name></autor>
        </nachrichtenkopf.g2g>
        <b:referenzAntragsservice><referenzAntragsservice>AAAAAAAA-1111-4222-8333-444455556666</referenzAntragsservice></b:referenzAntragsservice>
      </b:baugenehmigung.antrag.0200>`);

    expect([found?.profile.name, found?.version, found?.type]).toEqual(['xbau', '2.6', '0200']);
    expect(header).toEqual({
      messageId: '0a0b0c0d-1111-4222-8333-444455556666',
      createdAt: '2026-05-04T10:11:12.000+02:00',
      reader: { directory: 'DVDV', key: 'bab:09162000', name: 'Bauamt' },
      author: { directory: 'DVDV', key: 'bap:09000001', name: undefined },
      test: true,
      matter: 'aaaaaaaa-1111-4222-8333-444455556666',
      reference: undefined,
      refersTo: [],
      product: 'Bauportal 3',
    });
  });

  test('XBau-Kernmodul: reference and the messages it refers to', async () => {
    const { found, header } = await lookAt(`
      <k:prozessnachrichten.ruecknahme.1130 xmlns:k="http://www.xleitstelle.de/xbau/kernmodul/1/3/0">
        <nachrichtenkopf.g2g><identifikation.nachricht><nachrichtenUUID>  </nachrichtenUUID></identifikation.nachricht></nachrichtenkopf.g2g>
        <bezug>
          <referenz>AAAAAAAA-1111-4222-8333-444455556666</referenz>
          <vorgang>B-2026-17</vorgang>
          <bezugNachricht xmlns:g="http://xoev.de/schemata/basisnachricht/g2g/1_1">
            <g:nachrichtenUUID>BBBBBBBB-1111-4222-8333-444455556666</g:nachrichtenUUID>
          </bezugNachricht>
        </bezug>
      </k:prozessnachrichten.ruecknahme.1130>`);

    expect([found?.profile.name, found?.version, found?.type]).toEqual(['xbau-kernmodul', '1.3.0', '1130']);
    expect(header?.messageId, 'a blank id is none').toBeUndefined();
    expect(header?.reference).toBe('B-2026-17');
    expect(header?.refersTo).toEqual(['bbbbbbbb-1111-4222-8333-444455556666']);
  });

  test('XBeteiligung 1.0: a header with xsi:type in no namespace', async () => {
    const { found, header } = await lookAt(`
      <x:planung2Beteiligung.BeteiligungNeu.0401 xmlns:x="https://www.xleitstelle.de/xbeteiligung/1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <nachrichtenkopf xsi:type="x:Nachrichtenkopf.G2G">
          <identifikation.nachricht xsi:type="x:Id"><nachrichtenUUID>0a0b0c0d-1111-4222-8333-444455556666</nachrichtenUUID></identifikation.nachricht>
          <leser><kennung>xyz:0002</kennung></leser>
        </nachrichtenkopf>
      </x:planung2Beteiligung.BeteiligungNeu.0401>`);

    expect([found?.profile.name, found?.version, found?.type]).toEqual(['xbeteiligung', '1.0', '0401']);
    expect([header?.messageId, header?.reader?.key]).toEqual(['0a0b0c0d-1111-4222-8333-444455556666', 'xyz:0002']);
  });

  test('XJustiz: the version stands in the header', async () => {
    const { found, header } = await lookAt(`
      <t:nachricht.gds.basisnachricht.0005006 xmlns:t="http://www.xjustiz.de">
        <t:nachrichtenkopf xjustizVersion="3.5.1">
          <t:aktenzeichen.empfaenger>71 X 1/26</t:aktenzeichen.empfaenger>
          <t:auswahl_absender><t:absender.sonstige>Erika Muster</t:absender.sonstige></t:auswahl_absender>
          <t:auswahl_empfaenger><t:empfaenger.gericht><code>B1</code></t:empfaenger.gericht></t:auswahl_empfaenger>
          <t:eigeneNachrichtenID>550E8400-e29b-41d4-a716-446655440000</t:eigeneNachrichtenID>
        </t:nachrichtenkopf>
      </t:nachricht.gds.basisnachricht.0005006>`);

    expect([found?.profile.name, found?.version, found?.type]).toEqual(['xjustiz', '3.5.1', '0005006']);
    expect([header?.messageId, header?.reader?.key, header?.author, header?.reference]).toEqual([
      '550e8400-e29b-41d4-a716-446655440000',
      'B1',
      undefined,
      '71 X 1/26',
    ]);
  });
});

describe('namespaces and names', () => {
  test.each([
    ['<a.b.0100 xmlns="http://www.xgewerbeordnung.de/spezifikation/xga/1.6"/>', 'xgewerbeordnung', '1.6', '0100'],
    ['<a.0810 xmlns="http://www.osci.de/xmeld2611"/>', 'xmeld', '26.11', '0810'],
    ['<a.0100 xmlns="http://www.osci.de/xauslaender1170"/>', 'xauslaender', '11.70', '0100'],
    ['<zeugnis.0001 xmlns="http://xhochschule.de/def/xhochschule/0.95/xsd"/>', 'xhochschule', '0.95', '0001'],
    ['<fim.S99000001.00000001001000 xmlns="urn:xoev-de:xfall:standard:fim-s99000001_1.0"/>', 'fim-xml', '1.0', 'S99000001'],
    ['<XPlanAuszug xmlns="http://www.xplanung.de/xplangml/6/0"/>', 'xplanung', '6.0', undefined],
    ['{"F60000227":"x"}', 'fim-json', undefined, undefined],
    ['{"G05003718":{"F60000000227":"x"}}', 'fim-json', undefined, undefined],
    ['{"S05000001287":{"a":"x"}}', 'fim-json', undefined, 'S05000001287'],
    ['{"$schema":"https://schema.fitko.de/fim/s00000114_1.1.schema.json","G00000001":{"a":"x"}}', 'fim-json', '1.1', 'S00000114'],
    ['<DatML-RAW-D xmlns="http://www.destatis.de/schema/datml-raw/2.0/de"/>', undefined, undefined, undefined],
    ['<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', undefined, undefined, undefined],
    ['{"F6000022":"x","Freiburg12":"y"}', undefined, undefined, undefined],
    ['<a xmlns="http://www.xleitstelle.de/xbau/2/6/evil"/>', undefined, undefined, undefined],
  ])('%s', async (text, profile, version, type) => {
    const { found } = await lookAt(text);

    expect([found?.profile.name, found?.version, found?.type]).toEqual([profile, version, type]);
  });
});

test.each([
  ['', false],
  ['test="false"', false],
  ['test="0"', false],
  ['test="true"', true],
  ['test="100"', true],
  ['test=""', true],
])('a root element with %s: test message %s', async (attribute, isTest) => {
  const { header } = await lookAt(`<a.0810 xmlns="http://www.osci.de/xmeld2611" ${attribute}/>`);

  expect(header?.test).toBe(isTest);
});

async function profileNameOf(xml: string, profiles: readonly Profile[]): Promise<string | undefined> {
  using message = await readMessage(Buffer.from(xml), { mediaType: 'text/xml' });
  return identify(message, profiles)?.profile.name;
}

async function lookAt(text: string): Promise<{ found: IdentifiedMessage | undefined; header: MessageHeader | undefined }> {
  using message = await readMessage(Buffer.from(text.trim()), { mediaType: '' });
  const found = identify(message, ownProfiles);
  return { found, header: found?.profile.header(message) };
}
