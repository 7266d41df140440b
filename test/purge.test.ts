import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Runtime } from '@amtsbote/sdk/runtime';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { runCli } from './support/cli.ts';
import { dogMessage, tradeMessage } from './support/messages.ts';
import { makeProject, type Project } from './support/project.ts';
import { piecesLeft, sealedPieces } from './support/sealed-bytes.ts';
import { valuesInFiles } from './support/search.ts';
import { startWitness, type Witness } from './support/witness.ts';
import { zipOf } from './support/zip.ts';

const day = 86_400_000;
const values = {
  familyName: 'Quargelbrunner-Öttl',
  givenNames: 'Xaverjana',
  street: 'Quittenbaumwinkelgässchen',
  town: 'Unterquargelshausen',
  remark: 'IBAN DE02120300000000202051',
  attachment: 'Führungszeugnis-Quargel.pdf',
  reason: 'Frau Quargelbrunner rief an',
};
const large = Buffer.from('Kontonummer 0815-Quargel\n'.repeat(14_000));

let witness: Witness;
let project: Project;
beforeAll(async () => {
  witness = await startWitness();
});
afterAll(() => witness.close());
beforeEach(async () => {
  await witness.arm();
  project = await makeProject({ url: witness.url });
  onTestFinished(() => project.remove());
});

/** A runtime whose clock is ahead. */
async function ahead<T>(days: number, use: (runtime: Runtime) => Promise<T>): Promise<T> {
  const clock = { now: () => Date.now() + days * day, sleep: (ms: number) => wait(ms) };
  const runtime = await project.open({ clock });
  try {
    return await use(runtime);
  } finally {
    await runtime.close();
  }
}

/** A dog by the web UI, a trade by the API, two cases that are answered with a reason, one with large attachments, and one that stays open. */
async function carryOver(): Promise<{ readonly open: string; readonly closed: readonly string[] }> {
  await project.drop('hund.xml', dogMessage(values));
  await project.drop(
    'gewerbe.zip',
    zipOf({ 'nachricht.xml': tradeMessage(values), [values.attachment]: large, 'bild.bin': Buffer.from('Quargel'.repeat(40)) }),
  );
  await project.drop('gewerbe.xml', tradeMessage({ ...values, givenNames: 'Zweite' }));
  await project.drop('falsch.xml', dogMessage({ ...values, breed: 'gibt-es-nicht', givenNames: 'Beantwortet' }));
  return ahead(0, async (runtime) => {
    await runtime.sync();
    for (const { id } of await runtime.list({ state: 'case' })) {
      await runtime.resolve(id, { answer: 'delivered', reference: values.remark, by: 'clerk', reason: values.reason });
    }
    await project.drop('offen.xml', dogMessage({ ...values, breed: 'auch-nicht', givenNames: 'Offen' }));
    await runtime.sync();
    const list = await runtime.list();
    const [open] = list.filter((one) => one.state === 'case');
    return { open: open?.id ?? '', closed: list.filter((one) => one.state === 'accepted').map((one) => one.id) };
  });
}

test('after a purge nothing that the master key opens is left of it in any file, what is open stays, and the history verifies', async () => {
  const { open, closed } = await carryOver();
  expect(closed).toHaveLength(4);
  const pieces = await sealedPieces(project.directory);
  expect(new Set(pieces.map((piece) => piece.what)).size).toBe(6);
  expect(await piecesLeft(project.directory, pieces)).not.toEqual([]);
  const preview = await ahead(400, (runtime) => runtime.purge({ dryRun: true, by: 'clerk' }));
  expect(preview).toMatchObject({ dryRun: true, submissions: 4, kinds: { content: { submissions: 4 }, evidence: { submissions: 4 } } });
  expect(preview.blocked).toMatchObject({ open: 1, oldest: [{ id: open, why: 'open', state: 'case' }] });
  const result = await ahead(400, (runtime) => runtime.purge({ by: 'clerk' }));
  expect(result).toMatchObject({ dryRun: false, submissions: 4, compacted: true, complete: true });
  expect(result.kinds).toEqual(preview.kinds);
  const left = await piecesLeft(project.directory, pieces);
  expect(left.filter((one) => !one.includes(open))).toEqual([]);
  expect(left.some((one) => one.includes(open))).toBe(true);
  expect(await valuesInFiles(join(project.directory, '.amtsbote'), Object.values(values))).toEqual([]);
  await ahead(0, async (runtime) => {
    expect(await runtime.audit.verify()).toMatchObject({ ok: true });
    expect((await runtime.subject.open(open, { by: 'clerk', reason: 'test' })).content?.message).toBeDefined();
    for (const id of closed) {
      const view = await runtime.show(id);
      expect(view).toMatchObject({ state: 'accepted', attachments: [], evidence: [] });
      expect(Object.keys(view.purged ?? {})).toEqual(['content', 'evidence', 'metadata']);
    }
  });
  expect(await ahead(400, (runtime) => runtime.purge({ by: 'clerk' }))).toMatchObject({ submissions: 0 });
  await project.drop('noch-einmal.xml', dogMessage(values));
  expect(await ahead(401, (runtime) => runtime.sync())).toMatchObject({ duplicates: 1 });
});

test('after ten years the rest goes too: rows, hashes, and the beginning of the history', async () => {
  const { closed } = await carryOver();
  await ahead(11 * 366, async (runtime) => {
    const { kinds, cut } = await runtime.purge({ by: 'clerk' });
    expect(kinds.hashes.submissions).toBe(4);
    expect(cut).toBeGreaterThan(0);
    expect((await runtime.list()).filter((one) => closed.includes(one.id))).toEqual([]);
    expect(await runtime.audit.verify()).toMatchObject({ ok: true });
  });
  await project.drop('noch-einmal.xml', dogMessage(values));
  expect(await ahead(11 * 366 + 2, (runtime) => runtime.sync())).toMatchObject({ received: 1, duplicates: 0 });
});

test('routes keep what they say, a hold keeps everything, and both are seen', async () => {
  const { closed } = await carryOver();
  const config = await readFile(join(project.directory, 'amtsbote.yaml'), 'utf8');
  await project.write(
    'amtsbote.yaml',
    config.replace('  gewerbeanmeldung:\n', '  gewerbeanmeldung:\n    retention: { content: 5y, history: forever }\n'),
  );
  const dog = await ahead(0, async (runtime) => (await runtime.list()).find((one) => one.deliveries[0]?.route === 'hundesteuer')?.id ?? '');
  expect((await runCli(project, ['hold', 'set', dog, '--reason', values.reason])).stdout).toContain('is under legal hold');
  const { items } = await ahead(120, (runtime) => runtime.purge({ by: 'clerk' }));
  // Without a route: the two cases that were answered by hand.
  expect(items).toMatchObject([{ kinds: ['content'] }, { kinds: ['content'] }]);
  expect(closed).toEqual(expect.arrayContaining(items.map((item) => item.id)));
  expect((await runCli(project, ['show', dog])).stdout).toContain('under legal hold');
  expect((await runCli(project, ['show', items[0]?.id ?? ''])).stdout).toContain('purged: messages, attachments, records');
  expect((await runCli(project, ['list'])).stdout).toContain('content purged');
  await runCli(project, ['hold', 'release', dog, '--reason', 'over']);
  expect((await ahead(120, (runtime) => runtime.purge({ by: 'clerk' }))).items).toMatchObject([{ id: dog, kinds: ['content'] }]);
  expect(JSON.stringify((await ahead(0, (runtime) => runtime.show(dog))).events)).toContain(values.reason);
});

test('the command shows first, wants --yes without a terminal, and tells what went as data', async () => {
  await carryOver();
  const config = await readFile(join(project.directory, 'amtsbote.yaml'), 'utf8');
  await project.write('amtsbote.yaml', `${config}retention: { content: 0d, evidence: 0d }\n`);
  const refused = await runCli(project, ['purge']);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain('--yes');
  const shown = await runCli(project, ['purge', '--dry-run']);
  expect(shown.stdout).toMatch(/Would go, of 4 submission\(s\):\n {2}messages, attachments, records {2}4 submission\(s\)/);
  expect(JSON.parse((await runCli(project, ['purge', '--dry-run', '--before', '2020-01-01', '--json'])).stdout)).toMatchObject({
    submissions: 0,
  });
  expect(await runCli(project, ['purge', '--route', 'gibtsnicht', '--yes'])).toMatchObject({ code: 2 });
  expect(await runCli(project, ['purge', '--before', '2020-02-31', '--yes'])).toMatchObject({ code: 2 });
  const went = JSON.parse((await runCli(project, ['purge', '--yes', '--json'])).stdout) as object;
  expect(went).toMatchObject({
    schema: 'amtsbote.purge/1',
    dryRun: false,
    submissions: 4,
    kinds: { content: { submissions: 4 } },
    compacted: true,
  });
  expect(await runCli(project, ['audit', 'verify'])).toMatchObject({ code: 0 });
});

test('a sync purges by itself where the configuration says so', async () => {
  const config = await readFile(join(project.directory, 'amtsbote.yaml'), 'utf8');
  await project.write('amtsbote.yaml', `${config}retention: { automatic: true, content: 0d }\n`);
  await project.drop('gewerbe.xml', tradeMessage(values));
  await ahead(0, async (runtime) => {
    const { purged, submissions } = await runtime.sync();
    expect(purged).toMatchObject({ submissions: 1, items: [{ id: submissions[0]?.id, kinds: ['content'] }] });
  });
});

test('a person is found by what a message says, and what is kept is written out with an index; both are noted', async () => {
  const { closed } = await carryOver();
  const found = await runCli(project, ['subject', 'find', 'quargelbrunner-öttl', 'XAVERJANA', '--reason', 'Auskunft 4/26', '--json']);
  const { ids } = JSON.parse(found.stdout) as { ids: string[] };
  expect(ids).toHaveLength(2);
  expect(closed).toEqual(expect.arrayContaining(ids));
  expect(found.stdout).not.toContain('Quargel');
  const attached = await runCli(project, ['subject', 'find', values.attachment, '--reason', 'Auskunft 4/26', '--json']);
  const [trade = ''] = (JSON.parse(attached.stdout) as { ids: string[] }).ids;
  expect((await runCli(project, ['subject', 'find', 'niemand', '--reason', 'x'])).stdout).toContain('None of 5 submissions');
  const out = await runCli(project, ['subject', 'export', ...ids, '--out', 'auskunft', '--reason', 'Auskunft 4/26', '--json']);
  expect(JSON.parse(out.stdout)).toMatchObject({ submissions: ids });
  const read = (name: string): Promise<string> => readFile(join(project.directory, 'auskunft', trade, name), 'utf8');
  expect(await read('inhalt.txt')).toMatch(/Anlage „Führungszeugnis-Quargel\.pdf“/);
  expect(await read('nachricht.xml')).toContain(values.familyName);
  expect((await project.files(`auskunft/${trade}`)).filter((name) => name.startsWith('anlage-'))).toHaveLength(2);
  expect(await read('verlauf.jsonl')).toContain('subject-found');
  expect((await runCli(project, ['subject', 'export', trade, '--out', 'auskunft', '--reason', 'x'])).code).toBe(2);
  const view = await ahead(0, (runtime) => runtime.show(trade));
  expect(view.events.filter((event) => event.type.startsWith('subject-')).map(({ detail }) => detail)).toEqual(
    Array.from({ length: 3 }, () => ({ by: 'clerk', reason: 'Auskunft 4/26' })),
  );
});
