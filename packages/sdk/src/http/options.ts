import { type ZodType, z } from 'zod';

/** How requests prove who they come from. Secrets are named (`secret:NAME`), never written. */
export type HttpAuth =
  | { readonly token: TokenAuth }
  | { readonly basic: { readonly user: string; readonly password: string } }
  | { readonly header: { readonly name: string; readonly secret: string } };

/** OAuth 2 client credentials, posted as a form. */
export interface TokenAuth {
  /** Path of the token request, relative to the base address. */
  readonly path: string;
  /** Names the secret with the client id. */
  readonly clientId: string;
  /** Names the secret with the client secret. */
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

/** What the connection trusts, and how it identifies itself. TLS 1.2 is the least. */
export interface HttpTls {
  /** PEM file with the authorities to trust instead of the system's; relative to the configuration. */
  readonly ca?: string | undefined;
  /** Names the secret with our certificate (PEM). */
  readonly cert?: string | undefined;
  /** Names the secret with the key of our certificate (PEM). */
  readonly key?: string | undefined;
}

const secretName = z.string().regex(/^secret:\S+$/, 'name a secret here (secret:NAME), never write one');
const path = z.string().regex(/^\/(?!\/)/, 'a path begins with one /');

/** Shape of `auth:` in the options of a connector. */
export const httpAuth: ZodType<HttpAuth> = z.union([
  z.strictObject({
    token: z.strictObject({
      path,
      clientId: secretName,
      clientSecret: secretName,
      scope: z.string().optional(),
    }),
  }),
  z.strictObject({ basic: z.strictObject({ user: z.string().min(1), password: secretName }) }),
  z.strictObject({
    header: z.strictObject({ name: z.string().regex(/^[A-Za-z0-9-]+$/), secret: secretName }),
  }),
]);

/** Shape of `tls:` in the options of a connector. */
export const httpTls: ZodType<HttpTls> = z.strictObject({
  ca: z.string().optional(),
  cert: secretName.optional(),
  key: secretName.optional(),
});
