import { createHash, timingSafeEqual } from 'node:crypto';
import type { App } from '../app.ts';
import type { Client } from '../clients.ts';
import type { Reply } from '../http/http-types.ts';
import { readBody } from '../http/read-body.ts';
import { json } from '../http/replies.ts';
import type { Exchange } from '../http/router.ts';

/** `POST /token`: client credentials in the body (client_secret_post), nothing else. */
export async function issueToken(app: App, { request }: Exchange): Promise<Reply> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return refusal(400, 'invalid_request', 'The body is not a URL-encoded form.');
  const form = new URLSearchParams((await readBody(request, app.limits.bodyBytes)).toString('utf8'));
  if (form.get('grant_type') !== 'client_credentials') return refusal(400, 'unsupported_grant_type', 'Only client_credentials.');
  const client = app.store.directory.client(form.get('client_id') ?? '');
  if (!client || !same(client.clientSecret, form.get('client_secret') ?? '')) {
    return refusal(401, 'invalid_client', 'Client authentication failed.');
  }
  const scope = scopeFor(app, client, form.get('scope') ?? '');
  if (scope === undefined) return refusal(400, 'invalid_scope', 'The client has no such scope.');
  const { seconds } = app.tokens;
  const token = await app.tokens.issue(client.clientId, { scope, issuer: app.urls.token, seconds });
  return json({ access_token: token, token_type: 'Bearer', expires_in: seconds, scope });
}

/** Everything the client may, or what it asked for; undefined when that is nothing or too much. */
function scopeFor(app: App, client: Client, wanted: string): string | undefined {
  const granted = scopesOf(app, client);
  const asked = wanted.split(' ').filter((scope) => scope !== '');
  if (granted.length === 0 || asked.some((scope) => !granted.includes(scope))) return undefined;
  return (asked.length > 0 ? asked : granted).join(' ');
}

/** A receiver without a destination has no scope, and so gets no token. */
function scopesOf(app: App, client: Client): readonly string[] {
  const linked = app.store.directory.linkedTo(client.clientId).length > 0;
  return client.roles.flatMap((role) => (role === 'subscriber' && !linked ? [] : app.dialect.scopes[role]));
}

function refusal(status: number, error: string, description: string): Reply {
  return json({ error, error_description: description }, status);
}

function same(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}
