import { encrypt } from '../crypto/encrypt.ts';
import { probeJwe } from '../crypto/jwe-probe.ts';
import { makeKeyPair, type KeyPair, type RsaJwk } from '../crypto/keys.ts';
import type { FaultTools } from './fault.ts';

const made = new Map<string, Promise<KeyPair>>();

/** A key that belongs to nobody, made once per process. */
export async function foreignKey(use: 'encryption' | 'signature'): Promise<KeyPair> {
  const pair = made.get(use) ?? makeKeyPair(use);
  made.set(use, pair);
  return pair;
}

/** What a JWE is replaced with. */
export interface Replacement {
  /** Encrypt with a key that is not the destination's, under its name. */
  readonly foreign?: boolean;
  /** Added to the header, or replacing what is there. */
  readonly header?: Readonly<Record<string, string | undefined>>;
  readonly content?: string;
}

/** A JWE with other content in place of another one, encrypted for the same reader and with the same `cty`. */
export async function replaceJwe(jwe: string, tools: FaultTools, { foreign = false, header = {}, content }: Replacement): Promise<string> {
  const probed = probeJwe(jwe);
  const before = typeof probed === 'string' ? {} : probed.header;
  const key = foreign ? undefined : destinationKey(tools, before['kid']);
  const kept = { kid: text(before['kid']), cty: text(before['cty']) };
  const bytes = new TextEncoder().encode(content ?? '{"replaced":true}');
  return encrypt(bytes, { key: key ?? (await foreignKey('encryption')).publicKey, header: { ...kept, ...header } });
}

function destinationKey({ app, exchange }: FaultTools, kid: unknown): RsaJwk | undefined {
  const item = app.store.items.get(exchange.params['itemId'] ?? '');
  const destination = item && app.store.directory.destination(item.destinationId);
  return destination?.keys.find((key) => key.kid === kid);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
