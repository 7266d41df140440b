import { describe, expect, test } from 'vitest';
import { corpus, hasCorpus } from '../../../testing/corpus.ts';
import type { Finding } from '../../../model/finding.ts';
import type { Message } from '../../message.ts';
import { readMessage } from '../../read-message.ts';
import { loadSchema } from '../../schema-set/schema.ts';
import { identify } from '../identify.ts';
import type { AnswerRequest } from '../profile.ts';
import { ownProfiles } from '../profiles.ts';
import { xbau, xbauKernmodul } from './xbau.ts';

const matter = '7d0f2a3e-1c4b-4e5a-9f00-000000000001';
const messageId = '7d0f2a3e-1c4b-4e5a-9f00-00000000000a';
const answerId = '7d0f2a3e-1c4b-4e5a-9f00-0000000000ff';
const at = Date.UTC(2026, 4, 4, 8, 0, 0, 120);

const finding: Finding = {
  code: 'AB_SCHEMA_INVALID',
  message: 'The element “plz” is not expected – see the schema…',
  where: { line: 12, path: '/b:baugenehmigung.antrag.0200/b:bauvorhaben' },
  officialCode: 'X001',
};

describe.skipIf(!hasCorpus)('answers of XBau are valid against the schemas', () => {
  test.each([
    ['2/5', '1120', '0200'],
    ['2/5', '1121', '0200'],
    ['2/5', '1170', '0200'],
    ['2/5', '1100', '0200'],
    ['2/6', '1120', '0200'],
    ['2/6', '1121', '0200'],
    ['2/6', '1170', '0200'],
    ['2/6', '1180', '0900'],
    ['2/6', '1100', '0200'],
  ])('XBau %s: %s in answer to %s', async (version, answer, type) => {
    const { valid, xml } = await answerTo(applicationOf({ version, type }), answer);

    expect(valid).toEqual({ verdict: 'valid', findings: [] });
    await expect(roundTrip(xml)).resolves.toMatchObject({
      profile: 'xbau-kernmodul',
      type: answer,
      header: {
        messageId: answerId,
        matter: answer === '1100' ? undefined : matter,
        reader: { key: 'bap:09000001' },
        author: { key: 'bab:09162000' },
      },
    });
  });

  test('answers to messages of the Kernmodul stay in its version', async () => {
    const { valid } = await answerTo(withdrawal(), '1120');

    expect(valid).toEqual({ verdict: 'valid', findings: [] });
  });
});

describe('answers of XBau', () => {
  test('a rejection names official codes, places without values, and brings the message back', async () => {
    const { xml } = await make(applicationOf({}), '1100', { findings: [finding, { code: 'AB_CHARACTER_LOSSY', message: 'x' }] });

    expect(xml).toContain('<code>X001</code>');
    expect(xml).toContain('<code>S999</code>');
    expect(xml).toContain(
      '<fehlertext>The element &apos;plz&apos; is not expected - see the schema... Zeile 12, /b:baugenehmigung.antrag.0200/b:bauvorhaben (AB_SCHEMA_INVALID)</fehlertext>',
    );
    expect(xml).toContain(`<nachricht>${Buffer.from(applicationOf({})).toString('base64')}</nachricht>`);
    expect(xml).toContain('listVersionID="4.0"');
  });

  test('a test message gets a test answer', async () => {
    const { xml } = await make(applicationOf({ root: ' test="true"' }), '1120');

    expect(xml).toContain('test="true"');
  });

  test('special characters of names survive', async () => {
    const { xml } = await make(applicationOf({ reader: 'Bau &amp; Ordnung &lt;"Süd">' }), '1120');
    using answer = await readMessage(Buffer.from(xml), { mediaType: 'text/xml' });

    expect(xbauKernmodul.header(answer).author?.name).toBe('Bau & Ordnung <"Süd">');
  });

  test('an answer made twice is the same, byte for byte', async () => {
    expect(await make(applicationOf({}), '1120')).toEqual(await make(applicationOf({}), '1120'));
  });

  test.each([
    ['1121', {}, { reference: undefined }, 'the reference of the target'],
    ['1120', { matter: ' ' }, {}, 'the id of the matter'],
    ['1120', { id: '' }, {}, 'the id of the message'],
    ['1120', { reader: '' }, {}, 'the name of `leser`'],
    ['1170', {}, { options: {} }, 'the option `status`'],
    ['1180', { type: '0200' }, {}, 'not acknowledged'],
    ['1180', { version: '2/5', type: '0900' }, {}, 'has no message 1180'],
    ['1100', {}, { findings: [] }, 'a reason'],
    ['1100', {}, { bytes: undefined }, 'the message as it came'],
    ['1120', { version: '2/3' }, {}, 'not known'],
  ] as const)('%s needs a person when something is missing: %j %j', async (answer, original, request, why) => {
    await expect(make(applicationOf(original), answer, request)).rejects.toMatchObject({
      code: 'AB_ANSWER_IMPOSSIBLE',
      message: expect.stringContaining(why) as string,
    });
  });

  test('a rejection is never answered with a rejection', async () => {
    const rejection = withdrawal().replaceAll('prozessnachrichten.ruecknahme.1130', 'prozessnachrichten.rueckweisung.G2G.1100');

    await expect(make(rejection, '1100')).rejects.toMatchObject({ code: 'AB_ANSWER_IMPOSSIBLE' });
  });
});

interface ApplicationFacts {
  readonly version?: string;
  readonly type?: string;
  readonly id?: string;
  readonly matter?: string;
  readonly reader?: string;
  readonly root?: string;
}

function applicationOf({ version = '2/6', type = '0200', id = messageId, matter: theMatter = matter, ...more }: ApplicationFacts): string {
  return `<b:baugenehmigung.antrag.${type} xmlns:b="http://www.xleitstelle.de/xbau/${version}"${more.root ?? ''}>
    ${headerOf(id, more.reader ?? 'Bauaufsicht Musterstadt')}
    <b:referenzAntragsservice><referenzAntragsservice>${theMatter}</referenzAntragsservice></b:referenzAntragsservice>
  </b:baugenehmigung.antrag.${type}>`;
}

function withdrawal(): string {
  return `<k:prozessnachrichten.ruecknahme.1130 xmlns:k="http://www.xleitstelle.de/xbau/kernmodul/1/3/0">
    ${headerOf(messageId, 'Bauaufsicht Musterstadt')}
    <bezug><referenz>${matter}</referenz></bezug>
  </k:prozessnachrichten.ruecknahme.1130>`;
}

function headerOf(id: string, reader: string): string {
  return `<nachrichtenkopf.g2g>
    <identifikation.nachricht>
      <nachrichtenUUID>${id}</nachrichtenUUID>
      <nachrichtentyp><code>0200</code></nachrichtentyp>
      <erstellungszeitpunkt>2026-05-04T10:11:12.000+02:00</erstellungszeitpunkt>
    </identifikation.nachricht>
    <leser>
      <verzeichnisdienst listVersionID="3"><code>DVDV</code></verzeichnisdienst>
      <kennung>bab:09162000</kennung><name>${reader}</name>
    </leser>
    <autor>
      <verzeichnisdienst listVersionID="3"><code>DVDV</code></verzeichnisdienst>
      <kennung>bap:09000001</kennung><name>Bauportal</name>
    </autor>
  </nachrichtenkopf.g2g>`;
}

async function make(original: string, type: string, more: Partial<AnswerRequest> = {}): Promise<{ readonly xml: string }> {
  const bytes = Buffer.from(original);
  using message = await readMessage(bytes, { mediaType: 'text/xml' });
  const header = xbau.header(message);
  const facts = { id: answerId, at, reference: 'B-2026-00017', findings: [finding], options: { status: '14', information: 'Danke' } };
  const build = xbau.answers?.[type];
  return await (build ?? never)({ original: message, bytes, header, ...facts, ...more });
}

async function answerTo(original: string, type: string): Promise<{ xml: string; valid: unknown }> {
  const { xml } = await make(original, type);
  using answer = await readMessage(Buffer.from(xml), { mediaType: 'text/xml' });
  const schema = await loadSchema(schemaFor(answer));
  return { xml, valid: schema.validate(answer) };
}

function schemaFor(answer: Message): string {
  const file = answer.root.namespace.endsWith('1/3/0')
    ? '2.6/schema-dev/_driver-kernmodul.xsd'
    : '2.5/schema-dev/xbau-kernmodul-prozessnachrichten.xsd';
  return corpus(`xoev/xbau/${file}`);
}

async function roundTrip(xml: string): Promise<unknown> {
  using answer = await readMessage(Buffer.from(xml), { mediaType: 'text/xml' });
  const found = identify(answer, ownProfiles);
  return { profile: found?.profile.name, type: found?.type, header: found?.profile.header(answer) };
}

function never(): never {
  throw new Error('there is no such answer');
}
