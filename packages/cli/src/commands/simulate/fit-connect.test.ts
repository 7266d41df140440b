import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeKeyPair, startFitConnect, type FitConnect } from '@amtsbote/simulators/fit-connect';
import { runCli, type Ran, type World } from '../../deps.test-support.ts';

let service: FitConnect;
let cwd: string;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048 });
  cwd = await mkdtemp(join(tmpdir(), 'simulate-'));
  await writeFile(join(cwd, 'hund.json'), '{"name":"Bello"}');
  await writeFile(join(cwd, 'hund.xml'), '<hund/>');
  await writeFile(join(cwd, 'bild.pdf'), 'pdf');
});
afterAll(async () => {
  await service.close();
  await rm(cwd, { recursive: true });
});

const cli = (argv: readonly string[], world: World = {}): Promise<Ran> => runCli(argv, { cwd, ...world });
const send = (...argv: readonly string[]): Promise<Ran> => cli(['simulate', 'fit-connect', 'send', '--url', service.pageUrl, ...argv]);

test('the service says where it is, writes the keys of its receiver for their owner only, and stops when standard input closes', async () => {
  const ran = await cli(['simulate', 'fit-connect', '--port', '0', '--parent-exit', '--keys', 'keys', '--json'], { stdin: '' });
  expect(ran.code).toBe(0);
  const [document] = ran.json();
  expect(document).toMatchObject({
    schema: 'amtsbote.simulate.fit-connect/1',
    clients: [{ roles: ['sender'] }, { roles: ['subscriber'] }],
  });
  expect(String(document?.['submissionUrl'])).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/submission-api$/);
  const files = await readdir(join(cwd, 'keys'));
  expect(files.map((file) => file.slice(37))).toEqual(['decryption.jwk.json', 'signing.jwk.json']);
  const keys = await Promise.all(files.map(async (file) => JSON.parse(await readFile(join(cwd, 'keys', file), 'utf8')) as object));
  expect(keys).toMatchObject([{ key_ops: ['unwrapKey'] }, { key_ops: ['sign'] }]);
  expect((await stat(join(cwd, 'keys', files[0]!))).mode & 0o077).toBe(0);
}, 60_000);

test('it calls an address on this computer and no other', async () => {
  const start = (address: string): Promise<Ran> =>
    cli(['simulate', 'fit-connect', '--port', '0', '--parent-exit', '--json', '--callback', address], { stdin: '' });
  const [here] = (await start('http://127.0.0.1:8789/callbacks/fit')).json();
  expect(here).toMatchObject({ callback: 'http://127.0.0.1:8789/callbacks/fit' });
  for (const elsewhere of ['https://example.org/callbacks/fit', 'no address']) {
    expect(await start(elsewhere)).toMatchObject({ code: 2, stdout: expect.stringContaining('on this computer only') });
  }
}, 60_000);

test('a receiver with keys of its own hands in the public halves, and nothing else is taken', async () => {
  const [encryption, signature] = await Promise.all([makeKeyPair('encryption', 2048), makeKeyPair('signature', 2048)]);
  const keys = { encryption: encryption.publicKey, signature: signature.publicKey, secret: signature.privateKey, none: {} };
  for (const [name, key] of Object.entries(keys)) await writeFile(join(cwd, `${name}.jwk.json`), JSON.stringify(key));
  const start = (...files: readonly string[]): Promise<Ran> =>
    cli(
      ['simulate', 'fit-connect', '--port', '0', '--parent-exit', '--json', '--public-keys', ...files.map((name) => `${name}.jwk.json`)],
      {
        stdin: '',
      },
    );
  const ran = await start('encryption', 'signature');
  expect(ran.json()[0]).toMatchObject({ destinations: [{ encryptionKid: encryption.publicKey.kid }] });
  const wrong = [await start('encryption', 'secret'), await start('encryption', 'none'), await start('encryption'), await start('missing')];
  expect(wrong.map(({ code, stdout }) => [code, /private key|no RSA key|two public keys/.exec(stdout)?.[0]])).toEqual([
    [2, 'private key'],
    [2, 'no RSA key'],
    [2, 'two public keys'],
    [2, 'no RSA key'],
  ]);
}, 60_000);

test('a port that is taken is named, with what to do', async () => {
  const ran = await cli(['simulate', 'fit-connect', '--port', String(service.port)]);
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(`Port ${service.port} is taken`)]);
});

test.each([
  ['v2', 'hund.json', 2],
  ['v1', 'hund.xml', 0],
])('by %s %s is sent with %i attachments, and its events are verified', async (api, message, count) => {
  const attachments = count > 0 ? ['--attachment', 'bild.pdf', 'hund.xml'] : [];
  const ran = await send('--api', api, '--message', message, ...attachments, '--json');
  expect(ran.code).toBe(0);
  const [result] = ran.json();
  expect(result).toMatchObject({ schema: 'amtsbote.simulate.send/1', state: 'submitted', events: [{}, { by: 'service' }, {}] });
  expect(service.witness.item(String(result?.['submissionId']))?.attachments).toHaveLength(count);
});

test('the text says what the service said, and that nobody answered in time', async () => {
  const ran = await send('--message', 'hund.json', '--wait', '0', '--lang', 'de');
  expect(ran.code).toBe(3);
  expect(ran.stdout).toContain('submit-submission  Dienst  geprüft');
  expect(ran.stdout).toContain('Sie wartet auf den Empfänger.');
});

test('an event that cannot be verified is shown as such', async () => {
  service.arm({ kind: 'set-foreign-signature', times: 1 });
  const ran = await send('--message', 'hund.json');
  expect([ran.code, ran.stdout]).toEqual([3, expect.stringContaining('NOT verified: signature')]);
});

test('a rejection comes with its reasons', async () => {
  const impatient = await startFitConnect({ keyBits: 2048, retention: { rejection: 0 } });
  const ran = await cli(['simulate', 'fit-connect', 'send', '--url', impatient.pageUrl, '--message', 'hund.json', '--wait', '20']);
  await impatient.close();
  expect([ran.code, ran.stdout]).toEqual([3, expect.stringContaining('Not fetched in time (submission)')]);
  expect(ran.stdout).toContain('It was rejected.');
});

test.each([
  [['--message', 'none.json'], 'none.json cannot be read'],
  [['--message', 'bild.pdf'], 'ends in .xml or .json'],
  [['--message', 'hund.json', '--attachment', '.'], 'cannot be read'],
  [['--message', 'hund.json', '--deviation', 'nonsense'], 'Give one of: metadata-not-json'],
  [['--message', 'hund.json', '--deviation', 'zipped'], "Invalid JWE Header 'zip'"],
  [['--message', 'hund.json', '--destination', '00000000-0000-4000-8000-000000000000'], 'destination-not-found'],
  [['--message', 'hund.json', '--url', 'nowhere'], 'not an address'],
  [['--message', 'hund.json', '--url', 'http://127.0.0.1:1'], 'cannot be reached'],
])('%j is refused with a reason', async (argv, reason) => {
  const ran = await send(...argv);
  expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(reason)]);
});
