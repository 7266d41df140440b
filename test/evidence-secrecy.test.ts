import { chromium } from 'playwright-core';
import { findBrowser } from '@amtsbote/sdk/rpa';
import type { MappedRecord } from '@amtsbote/sdk';
import { type TestAttempt, testAttempt, testServices } from '@amtsbote/sdk/testing';
import { demoUser, type SkinName, startMusterverfahren } from '@amtsbote/simulators/musterverfahren';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openSkin, skinNames } from './support/open-skin.ts';
import { pdfText, withoutBlanks } from './support/pdf-text.ts';
import { entriesBelow, valuesIn, valuesInFiles } from './support/search.ts';
import { skinDog } from './support/skin-descriptions.ts';

/** Two citizens with values of equal length, none of which stands on any page by itself. */
const citizens = [
  {
    familyName: 'Ölmützhäuser-Quargelß',
    givenName: 'Xaverjanah',
    street: 'Quittenwinkel',
    town: 'Quargelhausen',
    phone: '039871234',
    dogName: 'Flöckchen',
  },
  {
    familyName: 'Wagenknäuel-Mühlbächl',
    givenName: 'Nepomukine',
    street: 'Zwetschgenweg',
    town: 'Zwetschgendrf',
    phone: '047765432',
    dogName: 'Mützchen2',
  },
];

const records: readonly MappedRecord[] = citizens.map((citizen, at) => ({
  ...skinDog,
  ...citizen,
  birthDate: ['1951-12-31', '1964-10-21'][at] ?? '',
  houseNumber: ['0513', '0768'][at] ?? '',
  postcode: ['03946', '07157'][at] ?? '',
  remark: ['beißt nur den Quargelhändler', 'schläft gern am Zwetschgenba'][at] ?? '',
}));

/** What a delivery through a skin keeps as evidence. */
async function evidenceOf(skin: SkinName, record: MappedRecord): Promise<TestAttempt> {
  const app = await startMusterverfahren({ skin, clock: () => Date.parse('2026-11-22T12:00:00Z') });
  const services = testServices<unknown>(undefined);
  onTestFinished(async () => {
    await services.close();
    await app.close();
  });
  const target = await openSkin({ skin, kind: 'YAML' }, { url: app.url, maxInFlightMs: 5000 }, services);
  const attempt = testAttempt({ deliveryKey: 'AB-TEST-0001', evidence: true });
  await target.channels[0]?.deliver('dog-registration', record, attempt);
  return attempt;
}

/** Values of a record that are long enough to be told from chance. */
function valuesOf(record: MappedRecord): readonly string[] {
  const texts = Object.values(record).filter((value) => typeof value === 'string');
  const [year, month, day] = texts.find((text) => /^19\d\d-/.test(text))?.split('-') ?? [];
  return [...texts.filter((text) => text.length >= 9 && text !== skinDog.since), `${day}.${month}.${year}`];
}

/** The readable content of a piece of evidence, in every encoding of a page. */
function readable(name: string, bytes: Uint8Array): Buffer {
  if (name.endsWith('.pdf')) return Buffer.from(`${pdfText(bytes)}\n${Buffer.from(bytes).toString('latin1')}`);
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from([text, withoutEntities(text)].join('\n'));
}

function withoutEntities(text: string): string {
  const named: Readonly<Record<string, string>> = {
    auml: 'ä',
    ouml: 'ö',
    uuml: 'ü',
    Ouml: 'Ö',
    szlig: 'ß',
    amp: '&',
    quot: '"',
    lt: '<',
    gt: '>',
  };
  return text.replaceAll(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return name === undefined ? String.fromCodePoint(code) : (named[name] ?? whole);
  });
}

/** The drawing of a PDF, without when it was made. */
function drawn(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/\/(CreationDate|ModDate) ?\([^)]*\)|\/ID ?\[[^\]]*\]/g, '');
}

test.each(skinNames)('the skin %s: no evidence tells who the citizen is', async (skin) => {
  const [one, other] = [await evidenceOf(skin, records[0] ?? {}), await evidenceOf(skin, records[1] ?? {})];
  const names = one.kept.map(({ name }) => name);
  expect(names.toSorted()).toEqual(['confirmation.aria.yaml', 'confirmation.html', 'confirmation.pdf', 'form.jpg', 'read-back.html']);
  expect(other.kept.map(({ name }) => name)).toEqual(names);
  const pages = one.kept.filter(({ name }) => !name.endsWith('.jpg'));
  const told = pages.flatMap(({ name, bytes }) => {
    const sought = [...valuesOf(records[0] ?? {}), demoUser.password];
    return valuesIn(readable(name, bytes), [...sought, ...sought.map(withoutBlanks)]).map((value) => `${value} in ${name}`);
  });
  expect(told).toEqual([]);
  for (const [at, { name, bytes }] of one.kept.entries()) {
    const twin = other.kept[at]?.bytes ?? new Uint8Array();
    const same = name.endsWith('.pdf') ? drawn(bytes) === drawn(twin) : Buffer.from(bytes).equals(Buffer.from(twin));
    expect([name, same]).toEqual([name, true]);
  }
});

test('what a browser leaves behind holds no trace, no recording of requests and no value', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'amtsbote-evidence-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  onTestFinished(async () => {
    process.env['TMPDIR'] = before;
    if (before === undefined) delete process.env['TMPDIR'];
    await rm(folder, { recursive: true, force: true });
  });
  await evidenceOf('pages', records[0] ?? {});
  const left = (await entriesBelow(folder)).map(({ path }) => path);
  expect(left.length).toBeGreaterThan(5);
  expect(left.filter((path) => /\.(zip|har|trace|network|webm)$|trace|screencast/i.test(path.slice(folder.length)))).toEqual([]);
  expect(await valuesInFiles(folder, [...valuesOf(records[0] ?? {}), demoUser.password])).toEqual([]);
});

test('the search does read what stands in a PDF, also in its links', async () => {
  const found = await findBrowser();
  const browser = await chromium.launch({ ...(found?.executablePath !== undefined && { executablePath: found.executablePath }) });
  onTestFinished(() => browser.close());
  const page = await browser.newPage();
  const [citizen] = citizens;
  await page.setContent(`<title>${citizen?.familyName}</title><h1>Guten Tag, ${citizen?.givenName}</h1><p style="font-family: monospace">
    ${citizen?.street} <b>${citizen?.dogName}</b></p><input value="${citizen?.phone}"><a href="https://fachverfahren.example/?ort=${citizen?.town}">Ort</a>`);
  const bytes = readable('page.pdf', await page.pdf({ format: 'A4' }));
  const values = Object.values(citizen ?? {});
  expect(values).toHaveLength(6);
  expect(valuesIn(bytes, values)).toEqual(values);
});
