import { buffer } from 'node:stream/consumers';
import type { SubmissionView } from '@amtsbote/sdk/runtime';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runChild } from '../support/child-sync.ts';
import { dogMessage, tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { piecesLeft, sealedPieces } from '../support/sealed-bytes.ts';
import { startWitness, type Witness } from '../support/witness.ts';
import { zipOf } from '../support/zip.ts';

const year = 366 * 86_400_000;
let witness: Witness;
let project: Project;

beforeAll(async () => {
  witness = await startWitness();
});
afterAll(() => witness.close());
beforeEach(async () => {
  project = await makeProject({ url: witness.url });
});
afterEach(() => project.remove());

/** A purge in a process of its own, `years` ahead, killed at a boundary. */
async function purge(years: number, boundary = ''): Promise<{ readonly boundaries: readonly string[]; readonly signal: unknown }> {
  const { boundaries: reached, signal, stderr } = await runChild('purge-child', project, [String(years * year), boundary]);
  expect(stderr).toBe('');
  return { boundaries: reached, signal };
}

const large = Buffer.from('Quargel'.repeat(50_000));

/** Two submissions that can go, one with a large attachment, and one that is open, with another. */
async function prepare(): Promise<string> {
  await project.drop('gewerbe.xml', tradeMessage());
  await project.drop('anlage.zip', zipOf({ 'nachricht.xml': tradeMessage({ givenNames: 'Mit Anlage' }), 'anlage.pdf': large }));
  const runtime = await project.open();
  try {
    await runtime.sync();
    expect((await runtime.list()).map((one) => one.state)).toEqual(['accepted', 'accepted']);
    await project.drop('offen.zip', zipOf({ 'nachricht.xml': dogMessage({ breed: 'gibt-es-nicht' }), 'anlage.pdf': large }));
    await runtime.sync();
    return (await runtime.list({ state: 'case' }))[0]?.id ?? '';
  } finally {
    await runtime.close();
  }
}

async function look(
  open: string,
): Promise<{ readonly open: SubmissionView; readonly bytes: number; readonly ok: boolean; readonly left: number }> {
  const runtime = await project.open();
  try {
    const { content, submission } = await runtime.subject.open(open, { by: 'clerk', reason: 'test' });
    let bytes = 0;
    for (const attachment of content?.attachments ?? []) bytes += (await buffer(attachment.open())).length;
    const { ok } = await runtime.audit.verify();
    return { open: submission, bytes, ok, left: (await runtime.list()).length };
  } finally {
    await runtime.close();
  }
}

const perSubmission = ['before', 'rows', 'files'].flatMap((name) => [1, 2].map((time) => `purge:${name}#${time}`));
const boundaries = [...perSubmission, 'purge:cut#1', 'purge:compacted#1'];

describe.each([
  ['content, evidence and facts', 2, ['purge:rows#1', 'purge:rows#2']],
  ['everything', 12, boundaries],
] as const)('a purge of %s, killed', (_, years, places) => {
  test.each(places)('at %s, loses nothing that stays, and the next one finishes', async (boundary) => {
    const open = await prepare();
    const pieces = await sealedPieces(project.directory);
    expect((await purge(years, boundary)).signal).toBe('SIGKILL');
    expect(await look(open)).toMatchObject({ open: { state: 'case' }, bytes: large.length, ok: true });
    await purge(years);
    expect((await piecesLeft(project.directory, pieces)).filter((one) => !one.includes(open))).toEqual([]);
    expect(await look(open)).toMatchObject({ open: { state: 'case' }, bytes: large.length, ok: true, left: years > 10 ? 1 : 3 });
    expect((await purge(years)).boundaries).toEqual(['purge:cut#1', 'purge:compacted#1']);
  });
});

test('the boundaries are those that a purge reaches', async () => {
  await prepare();
  expect((await purge(2)).boundaries.toSorted()).toEqual(boundaries.toSorted());
});
