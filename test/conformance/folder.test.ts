import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connector } from '@amtsbote/connectors/portals/folder';
import { type ConformanceCase, type OfferedSubmission, portalConformance } from '@amtsbote/sdk/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zipOf } from '../support/zip.ts';
import { runnable } from './musterverfahren.ts';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'amtsbote-conformance-'));
});
afterAll(() => rm(base, { recursive: true, force: true }));

const inbox = (): string => join(base, 'eingang');

/** The ways in which whoever feeds a hot folder may put a submission there. */
const ways: Readonly<Record<string, (submission: OfferedSubmission) => Promise<void>>> = {
  'files side by side': async ({ name, message, attachments }) => {
    for (const each of attachments) await writeFile(join(inbox(), each.name), each.bytes);
    await writeFile(join(inbox(), `${name}.xml`), message);
  },
  'a subfolder': async ({ name, message, attachments }) => {
    await mkdir(join(inbox(), name, 'anlagen'), { recursive: true });
    for (const each of attachments) await writeFile(join(inbox(), name, 'anlagen', each.name), each.bytes);
    await writeFile(join(inbox(), name, 'nachricht.xml'), message);
  },
  'a zip': ({ name, message, attachments }) => {
    const files = attachments.map((each) => [each.name, Buffer.from(each.bytes)] as const);
    return writeFile(join(inbox(), `${name}.zip`), zipOf({ 'nachricht.xml': message, ...Object.fromEntries(files) }));
  },
};

describe.each(Object.entries(ways))('the folder portal with submissions as %s', (_way, offer) => {
  const suite = folderSuite(offer);

  test.each(runnable(suite))('%s', (_name, run) => expect(run()).resolves.toBeUndefined());

  test('leaves no case out', () => expect(suite.flatMap(({ skipped }) => skipped ?? [])).toEqual([]));
});

function folderSuite(offer: (submission: OfferedSubmission) => Promise<void>): readonly ConformanceCase[] {
  return portalConformance({
    open: (services) => connector.open({ ...services, baseDirectory: base, options: connector.options.parse({ settleMs: 0 }) }),
    reset: async () => {
      for (const folder of await readdir(base)) await rm(join(base, folder), { recursive: true });
      await mkdir(inbox());
    },
    offer,
    witness: {
      held: async () => new Set((await readdir(inbox())).map((name) => name.replace(/[._].*$/, ''))).size,
      told: async () => [await contents('angenommen'), await contents('abgelehnt'), await contents('stand')],
    },
    inject: {
      broken: () => writeFile(join(inbox(), 'kaputt.zip'), 'PK\u0003\u0004 Lüdenscheidt-O’Neill'),
      unreachable: () => rename(inbox(), join(base, 'fort')),
      clear: () => rename(join(base, 'fort'), inbox()).catch(() => undefined),
    },
  });
}

/** Names and contents of the receipts in a folder; none when it does not exist. */
async function contents(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(base, folder)).catch(() => []);
  return Promise.all(names.toSorted().map(async (name) => `${name} ${await readFile(join(base, folder, name), 'utf8')}`));
}
