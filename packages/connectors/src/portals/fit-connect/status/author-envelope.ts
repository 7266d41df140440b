import { createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { ConfigurationFault, type SecretReader } from '@amtsbote/sdk';
import type { BundIdOptions } from '../options.ts';

/** Data for the mailbox of BundID: content, and what proves its author. */
export interface AuthorEnvelope {
  /** JSON, as text: the signature is over these characters. */
  readonly content: string;
  /** The signature (RSA with SHA-512), in base64. */
  readonly sha512sum: string;
  readonly authorToken: string;
  /** PEM. */
  readonly authorCertificate: string;
}

const tokenSeconds = 600;

/**
 * Signs content as its author.
 *
 * @param now milliseconds since 1970
 * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE | AB_CONFIG_INVALID
 */
export async function authorEnvelope(
  content: object,
  { author }: Pick<BundIdOptions, 'author'>,
  { secrets, now }: { readonly secrets: SecretReader; readonly now: number },
): Promise<AuthorEnvelope> {
  const [certificate, pem] = await Promise.all([secrets.get(author.certificate), secrets.get(author.key)]);
  const { key, signer } = readAuthor(certificate, pem);
  const text = JSON.stringify(content);
  const { SignJWT } = await import('jose');
  const issuedAt = Math.floor(now / 1000);
  const token = await new SignJWT({ signer, roles: ['THIRD_PARTY'] })
    .setProtectedHeader({ alg: 'RS512' })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + tokenSeconds)
    .sign(key);
  return {
    content: text,
    sha512sum: sign('sha512', Buffer.from(text, 'utf8'), key).toString('base64'),
    authorToken: token,
    authorCertificate: certificate,
  };
}

/**
 * When the certificate of an author ends, in milliseconds since 1970.
 *
 * @throws ConfigurationFault AB_SECRET_MISSING | AB_SECRET_UNREADABLE | AB_CONFIG_INVALID
 */
export async function authorEnd({ author }: Pick<BundIdOptions, 'author'>, secrets: SecretReader): Promise<number> {
  const [certificate, pem] = await Promise.all([secrets.get(author.certificate), secrets.get(author.key)]);
  readAuthor(certificate, pem);
  return new X509Certificate(certificate).validToDate.getTime();
}

function readAuthor(certificate: string, pem: string): { readonly key: ReturnType<typeof createPrivateKey>; readonly signer: string } {
  try {
    const known = new X509Certificate(certificate);
    const key = createPrivateKey(pem);
    if (!known.checkPrivateKey(key) || key.asymmetricKeyType !== 'rsa') throw new Error('of another certificate');
    return { key, signer: /^CN=(.+)$/m.exec(known.subject)?.[1] ?? '' };
  } catch {
    throw new ConfigurationFault(
      'AB_CONFIG_INVALID',
      'The certificate and key of an `author` do not belong together, or are no RSA key in PEM',
      {
        where: { field: 'author' },
      },
    );
  }
}
