import { constants, createPublicKey, type JsonWebKey, randomBytes, verify } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoSender, type FitConnect, type Sent, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { edited, repacked, signer } from '../../packages/sdk/src/evidence/evidence.test-support.ts';
import { readStoredZip } from '../../packages/sdk/src/zip/stored-zip.ts';
import { runSync } from '../support/child-sync.ts';
import { type CliEnd, runCli } from '../support/cli.ts';
import { tradeMessage } from '../support/messages.ts';
import type { Project } from '../support/project.ts';
import { startWitness, type Witness } from '../support/witness.ts';
import { startService } from './bench.ts';
import { fitProject } from './fit-project.ts';

let service: FitConnect;
let target: Witness;
/** A folder of somebody who has nothing of ours. */
let elsewhere: string;
beforeAll(async () => {
  service = await startService();
  target = await startWitness();
});
afterAll(async () => {
  await service.close();
  await target.close();
});
beforeEach(async () => {
  service.disarm();
  elsewhere = await mkdtemp(join(tmpdir(), 'amtsbote-evidence-'));
});
afterEach(() => rm(elsewhere, { recursive: true }));

async function newProject(version = 'v2', further = ''): Promise<Project> {
  const project = await fitProject(service, target.url, further);
  onTestFinished(() => project.remove());
  await project.write(
    'amtsbote.yaml',
    (await project.read('amtsbote.yaml')).replace('      apiUrl:', `      version: ${version}\n      apiUrl:`),
  );
  return project;
}

async function send(message: string, { version = 'v2', attachments = 0 } = {}): Promise<Sent> {
  return sendSubmission(senderFor(service, version), {
    destinationId: service.destinations[0]?.destinationId ?? '',
    data: { bytes: Buffer.from(message), mimeType: 'application/xml' },
    attachments: Array.from({ length: attachments }, (_, at) => ({
      filename: `Führungszeugnis ${at}.pdf`,
      mimeType: 'application/pdf',
      content: randomBytes(100),
    })),
    metadataVersion: version === 'v1' ? '1.3.0' : '2.1.0',
  });
}

async function idOf(project: Project): Promise<string> {
  const { stdout } = await runCli(project, ['list', '--json']);
  return (JSON.parse(stdout) as { submissions: { id: string }[] }).submissions[0]?.id ?? '';
}

/** Exports one submission; the archive lies where only it is. */
async function exported(project: Project, id: string, ...more: readonly string[]): Promise<string> {
  const out = join(elsewhere, `${id}-${(await readdir(elsewhere)).length}.zip`);
  const ran = await runCli(project, ['evidence', 'export', '--submission', id, '--out', out, ...more]);
  if (ran.code !== 0) throw new Error(ran.stderr);
  return out;
}

interface Verified {
  readonly ok: boolean;
  readonly checks: readonly { readonly name: string; readonly outcome: string; readonly detail?: string }[];
  readonly submissions: readonly { readonly id: string; readonly purged?: object; readonly checks: Verified['checks'] }[];
}

/** Verifies as somebody does who has the archive alone. */
async function verified(file: string, ...more: readonly string[]): Promise<Verified & Pick<CliEnd, 'code'>> {
  const { code, stdout } = await runCli({ directory: elsewhere, env: {} }, ['evidence', 'verify', file, '--json', ...more]);
  return { code, ...(JSON.parse(stdout) as Verified) };
}

function endsOf({ checks, submissions }: Verified, outcome: string): readonly string[] {
  const all = [...checks, ...submissions.flatMap((submission) => submission.checks)];
  return all.filter((check) => check.outcome === outcome).map(({ name }) => name);
}

/** The files of an archive as texts. */
async function unzipped(file: string): Promise<ReadonlyMap<string, string>> {
  return new Map(readStoredZip(await readFile(file)).map(({ name, bytes }) => [name, Buffer.from(bytes).toString('utf8')]));
}

/** Verifies a token by node:crypto alone, and opens it. */
function openedBy(token: string, keys: string): Record<string, unknown> {
  const [head = '', payload = '', signature = ''] = token.split('.');
  const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string; alg: string };
  const key = (JSON.parse(keys) as { keys: (JsonWebKey & { kid: string })[] }).keys.find((one) => one.kid === kid);
  const { n = '', e = '' } = key ?? {};
  const holds = verify(
    'sha512',
    Buffer.from(`${head}.${payload}`),
    { key: createPublicKey({ key: { kty: 'RSA', n, e }, format: 'jwk' }), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 },
    Buffer.from(signature, 'base64url'),
  );
  if (alg !== 'PS512' || !holds) throw new Error('a token does not hold');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

/** The event log of a case as the service has it. */
async function logOf({ caseId }: Sent): Promise<readonly string[]> {
  const headers = { 'user-agent': 'Amtsbote-Test/1.0' };
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: demoSender.clientId,
    client_secret: demoSender.clientSecret,
  });
  const token = (await (await fetch(service.tokenUrl, { method: 'POST', headers, body })).json()) as { access_token: string };
  const answer = await fetch(`${service.url}/v2/cases/${caseId}/events`, {
    headers: { ...headers, authorization: `Bearer ${token.access_token}` },
  });
  return ((await answer.json()) as { eventLog: readonly string[] }).eventLog;
}

const contentMarks = ['Quargelbrunner', 'Führungszeugnis'];

test.each([
  ['v1', 'accept', 2],
  ['v2', 'accept', 0],
  ['v2', 'reject', 1],
] as const)(
  'by %s, %s with %i attachments: what is exported verifies elsewhere, and by a second implementation',
  async (version, kind, attachments) => {
    const project = await newProject(version);
    const good = tradeMessage({ businessName: 'Quargelbrunner' });
    const sent = await send(kind === 'accept' ? good : good.replaceAll('nachrichtenUUID', 'nachrichtenId'), { version, attachments });
    await runCli(project, ['sync']);
    const id = await idOf(project);
    const archive = await exported(project, id);

    await writeFile(join(elsewhere, 'signature.json'), (await runCli(project, ['evidence', 'key'])).stdout);
    const jwks = (await (
      await fetch(`${service.url}/.well-known/jwks.json`, { headers: { 'user-agent': 'Amtsbote-Test/1.0' } })
    ).json()) as { keys: object[] };
    const signature = JSON.parse(await readFile(join(elsewhere, 'signature.json'), 'utf8')) as { keys: object[] };
    await writeFile(join(elsewhere, 'trust.json'), JSON.stringify({ keys: [...jwks.keys, ...signature.keys] }));
    const result = await verified(archive, '--trust', 'trust.json');
    expect([result.code, endsOf(result, 'failed'), endsOf(result, 'absent')]).toEqual([0, [], ['pieces', 'fit-connect.certificates']]);

    const files = await unzipped(archive);
    const file = (name: string): string => files.get(`${id}/portal/${name}`) ?? '';
    const log = await logOf(sent);
    const events = file('events.txt').trimEnd().split('\n');
    expect([...events, file('answer.txt').trimEnd()]).toEqual(log);
    const submit = events
      .map((token) => openedBy(token, file('service-keys.jwks.json')))
      .find((one) => JSON.stringify(one['events']).includes('submit-submission'));
    const answer = openedBy(file('answer.txt').trimEnd(), file('answer-keys.jwks.json'));
    expect(answer).toMatchObject({ iss: sent.destinationId, sub: `submission:${sent.submissionId}`, txn: `case:${sent.caseId}` });
    const [[name, payload] = []] = Object.entries(answer['events'] as Record<string, object>);
    expect(name).toMatch(new RegExp(`/${kind}-submission$`));
    const [announced] = Object.values(submit?.['events'] as Record<string, { authenticationTags: object }>);
    expect(payload).toMatchObject(
      kind === 'accept' ? { authenticationTags: announced?.authenticationTags } : { problems: [{ instance: 'data' }] },
    );
    expect(JSON.parse(file('tags.json'))).toEqual({ announced: announced?.authenticationTags, computed: announced?.authenticationTags });
    for (const text of files.values()) for (const mark of contentMarks) expect(text).not.toContain(mark);
  },
);

test('the same ledger makes the same archive, and a period the archive of all that was received in it', async () => {
  const project = await newProject();
  await send(tradeMessage({ businessName: 'Eins' }));
  await send(tradeMessage({ businessName: 'Zwei' }));
  await runCli(project, ['sync']);
  const id = await idOf(project);
  const [one, two] = [await exported(project, id), await exported(project, id)];
  expect((await readFile(one)).equals(await readFile(two))).toBe(true);
  const out = join(elsewhere, 'all.zip');
  const today = new Intl.DateTimeFormat('sv-SE').format();
  expect((await runCli(project, ['evidence', 'export', '--from', today, '--to', today, '--out', out])).code).toBe(0);
  const { submissions, code } = await verified(out);
  expect([submissions.length, code]).toEqual([2, 0]);
  expect(await runCli(project, ['evidence', 'export', '--to', '2020-01-01', '--out', join(elsewhere, 'none.zip')])).toMatchObject({
    code: 2,
  });
  expect((await readdir(elsewhere)).includes('none.zip')).toBe(false);

  const [first = '', second = ''] = submissions.map((submission) => submission.id);
  const swapped = repacked(
    await readFile(out),
    (files) => {
      for (const [name, bytes] of files.entries().toArray()) {
        if (name.startsWith(`${first}/portal/`)) {
          const other = name.replace(first, second);
          files.set(name, files.get(other) ?? Buffer.of()).set(other, bytes);
        }
      }
    },
    { manifest: true, by: signer() },
  );
  await writeFile(join(elsewhere, 'swapped.zip'), swapped);
  const result = await verified(join(elsewhere, 'swapped.zip'));
  expect([result.code, endsOf(result, 'failed')]).toEqual([3, ['fit-connect.identity', 'fit-connect.identity']]);
});

test('a token, a tag or a key that was changed is found, also by somebody who writes manifest and signature anew', async () => {
  const project = await newProject();
  await send(tradeMessage({ businessName: 'Drei' }), { attachments: 1 });
  await runCli(project, ['sync']);
  const id = await idOf(project);
  const archive = await readFile(await exported(project, id));
  const inside = (name: string): string => `${id}/portal/${name}`;
  const changes: readonly [string, (files: Map<string, Buffer>) => void, string][] = [
    ['a signature', edited(inside('events.txt'), /.{4}\n$/, 'AAAA\n'), 'fit-connect.signatures'],
    ['a key', edited(inside('service-keys.jwks.json'), /("n": ".{20})./, '$1A'), 'fit-connect.keys'],
    ['a tag', edited(inside('tags.json'), /("data": ")..(.*\n.*)/, '$1AA$2'), 'fit-connect.tags'],
    ['our answer', edited(inside('answer.txt'), /.{4}\n$/, 'AAAA\n'), 'fit-connect.answer-signature'],
    ['the portal’s id', edited(`${id}/submission.json`, /"portalId": "../, '"portalId": "00'), 'fit-connect.identity'],
  ];
  for (const [what, change, check] of changes) {
    const file = join(elsewhere, 'changed.zip');
    await writeFile(file, repacked(archive, change, { manifest: true, by: signer() }));
    expect([what, ...endsOf(await verified(file), 'failed')]).toContain(check);
    await writeFile(file, repacked(archive, change));
    expect([what, ...endsOf(await verified(file), 'failed')]).toContain('files');
  }
});

test.each(['fit-connect:answer-posted#1', 'report:sent#1'])(
  'killed at %s, the answer that is kept is the one that the service has',
  async (kill) => {
    const project = await newProject();
    const sent = await send(tradeMessage({ businessName: `Kill ${kill}` }));
    expect((await runSync(project, kill)).signal).toBe('SIGKILL');
    expect(await runSync(project)).toMatchObject({ code: 0, stderr: '' });
    const id = await idOf(project);
    const archive = await exported(project, id);
    expect((await verified(archive)).code).toBe(0);
    expect((await logOf(sent)).at(-1)).toBe((await unzipped(archive)).get(`${id}/portal/answer.txt`)?.trimEnd());
  },
);

test('an event log that could not be proved is exported as such, and proves nothing', async () => {
  const project = await newProject();
  service.arm({ kind: 'set-foreign-signature', event: 'submit' });
  await send(tradeMessage({ businessName: 'Vier' }));
  expect((await runCli(project, ['sync'])).code).toBe(3);
  const result = await verified(await exported(project, await idOf(project)));
  expect(result.code).toBe(0);
  expect(endsOf(result, 'absent')).toEqual(
    expect.arrayContaining(['fit-connect.signatures', 'fit-connect.answer', 'fit-connect.unproved']),
  );
});

test('once the evidence was purged, the archive says so, and what is left verifies', async () => {
  const project = await newProject('v2', 'retention: { content: 0d, evidence: 0d, metadata: 1y }\n');
  await send(tradeMessage({ businessName: 'Fünf' }));
  await runCli(project, ['sync']);
  const id = await idOf(project);
  await runCli(project, ['evidence', 'export', '--submission', id, '--out', join(elsewhere, 'before.zip')]);
  expect((await runCli(project, ['purge', '--yes'])).code).toBe(0);
  const result = await verified(await exported(project, id));
  expect([result.code, endsOf(result, 'absent')]).toEqual([0, expect.arrayContaining(['proof'])]);
  expect(Object.keys(result.submissions[0]?.purged ?? {})).toEqual(['content', 'evidence']);
  const { stdout } = await runCli({ directory: elsewhere, env: {} }, ['evidence', 'verify', join(elsewhere, `${id}-1.zip`)]);
  expect(stdout).toContain('purged on');
  expect((await verified(join(elsewhere, 'before.zip'))).code).toBe(0);
});
