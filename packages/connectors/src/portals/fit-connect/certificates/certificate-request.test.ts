import { execFileSync } from 'node:child_process';
import { constants, createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testKeys } from '../fit-connect.test-support.ts';
import { certificateRequest } from './certificate-request.ts';
import { der, integer, oid } from './der.ts';
import { readDer, readOid } from './der-reader.ts';
import { parseSubject } from './subject.ts';

const subject = String.raw`C=DE,O=Stadt Müsterstadt\, Kreis,OU=Ordnungsamt,CN=GRP: FIT-Connect`;

/** Another implementation, where it is installed. */
const program = 'openssl';

function openssl(pem: string): string | undefined {
  try {
    return execFileSync(program, ['req', '-noout', '-verify', '-subject', '-text', '-nameopt', 'utf8,sep_comma_plus,esc_2253'], {
      input: pem,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
const hasOpenssl = openssl(certificateRequest(testKeys('a').privateJwk, parseSubject('CN=x') ?? [])) !== undefined;

const bytesOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\n/g, ''), 'base64');

test('a request is signed by its own key, and names it, its use and its owner', () => {
  const { privateJwk, publicKey } = testKeys('a', 'signature');
  const [info, , signature] = readDer(bytesOf(certificateRequest(privateJwk, parseSubject(subject) ?? []))).children;
  const options = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 64 };
  expect(verify('sha512', info!.whole, options, signature!.content.subarray(1))).toBe(true);
  const [version, name, key] = info!.children;
  expect(version!.content).toEqual(Buffer.from([0]));
  expect(
    name!.children.map((part) => part.children[0]!.children.map((one, at) => (at === 0 ? readOid(one) : one.content.toString()))),
  ).toEqual([
    ['2.5.4.6', 'DE'],
    ['2.5.4.10', 'Stadt Müsterstadt, Kreis'],
    ['2.5.4.11', 'Ordnungsamt'],
    ['2.5.4.3', 'GRP: FIT-Connect'],
  ]);
  expect(createPublicKey({ key: key!.whole, format: 'der', type: 'spki' }).equals(publicKey)).toBe(true);
});

test.runIf(hasOpenssl).each([
  ['signature', 'Digital Signature'],
  ['encryption', 'Key Encipherment, Data Encipherment'],
] as const)('another implementation verifies a request for %s', (use, usage) => {
  const told = openssl(certificateRequest(testKeys('a', use).privateJwk, parseSubject(subject) ?? [])) ?? '';
  expect(told).toContain(usage);
  expect(told).toContain('rsassaPss');
  expect(told).toContain('Ordnungsamt');
});

test('a request holds nothing private', () => {
  const { privateJwk } = testKeys('a');
  const bytes = bytesOf(certificateRequest(privateJwk, parseSubject('CN=x') ?? []));
  for (const member of ['d', 'p', 'q'] as const) expect(bytes.includes(Buffer.from(privateJwk[member], 'base64url'))).toBe(false);
});

test.each(['', 'CN=', 'O=x', 'CN=a,CN=b', 'C=de,CN=x', 'X=y,CN=x', 'CN', `CN=${'x'.repeat(65)}`, 'CN=a\u0000b', 'C=DE,C=DE,CN=x'])(
  'what is no name is none: %j',
  (text) => {
    expect(parseSubject(text)).toBeUndefined();
  },
);

test('whatever is written can be read again', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70_000 }), fc.integer({ min: 0, max: 30 }), (content, tag) => {
      const read = readDer(der(tag, content));
      expect([read.tag, read.content.equals(content)]).toEqual([tag, true]);
    }),
    { numRuns: 50 },
  );
  fc.assert(
    fc.property(fc.array(fc.nat(2 ** 31), { maxLength: 8 }), (rest) => {
      const dotted = ['2', '5', ...rest].join('.');
      expect(readOid(readDer(oid(dotted)))).toBe(dotted);
    }),
  );
  expect(integer(Buffer.from([0x80])).toString('hex')).toBe('02020080');
});
