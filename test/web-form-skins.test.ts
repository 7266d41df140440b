import { type WebFormOptions, connector } from '@amtsbote/connectors/targets/web-form';
import type { Channel, ConnectorServices, MappedRecord, OwnedResource } from '@amtsbote/sdk';
import { type TestAttempt, testAttempt, type TestAttemptOptions } from '@amtsbote/sdk/testing';
import { demoUser, type Musterverfahren, type SkinName, startMusterverfahren } from '@amtsbote/simulators/musterverfahren';
import { expect, onTestFinished, test } from 'vitest';
import { skinDescription, skinDog } from './support/skin-descriptions.ts';

const skins: readonly SkinName[] = ['pages', 'app', 'frames'];
const never = new AbortController().signal;

interface Desk {
  readonly app: Musterverfahren;
  readonly channel: Channel;
  deliver(
    options?: TestAttemptOptions & { record?: MappedRecord },
  ): Promise<{ attempt: TestAttempt; reference?: string; error?: Error & { code?: string } }>;
  saved(): Promise<readonly { aktenzeichen: string; fields: Readonly<Record<string, unknown>> }[]>;
}

type Start = NonNullable<Parameters<typeof startMusterverfahren>[0]>;

async function desk(start: Start & { skin: SkinName }, change: Partial<WebFormOptions> = {}): Promise<Desk> {
  const app = await startMusterverfahren(start);
  const owned = new Map<string, Promise<OwnedResource<unknown>>>();
  onTestFinished(async () => {
    for (const each of [...owned.values()].toReversed()) await (await each).close();
    await app.close();
  });
  const secrets: Record<string, string> = {
    'secret:mv-user': demoUser.name,
    'secret:mv-password': demoUser.password,
    'secret:mv-codes': 'JBSWY3DPEHPK3PXP',
  };
  const { clock, logger } = testAttempt();
  const services: ConnectorServices<WebFormOptions> = {
    options: connector.options.parse(skinDescription(start.skin, app.url, change)),
    name: 'musterverfahren',
    baseDirectory: '.',
    clock,
    logger,
    random: () => 0.5,
    boundary: () => undefined,
    secrets: { get: async (name) => secrets[name] ?? '' },
    resources: {
      shared: async <T>(key: string, create: () => Promise<OwnedResource<T>>): Promise<T> => {
        if (!owned.has(key)) owned.set(key, create());
        return (await (owned.get(key) as Promise<OwnedResource<T>>)).value;
      },
    },
  };
  const channel = (await connector.open(services)).channels[0] as Channel;
  return {
    app,
    channel,
    deliver: async ({ record = skinDog, ...options } = {}) => {
      const attempt = testAttempt({ deliveryKey: 'AB-TEST-0001', ...options });
      return channel.deliver('dog-registration', record, attempt).then(
        ({ reference }) => ({ attempt, reference }),
        (error: Error & { code?: string }) => ({ attempt, error }),
      );
    },
    saved: async () => {
      const response = await fetch(`${app.url}/__witness/records?fremdschluessel=AB-TEST-0001`);
      return ((await response.json()) as { records: Awaited<ReturnType<Desk['saved']>> }).records;
    },
  };
}

const stored = {
  anrede: 'Frau',
  familienname: 'Müller-Lüdenscheidt',
  vorname: 'Zoë',
  geburtsdatum: '12.10.1965',
  strasse: 'Große Straße',
  hausnummer: '0500',
  postleitzahl: '03046',
  ort: 'Cottbus',
  telefon: '030123456',
  hundename: 'Waldi',
  rasse: 'Dackel',
  geschlecht: 'm',
  haltungsbeginn: '2026-11-01',
  assistenzhund: true,
};

test.each(skins)('the skin %s: a record arrives as it was meant, and the look-up finds it', async (skin) => {
  const { deliver, saved, channel } = await desk({ skin });
  const { error, reference } = await deliver();
  expect(error).toBeUndefined();
  const [record, ...more] = await saved();
  expect(more).toEqual([]);
  expect(record?.aktenzeichen).toBe(reference);
  expect(record?.fields).toMatchObject(stored);
  expect(await channel.find?.('dog-registration', 'AB-TEST-0001', never)).toEqual([reference]);
  expect(await channel.find?.('dog-registration', 'AB-TEST-0002', never)).toEqual([]);
  expect(await channel.check(never)).toMatchObject([{ ok: true }, { ok: true }]);
});

const notices = [
  { shows: 'Diese Anwendung verwendet Cookies', click: 'Nur notwendige' },
  { shows: 'Sie haben die Anwendung über einen fremden Verweis geöffnet.', click: 'Weiter zur angeforderten Seite' },
  { shows: 'Der Aufruf kam nicht aus der Anwendung.', click: 'Weiter zur angeforderten Seite' },
  { shows: 'Der Aufruf kam nicht aus dem Menü der Anwendung.', click: 'Weiter' },
];
const dialogs = [{ message: '.', answer: 'accept' as const }];
const everywhere = [
  'hidden-twin',
  'two-buttons',
  'interstitial',
  'rich-text',
  'masked-dates',
  'own-number',
  'echo-success',
  'late-save',
  'cookie-banner',
  'before-unload',
  'confirm-save',
] as const;

test.each([
  ['pages', [...everywhere, 'cell-labels', 'select-overlay'], 3],
  ['pages', ['search-combobox'], 1],
  ['app', [...everywhere, 'optimistic'], 3],
  ['frames', [...everywhere, 'select-overlay'], 4],
  ['frames', ['popup-saves', 'latin1'], 1],
] as const)('the skin %s with the traps %s: one record, as it was meant', async (skin, quirks, byHand) => {
  const { deliver, saved } = await desk({ skin, quirks }, { notices, dialogs });
  const { error, attempt } = await deliver();
  expect(error).toBeUndefined();
  const records = await saved();
  expect(records).toHaveLength(1);
  expect(records[0]?.fields).toMatchObject(stored);
  expect(String(records[0]?.fields['bemerkung']).split(/[\r\n]+/)).toEqual(['sehr ruhig', 'und freundlich']);
  expect(attempt.events.filter((event) => event === 'step:fill field by hand').length).toBeLessThanOrEqual(byHand);
});

test.each(skins)('the skin %s: a renamed label and a new required field pause the target before anything is entered', async (skin) => {
  const { deliver, saved } = await desk({ skin, quirks: ['renamed-label', 'new-field'] });
  const { error } = await deliver();
  expect(error).toMatchObject({ code: 'AB_SCREEN_CHANGED', effect: 'pause-target' });
  expect(error?.message).toMatch(
    /the field "Familienname" is not there any more; there are \d+ others that the description does not know.*a new field must be filled/,
  );
  expect(error?.message).not.toMatch(/Nachname|Sachgebiet/);
  expect(await saved()).toEqual([]);
});

test.each(['cookie-banner', 'confirm-save'] as const)('%s, not declared, stops before anything is sent', async (quirk) => {
  const { deliver, saved } = await desk({ skin: 'frames', quirks: [quirk] });
  expect((await deliver()).error?.code).toMatch(/AB_(FORM|SCREEN)_CHANGED/);
  expect(await saved()).toEqual([]);
});

test.each(skins)('the skin %s: the second factor is entered, and a password that has run out is a case', async (skin) => {
  const users = [{ ...demoUser, totp: 'JBSWY3DPEHPK3PXP' }];
  const { app, deliver, saved } = await desk({ skin, users });
  expect((await deliver()).error).toBeUndefined();
  expect(await saved()).toHaveLength(1);
  await app.close();
  expect((await (await desk({ skin, quirks: ['password-change'] })).deliver()).error).toMatchObject({
    code: 'AB_PASSWORD_CHANGE',
    effect: 'case',
  });
});

test('saving by GET stands behind the fence when it is declared, and is looked up first when it is not', async () => {
  const change = (url: string, method: string): Partial<WebFormOptions> => {
    const [[type, record] = []] = Object.entries(skinDescription('frames', url).records);
    return type === undefined || record === undefined
      ? {}
      : { records: { [type]: { ...record, commit: { ...record.commit, request: { path: '/mv/hund/speichern', method } } } } };
  };
  const declared = await desk({ skin: 'frames', quirks: ['get-save'] }, change('http://127.0.0.1', 'GET'));
  expect((await declared.deliver()).error).toBeUndefined();
  const not = await desk({ skin: 'frames', quirks: ['get-save'] });
  const { error } = await not.deliver();
  expect(error).toMatchObject({ code: 'AB_OUTCOME_UNKNOWN', effect: 'unknown' });
  expect(await not.saved()).toHaveLength(1);
});
