import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { PublicJwk } from '../crypto/jwk.ts';
import { testKeys } from '../fit-connect.test-support.ts';
import { fitConnectOptions, type CertificateOptions } from '../options.ts';
import { type CertificateTrust, certificateTrust } from './certificate-trust.ts';
import { type Authority, type CertificateSetting, certify, type ListSetting, makeAuthority, makeList, pemOf } from './pki.test-support.ts';
import { readRevocationList } from './revocation-list.ts';
import { withCertificates } from './with-certificates.ts';

const dayMs = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'amtsbote-pki-'));
afterAll(() => rmSync(folder, { recursive: true }));

const root = makeAuthority('Wurzel');
const middle = makeAuthority('Mitte', root, { serial: 7 });
const stranger = makeAuthority('Wurzel');
writeFileSync(join(folder, 'root.pem'), pemOf(root.certificate));

let now = Date.now();
beforeEach(() => {
  now = Date.now();
});

function trustOf(options: Partial<CertificateOptions> = {}): CertificateTrust {
  const clock = { now: () => now, sleep: async () => undefined };
  return certificateTrust(
    { level: 'required', roots: ['root.pem'], crls: [], ...options },
    { clock, secrets: { get: async () => '' }, baseDirectory: folder, timeoutMs: 2_000 },
  );
}

const keys = testKeys('certified', 'signature');
const base64 = (certificates: readonly Buffer[]): readonly string[] => certificates.map((one) => one.toString('base64'));

function certified(setting: CertificateSetting = {}, above: readonly Authority[] = [middle]): PublicJwk {
  const [issuer = root] = above;
  return {
    ...keys.publicJwk,
    x5c: base64([certify('Amt', keys.publicKey, issuer, setting), ...above.map(({ certificate }) => certificate)]),
  };
}

function listFile(name: string, issuer: Authority, serials: readonly number[] = [], setting: ListSetting = {}): string {
  writeFileSync(join(folder, name), makeList(issuer, serials, setting));
  return name;
}
const goodLists = [listFile('root.crl', root), listFile('middle.crl', middle)];

const accepted = async (trust: CertificateTrust, key: PublicJwk): Promise<unknown> =>
  trust.accept(key, 'verify').then(
    () => 'accepted',
    (error: unknown) => error,
  );

test('a chain up to a root, of which nothing is revoked, is accepted', async () => {
  expect(await accepted(trustOf({ crls: goodLists }), certified())).toBe('accepted');
  const withRoot = certified({}, [middle, root]);
  expect(await accepted(trustOf({ crls: goodLists }), withRoot)).toBe('accepted');
  expect(await accepted(trustOf({ crls: goodLists }), certified({}, []))).toBe('accepted');
  expect(await accepted(trustOf({ crls: goodLists }), certified({ usage: 'none' }))).toBe('accepted');
});

test('a key that certified itself is accepted where its own certificate is a root, as in environments for tests', async () => {
  const self: Authority = { name: 'Selbst', key: keys.privateKey, certificate: Buffer.alloc(0) };
  const certificate = certify('Selbst', keys.publicKey, self, { isAuthority: true, usage: 0x84 });
  writeFileSync(join(folder, 'self.pem'), pemOf(certificate));
  const key = { ...keys.publicJwk, x5c: base64([certificate]) };
  expect(await accepted(trustOf({ roots: ['self.pem'] }), key)).toBe('accepted');
  expect(await accepted(trustOf(), key)).toMatchObject({ code: 'AB_CERTIFICATE_INVALID' });
});

const other = testKeys('another', 'signature');
const shortPath = makeAuthority('Kurz', root, { pathLength: 0 });
const below = makeAuthority('Unten', shortPath);
const notAuthority = makeAuthority('Keine', root, { isAuthority: false });
const noSigner = makeAuthority('Ohne', root, { usage: 0x80 });
const expiredAbove = makeAuthority('Alt', root, { until: Date.now() - 10_000 });
const forger: Authority = { ...middle, key: stranger.key };

test.each<readonly [string, () => PublicJwk, why: string]>([
  ['without certificates', () => keys.publicJwk, 'it has none'],
  ['an empty chain', () => ({ ...keys.publicJwk, x5c: [] }), 'it has none'],
  ['what is no certificate', () => ({ ...keys.publicJwk, x5c: ['AAAA'] }), 'certificate 1 cannot be read'],
  ['the certificate of another key', () => ({ ...other.publicJwk, x5c: certified().x5c }), 'its first certificate is of another key'],
  ['an expired one', () => certified({ until: Date.now() - 10_000 }), 'certificate 1 has expired'],
  ['one that is not valid yet', () => certified({ from: Date.now() + dayMs }), 'certificate 1 is not valid yet'],
  ['an expired one above', () => certified({}, [expiredAbove]), 'certificate 2 has expired'],
  ['another root of the same name', () => certified({}, [stranger]), 'they lead to none of the roots'],
  ['an unknown root', () => certified({}, [makeAuthority('Fremd')]), 'they lead to none of the roots'],
  ['a forged signature', () => certified({}, [forger]), 'certificate 1 is not signed by certificate 2'],
  ['one that was signed by no authority', () => certified({}, [notAuthority]), 'certificate 2 may not sign certificates'],
  ['an authority without the right', () => certified({}, [noSigner]), 'certificate 2 may not sign certificates'],
  ['a path that is too long', () => certified({}, [below, shortPath]), 'certificate 3 may not have so many below it'],
  ['one for encryption only', () => certified({ usage: 0x30 }), 'its certificate is for another use'],
  ['that of an authority', () => certified({ isAuthority: true, usage: 0x86 }), 'its certificate is that of an authority'],
  [
    'a critical extension that nobody knows',
    () => certified({ critical: '1.2.3.4' }),
    'certificate 1 has a critical extension that is not heeded (1.2.3.4)',
  ],
  ['SHA-1', () => certified({ digest: 'sha1' }), 'certificate 1 is signed with MD5 or SHA-1'],
])('%s is refused, technically, in words without names', async (_what, key, why) => {
  for (const level of ['required', 'checked'] as const) {
    const isMissing = why === 'it has none' && level === 'checked';
    const told = await accepted(trustOf({ crls: goodLists, level }), key());
    if (isMissing && key().x5c === undefined) expect(told).toBe('accepted');
    else
      expect(told).toMatchObject({
        code: 'AB_CERTIFICATE_INVALID',
        effect: 'not-delivered',
        message: expect.stringMatching(new RegExp(`: ${why.replace(/[()]/g, '\\$&')}$`)),
      });
  }
  expect(await accepted(trustOf({ level: 'off' }), key())).toBe('accepted');
});

test.each<readonly [string, () => readonly string[]]>([
  ['there is none', () => []],
  ['there is none of one authority', () => [goodLists[0] ?? '']],
  ['one has ended', () => [goodLists[0] ?? '', listFile('old.crl', middle, [], { nextUpdate: Date.now() - 10_000 })]],
  ['one says not how long it counts', () => [goodLists[0] ?? '', listFile('endless.crl', middle, [], { nextUpdate: 'none' })]],
  ['one begins later', () => [goodLists[0] ?? '', listFile('later.crl', middle, [], { thisUpdate: Date.now() + dayMs })]],
  ['one is signed by another', () => [goodLists[0] ?? '', listFile('forged.crl', middle, [], { key: stranger.key })]],
  ['one lists a part only', () => [goodLists[0] ?? '', listFile('part.crl', middle, [], { critical: '2.5.29.28' })]],
  [
    'one is broken',
    () => {
      writeFileSync(join(folder, 'broken.crl'), 'x');
      return [goodLists[0] ?? '', 'broken.crl'];
    },
  ],
  ['a file is missing', () => [goodLists[0] ?? '', 'missing.crl']],
  ['an address does not answer', () => [goodLists[0] ?? '', 'http://127.0.0.1:9/a.crl']],
])('where %s, nothing is guessed: it waits where it is required, and goes on where it is not', async (_what, crls) => {
  const lists = crls();
  expect(await accepted(trustOf({ crls: lists }), certified())).toMatchObject({
    code: 'AB_CERTIFICATE_NOT_CHECKED',
    effect: 'not-delivered',
  });
  expect(await accepted(trustOf({ crls: lists, level: 'checked' }), certified())).toBe('accepted');
});

test.each([
  ['the key itself', () => [goodLists[0] ?? '', listFile('revoked.crl', middle, [3, 5])], 'certificate 1 was revoked'],
  ['the authority above it', () => [listFile('revoked-root.crl', root, [7]), goodLists[1] ?? ''], 'certificate 2 was revoked'],
])('%s is revoked: refused at once, also where lists need not be had', async (_what, crls, why) => {
  for (const level of ['required', 'checked'] as const) {
    expect(await accepted(trustOf({ crls: crls(), level }), certified({ serial: 5 }))).toMatchObject({
      message: expect.stringContaining(why),
    });
  }
});

test('a list comes from an address as well, is kept for an hour, and is fetched anew', async () => {
  let asked = 0;
  let list = makeList(middle, []);
  const server = createServer((_request, response) => {
    asked += 1;
    response.end(list);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  try {
    const trust = trustOf({ crls: [goodLists[0] ?? '', `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.crl?x=1`] });
    const key = certified({ serial: 5 });
    expect([await accepted(trust, key), await accepted(trust, key), asked]).toEqual(['accepted', 'accepted', 1]);
    list = makeList(middle, [5]);
    now += 3_700_000;
    expect([await accepted(trust, key), asked]).toEqual([expect.objectContaining({ code: 'AB_CERTIFICATE_INVALID' }), 2]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('RSA-PSS, as the PKI of the administration signs, is verified in chains and lists, in PEM too', async () => {
  const pss = makeAuthority('PSS', undefined, { rsa: true });
  writeFileSync(join(folder, 'pss.pem'), pemOf(pss.certificate));
  writeFileSync(join(folder, 'pss.crl'), pemOf(makeList(pss, [9]), 'X509 CRL'));
  const trust = trustOf({ roots: ['pss.pem'], crls: ['pss.crl'] });
  expect(await accepted(trust, certified({}, [pss]))).toBe('accepted');
  expect(await accepted(trust, certified({ serial: 9 }, [pss]))).toMatchObject({ code: 'AB_CERTIFICATE_INVALID' });
});

test('a key that is certified in a PEM file is published with its chain, in its order', () => {
  const leaf = certify('Amt', keys.publicKey, middle);
  const pem = [root.certificate, middle.certificate, leaf, stranger.certificate].map((one) => pemOf(one)).join('');
  expect(withCertificates(keys.publicJwk, pem)?.x5c).toEqual(base64([leaf, middle.certificate, root.certificate]));
  expect(withCertificates(other.publicJwk, pem)).toBeUndefined();
  expect(withCertificates(keys.publicJwk, 'x')).toBeUndefined();
});

test('certificates without a root to check them against are a fault of the configuration', async () => {
  const shape = { tokenUrl: 'http://a', apiUrl: 'http://a', client: { id: 'a', secret: 'secret:a' } };
  expect(fitConnectOptions.safeParse({ ...shape, destinations: [], certificates: { level: 'required' } }).error?.message).toContain(
    'roots',
  );
  writeFileSync(join(folder, 'empty.pem'), '');
  expect(await accepted(trustOf({ roots: ['empty.pem'] }), certified())).toMatchObject({ code: 'AB_CONFIG_INVALID', effect: 'stop-run' });
});

test('whatever comes as a list, it is one or none, and never a crash', () => {
  const good = makeList(middle, [1, 2, 3]);
  const read = (bytes: Uint8Array): string => {
    try {
      return readRevocationList(bytes).isSignedBy(middle.key) ? 'signed' : 'not signed';
    } catch (error) {
      return (error as Error).name;
    }
  };
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const bytes = Buffer.from(good);
      bytes[at] = (bytes[at] ?? 0) ^ change;
      expect(['DerError', 'not signed']).toContain(read(bytes));
    }),
    { numRuns: 300 },
  );
});

/** Another implementation, where it is installed. */
const program = 'openssl';

test('another implementation agrees about a chain and its list', ({ skip }) => {
  const leaf = certify('Amt', keys.publicKey, middle);
  for (const [name, bytes] of [
    ['leaf', leaf],
    ['middle', middle.certificate],
  ] as const)
    writeFileSync(join(folder, `${name}.pem`), pemOf(bytes));
  const lists = [makeList(root, []), makeList(middle, [])].map((list) => pemOf(list, 'X509 CRL')).join('');
  writeFileSync(join(folder, 'all.crl'), lists);
  const files = ['root.pem', 'middle.pem', 'all.crl', 'leaf.pem'].map((name) => join(folder, name));
  const [trusted = '', untrusted = '', list = '', own = ''] = files;
  try {
    const told = execFileSync(program, ['verify', '-crl_check_all', '-CAfile', trusted, '-untrusted', untrusted, '-CRLfile', list, own], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(told).toContain('leaf.pem: OK');
  } catch (error) {
    skip((error as NodeJS.ErrnoException).code === 'ENOENT');
    throw error;
  }
});
