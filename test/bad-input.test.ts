import { chmod, open, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { SubmissionView } from '@amtsbote/sdk/runtime';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runSync } from './support/child-sync.ts';
import { runCli } from './support/cli.ts';
import { tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { startWitness } from './support/witness.ts';
import { zipOf } from './support/zip.ts';

/** Stands in every bad message; no finding may quote it. */
const secretName = 'Geheimnisvoll-Ölschläger';
const good = tradeMessage();
const personal = tradeMessage({ familyName: secretName });

interface BadInput {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly code: string;
  /** What of the place must be told. */
  readonly where?: object;
  /** In which state it ends. Default `case`. */
  readonly state?: string;
}

const line = expect.any(Number) as number;
const utf16 = Buffer.from(`\uFEFF${personal}`, 'utf16le');

const inputs: Readonly<Record<string, BadInput>> = {
  'a malformed message': {
    name: 'malformed.xml',
    content: personal.replace('</xga:satz>', ''),
    code: 'AB_XML_MALFORMED',
    where: { line, column: line },
  },
  'an empty file': { name: 'empty.xml', content: '', code: 'AB_MESSAGE_EMPTY' },
  'blanks only': { name: 'blank.xml', content: ' \n\n ', code: 'AB_MESSAGE_EMPTY' },
  'a billion laughs': {
    name: 'laughs.xml',
    content: `<!DOCTYPE x [<!ENTITY a "${secretName}"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>`,
    code: 'AB_XML_DOCTYPE',
    where: { line: 1, column: 1 },
  },
  'an external entity': {
    name: 'xxe.xml',
    content: `<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>${secretName}&e;</x>`,
    code: 'AB_XML_DOCTYPE',
    where: { line: 2, column: 1 },
  },
  'bytes in another encoding than declared': {
    name: 'encoding.xml',
    content: Buffer.from(personal, 'latin1'),
    code: 'AB_XML_ENCODING',
    where: { line },
  },
  'UTF-16 that calls itself UTF-8': { name: 'utf16.xml', content: utf16, code: 'AB_XML_ENCODING' },
  'a root that no route takes': {
    name: 'root.xml',
    content: personal.replaceAll('abh.gewerbemeldung.0500', 'abh.gewerbemeldung.0600'),
    code: 'AB_MESSAGE_UNKNOWN',
  },
  'a namespace that no route takes': {
    name: 'namespace.xml',
    content: personal.replaceAll('spezifikation/2.2', 'spezifikation/9.9'),
    code: 'AB_MESSAGE_UNKNOWN',
  },
  'a required element that the schema misses': {
    name: 'schema.xml',
    content: personal.replace(/<xga:familienname>.*<\/xga:familienname>/, ''),
    code: 'AB_SCHEMA_INVALID',
    where: { line, path: expect.stringContaining('beteiligtePerson') as string },
  },
  'a required field without a value': {
    name: 'field.xml',
    content: personal.replace(/<xga:hausNrVon>.*<\/xga:hausNrVon>/, '<xga:hausNrVon> </xga:hausNrVon>'),
    code: 'AB_FIELD_MISSING',
    where: { line, field: 'businessHouseNumber', path: expect.stringContaining('hausNrVon') as string },
  },
  'an unknown code': {
    name: 'code.xml',
    content: personal.replace('<code>170</code>', '<code>990</code>'),
    code: 'AB_CODE_UNKNOWN',
    where: { line, field: 'legalForm', path: expect.stringContaining('rechtsformSchluessel') as string },
  },
  'an attachment that no rule uses': {
    name: 'attachment.zip',
    content: zipOf({ 'nachricht.xml': personal, [`${secretName}.exe`]: 'MZ' }),
    code: 'AB_ATTACHMENT_UNUSED',
  },
  'a broken zip': {
    name: `${secretName}.zip`,
    content: zipOf({ 'nachricht.xml': personal }).subarray(0, 300),
    code: 'AB_ZIP_BROKEN',
  },
  'a zip whose entry leads out of it': {
    name: 'slip.zip',
    content: zipOf({ 'nachricht.xml': personal, '../../entkommen.pdf': 'x' }),
    code: 'AB_ZIP_UNSAFE',
  },
  'a zip bomb': {
    name: 'bomb.zip',
    content: zipOf({ 'nachricht.xml': personal, 'anlage.pdf': Buffer.alloc(60_000_000) }),
    code: 'AB_ZIP_BOMB',
  },
  'malformed JSON': {
    name: 'json.json',
    content: `{"name": "${secretName}", `,
    code: 'AB_JSON_MALFORMED',
    where: { line },
  },
};

async function stage(options: { portal?: string } = {}): Promise<{ project: Project; records: () => Promise<readonly unknown[]> }> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url, ...options });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  return { project, records: witness.records };
}

/** Runs `sync` and returns everything with all that `show` tells of it. */
async function syncAndShow(project: Project): Promise<readonly SubmissionView[]> {
  const runtime = await project.open();
  try {
    await runtime.sync();
    return await showAll(project);
  } finally {
    await runtime.close();
  }
}

async function showAll(project: Project): Promise<readonly SubmissionView[]> {
  const runtime = await project.open();
  try {
    return await Promise.all((await runtime.list()).map(({ id }) => runtime.show(id)));
  } finally {
    await runtime.close();
  }
}

describe('in one folder with a good one', () => {
  const views = new Map<string, SubmissionView>();
  let outside: readonly SubmissionView[] = [];
  let delivered: readonly unknown[] = [];
  /** By id: what `show` tells, as text and as JSON. */
  const told = new Map<string, { readonly text: string; readonly json: string }>();

  beforeAll(async () => {
    const witness = await startWitness();
    const project = await makeProject({ url: witness.url });
    try {
      for (const [what, { name, content }] of Object.entries(inputs)) {
        await project.drop(name, content);
        const [view] = await syncAndShow(project);
        views.set(what, view!);
      }
      await project.drop('gut.xml', good);
      outside = await syncAndShow(project);
      delivered = await witness.records();
      for (const { id } of outside) {
        const [text, json] = [await runCli(project, ['show', id]), await runCli(project, ['show', id, '--json'])];
        told.set(id, { text: text.stdout, json: json.stdout });
      }
    } finally {
      await witness.close();
      await project.remove();
    }
  });

  test.each(Object.entries(inputs))('%s is a case with code, place and advice', (what, { code, where = {}, state = 'case' }) => {
    const { state: became, findings, answers } = views.get(what)!;
    expect([became, findings[0]?.code]).toEqual([state, code]);
    expect(findings[0]).toMatchObject({
      message: expect.stringMatching(/\S/),
      ...(Object.keys(where).length > 0 ? { where } : {}),
    });
    expect(answers).toEqual(['delivered', 'retry', 'reject']);
  });

  test.each(Object.entries(inputs))('`show` tells code, place and advice of %s', (what, { code, where = {} }) => {
    const { text, json } = told.get(views.get(what)!.id)!;
    const [finding] = (JSON.parse(json) as { submission: { findings: { code: string; hint: string; where?: object }[] } }).submission
      .findings;
    expect(finding).toMatchObject({
      code,
      hint: expect.stringMatching(/\S/),
      ...(Object.keys(where).length > 0 ? { where } : {}),
    });
    expect(text).toContain(code);
    expect(text).toContain(finding!.hint);
  });

  test('no finding, event, attempt or output quotes what was sent', () => {
    for (const view of outside) {
      const { attachments: _, ...shown } = view;
      expect(JSON.stringify(shown)).not.toContain(secretName);
      expect(told.get(view.id)!.text.replaceAll(`${secretName}.exe`, '').replaceAll(`${secretName}.zip`, '')).not.toContain(secretName);
    }
  });

  test('the good one is delivered, and every bad one is one submission', () => {
    expect(delivered).toHaveLength(1);
    expect(outside.filter(({ state }) => state === 'accepted')).toHaveLength(1);
    expect(outside).toHaveLength(Object.keys(inputs).length + 1);
  });
});

test('all of it at once does not keep the good one from being delivered', async () => {
  const { project, records } = await stage();
  for (const { name, content } of Object.values(inputs)) await project.drop(name, content);
  await project.drop('gut.xml', good);
  const views = await syncAndShow(project);
  expect(await records()).toHaveLength(1);
  expect(views.map(({ state }) => state).toSorted()).toEqual(
    ['accepted', ...Object.values(inputs).map(({ state = 'case' }) => state)].toSorted(),
  );
});

/** Writes so many bytes of `<a/>` inside one root element. */
async function writeLarge(file: string, bytes: number): Promise<void> {
  const chunk = Buffer.from('<a/>'.repeat(262_144));
  const handle = await open(file, 'w');
  await handle.write('<r>');
  for (let written = 0; written < bytes; written += chunk.length) await handle.write(chunk);
  await handle.write('</r>');
  await handle.close();
}

/** The most memory that the process held while something ran, above what it held before; in MB. */
async function peakOf(act: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 5);
  try {
    await act();
  } finally {
    clearInterval(timer);
  }
  return (peak - before) / 1_000_000;
}

test('a file of 300 MB is a case, is kept without filling the memory, and the good one is delivered', async () => {
  const { project, records } = await stage();
  await project.drop('gross.xml', personal);
  await truncate(join(project.directory, 'eingang', 'gross.xml'), 300_000_000);
  await project.drop('gut.xml', good);
  let views: readonly SubmissionView[] = [];
  const peak = await peakOf(async () => (views = await syncAndShow(project)));
  expect(views.map(({ state, findings }) => [state, findings[0]?.code]).toSorted()).toEqual([
    ['accepted', undefined],
    ['case', 'AB_FILE_TOO_LARGE'],
  ]);
  expect(await records()).toHaveLength(1);
  expect(await project.files('eingang')).toEqual([]);
  expect(peak).toBeLessThan(200);
});

test('a message within the size with far too many elements is refused before the parser builds them', async () => {
  const { project } = await stage();
  await writeLarge(join(project.directory, 'eingang', 'viele.xml'), 45_000_000);
  const [view] = await syncAndShow(project);
  expect(view).toMatchObject({
    state: 'case',
    findings: [{ code: 'AB_XML_LIMIT', where: { line: 1, column: line } }],
  });
});

test.skipIf(process.platform === 'win32')(
  'a file that cannot be read stays where it is as a case, and the good one is delivered',
  async () => {
    const { project, records } = await stage();
    await project.drop('verboten.xml', personal);
    await project.drop('gut.xml', good);
    await chmod(join(project.directory, 'eingang', 'verboten.xml'), 0);
    expect(await runSync(project, '', { heedsModes: true })).toMatchObject({ code: 0, stderr: '' });
    const views = await showAll(project);
    expect(views.map(({ state, findings }) => [state, findings[0]?.code]).toSorted()).toEqual([
      ['accepted', undefined],
      ['case', 'AB_FILE_UNREADABLE'],
    ]);
    expect(await records()).toHaveLength(1);
    expect(await project.files('eingang')).toEqual(['verboten.xml']);
  },
);
