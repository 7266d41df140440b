import { createHash, createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readStoredZip } from '../../zip/stored-zip.ts';
import { writeZip } from '../../zip/write-zip.test-support.ts';
import type { ArchiveSignature } from '../archive/shapes.ts';
import type { PortalEvidenceVerifier, PortalProof } from '../contract.ts';
import { archiveOf, edited, evidence, type Repacking, repacked, signer } from '../evidence.test-support.ts';
import { type EvidenceVerification, verifyEvidence } from './verify-archive.ts';

const now = Date.UTC(2030, 0, 1);

/** Knows one format, and looks at one word. */
const wordVerifier: PortalEvidenceVerifier = {
  formats: ['test/1'],
  verify: async ({ files }) => [{ name: 'test.word', outcome: files.get('word.txt') === 'gut' ? 'ok' : 'failed' }],
};

function look(bytes: Uint8Array, more: object = {}): Promise<EvidenceVerification> {
  return verifyEvidence(bytes, { verifierOf: async (format) => (format.startsWith('test/') ? wordVerifier : undefined), now, ...more });
}

async function failedOf(bytes: Uint8Array, more: object = {}): Promise<readonly string[]> {
  const { checks, submissions, ok } = await look(bytes, more);
  const all = [...checks, ...submissions.flatMap((submission) => submission.checks)];
  const failed = all.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name);
  if (ok !== (failed.length === 0)) throw new Error('ok does not follow from the checks');
  return failed;
}

const good = (): Promise<Buffer> => archiveOf([evidence('s-one', { 'word.txt': 'gut' }), evidence('s-two')]);

test('an archive as it was written holds, says who signed it, and what it is about', async () => {
  const result = await look(await good());
  expect(result).toMatchObject({ ok: true, signedBy: signer().thumbprint });
  expect(result.submissions.map(({ id, state, references }) => [id, state, references])).toEqual([
    ['s-one', 'accepted', [{ target: 't', reference: 'AZ 1' }]],
    ['s-two', 'accepted', [{ target: 't', reference: 'AZ 1' }]],
  ]);
  const proofs = result.submissions.map(({ checks }) => checks.find(({ name }) => name === 'proof')?.outcome);
  expect(proofs).toEqual(['ok', 'absent']);
});

test('the same evidence makes the same bytes, whose manifest and signature any other program verifies', async () => {
  const archive = await good();
  expect((await good()).equals(archive)).toBe(true);
  const files = new Map(readStoredZip(archive).map(({ name, bytes }) => [name, Buffer.from(bytes)]));
  const manifest = files.get('manifest.json') ?? Buffer.of();
  const signature = JSON.parse(files.get('signature.json')?.toString('utf8') ?? '') as ArchiveSignature;
  const key = createPublicKey({ key: { ...signature.key }, format: 'jwk' });
  expect(verify(null, manifest, key, Buffer.from(signature.signature, 'base64url'))).toBe(true);
  const { files: listed } = JSON.parse(manifest.toString('utf8')) as { files: { name: string; sha256: string }[] };
  for (const { name, sha256 } of listed)
    expect(
      createHash('sha256')
        .update(files.get(name) ?? '')
        .digest('hex'),
    ).toBe(sha256);
});

test('a changed byte anywhere in the file is found', async () => {
  const archive = await good();
  const flip = fc.record({ at: fc.nat(archive.length - 1), mask: fc.integer({ min: 1, max: 255 }) });
  await fc.assert(
    fc.asyncProperty(flip, async ({ at, mask }) => {
      const other = Buffer.from(archive);
      other.writeUInt8(other.readUInt8(at) ^ mask, at);
      expect((await failedOf(other)).length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test('a changed byte in any file is found, also when it is packed anew, and when the manifest is written anew', async () => {
  const archive = await good();
  const names = readStoredZip(archive).map(({ name }) => name);
  const change = fc.record({
    name: fc.constantFrom(...names),
    where: fc.double({ min: 0, max: 0.999, noNaN: true }),
    manifest: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ name, where, manifest }) => {
      const flipped = (files: Map<string, Buffer>): void => {
        const bytes = files.get(name) ?? Buffer.of();
        const at = Math.floor(bytes.length * where);
        bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      };
      const isRewritten = manifest && name !== 'manifest.json' && name !== 'signature.json';
      expect(await failedOf(repacked(archive, flipped, { manifest: isRewritten }))).toContainEqual(
        isRewritten ? 'signature' : expect.any(String),
      );
    }),
    { numRuns: 200 },
  );
});

const remove = (name: string) => (files: Map<string, Buffer>) => void files.delete(name);
const add = (name: string) => (files: Map<string, Buffer>) => void files.set(name, Buffer.from('x'));
const again: Repacking = { manifest: true, by: signer('b') };

test.each<[string, (files: Map<string, Buffer>) => void, Repacking, readonly string[]]>([
  ['a file that is missing', remove('s-one/uebersicht.txt'), {}, ['files', 'submission']],
  ['a file that was added', add('s-one/zettel.txt'), {}, ['files', 'submission']],
  ['a file beside the submissions', add('zettel.txt'), again, ['files']],
  ['a file of a submission that is not listed', add('s-three/zettel.txt'), again, ['files']],
  ['no manifest', remove('manifest.json'), {}, ['manifest', 'signature']],
  ['no signature', remove('signature.json'), {}, ['signature']],
  ['a submission under the name of another', edited('s-one/submission.json', '"s-one"', '"s-two"'), again, ['submission']],
  ['a file that is not known, packed and signed anew', add('s-one/zettel.txt'), again, ['submission']],
  ['no history', remove('s-one/history.json'), again, ['submission']],
  ['a time that was changed', edited('s-one/submission.json', '12:00:01', '12:00:09'), again, ['history']],
  ['an event that was taken out', edited('s-one/history.json', /\{\s+"number": 6,[^}]*\{\},?[^}]*\},/, ''), again, ['history']],
  ['an event with the place of another', edited('s-one/history.json', '"position": 2', '"position": 3'), again, ['history']],
  ['numbers that go back', edited('s-one/history.json', '"number": 9', '"number": 1'), again, ['history']],
  ['a link that is missing', edited('s-one/history.json', /,\s+"hash": "d4735e[^"]*"/, ''), again, ['history']],
  ['a history that the ledger found broken', edited('s-one/history.json', '"intact": true', '"intact": false'), again, ['history']],
  ['a checkpoint before the last event', edited('s-one/history.json', '"lastEvent": 12', '"lastEvent": 11'), again, ['checkpoint']],
  [
    'a report of which the history knows nothing',
    edited('s-one/submission.json', /"kind": "accepted"/, '"kind": "rejected"'),
    again,
    ['reports'],
  ],
  [
    'a record that was entered, of which the history knows nothing',
    edited('s-one/history.json', '"type": "delivered"', '"type": "unknown"'),
    again,
    ['reports'],
  ],
  ['a picture that was exchanged', add('s-one/screens/K-1-bild.png'), again, ['pieces']],
  ['a picture that nothing names', add('s-one/screens/K-2-bild.png'), again, ['pieces']],
  ['a picture that is missing', remove('s-one/screens/K-1-bild.png'), again, ['pieces']],
  ['a proof that was changed', edited('s-one/portal/word.txt', 'gut', 'bös'), again, ['test.word']],
  ['a proof that is missing', remove('s-one/portal/word.txt'), again, ['proof']],
  ['a proof in a format that nobody here knows', edited('s-one/submission.json', 'test/1', 'other/1'), again, ['proof']],
  ['a proof in a version that nobody here knows', edited('s-one/submission.json', 'test/1', 'test/2'), again, ['proof']],
  ['a proof that names no format', edited('s-one/submission.json', /\s+"proof": "test\/1",/, ''), again, ['proof']],
  ['a proof that is no text', (files) => void files.set('s-one/portal/word.txt', Buffer.from([0xff])), again, ['proof']],
  ['a field that is not known', edited('s-one/submission.json', '"test": false', '"test": false, "note": 1'), again, ['submission']],
])('%s is found', async (_, change, how, expected) => {
  expect(await failedOf(repacked(await good(), change, how))).toEqual(expect.arrayContaining([...expected]));
});

test('an archive that somebody else signed is told apart by the key from elsewhere', async () => {
  const archive = await good();
  const forged = repacked(archive, edited('LIESMICH.txt', 'NACHWEISE', 'BEWEISE'), again);
  expect((await look(forged)).signedBy).toBe(signer('b').thumbprint);
  const trusted = [{ ...signer().key }];
  expect(await failedOf(archive, { trusted })).toEqual([]);
  expect(await failedOf(forged, { trusted })).toEqual(['signature-trust']);
});

test('a verifier is told what the export says, and no more than its own files', async () => {
  let seen: PortalProof | undefined;
  const verifier: PortalEvidenceVerifier = { formats: ['test/1'], verify: async (proof) => ((seen = proof), []) };
  await look(await good(), { verifierOf: async () => verifier });
  expect(seen).toMatchObject({ portalId: 'p-1', told: [{ kind: 'accepted', sentAt: Date.UTC(2026, 10, 22, 12, 0, 4) }], now });
  expect([...(seen?.files.keys() ?? [])]).toEqual(['word.txt']);
});

test('after a purge it says what is gone, and nothing fails', async () => {
  const { submission, ...whole } = evidence();
  const purged = {
    content: submission.receivedAt,
    evidence: submission.receivedAt,
    metadata: submission.receivedAt,
    history: submission.receivedAt,
  };
  const left = await archiveOf([
    {
      ...whole,
      submission: { ...submission, portalId: undefined, reports: [], purged },
      deliveries: { ...whole.deliveries, deliveries: [] },
      history: { ...whole.history, events: [], checkpoint: undefined },
      pieces: new Map(),
    },
  ]);
  const { ok, submissions } = await look(left);
  expect(ok).toBe(true);
  expect(submissions[0]?.purged).toEqual(purged);
  expect(submissions[0]?.checks.filter(({ outcome }) => outcome === 'ok').map(({ name }) => name)).toEqual(['submission']);
});

test.each([
  ['a bomb', writeZip([{ name: 'a', content: Buffer.alloc(5_000_000) }])],
  ['a file that leads elsewhere', writeZip([{ name: '../../etc/cron.d/x', content: 'x', store: true }])],
  ['the same, packed by another program', writeZip([{ name: 'manifest.json', content: '{}' }])],
  ['nothing', Buffer.alloc(0)],
  ['something else', Buffer.from('%PDF-1.7')],
])('%s is no evidence, and is not looked into', async (_, bytes) => {
  expect(await look(bytes)).toMatchObject({ ok: false, checks: [{ name: 'archive', outcome: 'failed' }], submissions: [] });
});
