import type { App } from '../app.ts';
import type { RsaJwk } from '../crypto/keys.ts';
import { showDestination, type Destination, type OfferedService } from '../destinations.ts';
import { ApiProblem } from '../dialect/problems.ts';
import type { Reply } from '../http/http-types.ts';
import { isObject, readJson } from '../http/read-body.ts';
import { json } from '../http/replies.ts';
import type { ClientExchange, Exchange } from '../http/router.ts';
import { isLinked } from './access.ts';

/** `GET /.well-known/jwks.json`: the keys that verify the service's events. */
export function readServiceKeys(app: App): Reply {
  return json({ keys: app.keys.published });
}

/** `GET /destinations/{id}`. */
export function readDestination(app: App, { params, rules }: Exchange): Reply {
  return json(showDestination(destinationOf(app, params), rules));
}

/** `GET /destinations/{id}/keys`. */
export function readKeys(app: App, { params }: Exchange): Reply {
  return json({ keys: destinationOf(app, params).keys });
}

/** `GET /destinations/{id}/keys/{kid}`. */
export function readKey(app: App, { params }: Exchange): Reply {
  const key = destinationOf(app, params).keys.find(({ kid }) => kid === params['kid']);
  if (!key) throw new ApiProblem('key-not-found', 'The destination has no such key.');
  return json(key);
}

/** `PATCH /destinations/{id}`: replaces what the body names. */
export async function changeDestination(app: App, { request, params, rules, client }: ClientExchange): Promise<Reply> {
  const destination = destinationOf(app, params);
  if (!isLinked(app, client, destination.destinationId))
    throw new ApiProblem('not-linked', 'The client is not linked to this destination.');
  const body = await readJson(request, app.limits.bodyBytes);
  const { keys = destination.keys, encryptionKid = destination.encryptionKid, callback = destination.callback } = body;
  const changed = {
    ...destination,
    ...pick(body, ['name', 'status', 'metadataVersions', 'replyChannels', 'contactInformation']),
    services: (body[rules.servicesField] ?? destination.services) as readonly OfferedService[],
    keys,
    encryptionKid,
    callback,
  } as Destination;
  requireKeys(changed.keys, changed.encryptionKid);
  if (changed.callback && !app.callbacks.mayCall(changed.callback.url)) {
    throw new ApiProblem('callback-invalid', 'Callbacks go to addresses on this computer only.');
  }
  app.store.directory.putDestination(changed);
  return json(showDestination(changed, rules));
}

function destinationOf(app: App, params: Exchange['params']): Destination {
  const destination = app.store.directory.destination(params['destinationId'] ?? '');
  if (!destination) throw new ApiProblem('destination-not-found', 'There is no such destination.');
  return destination;
}

function requireKeys(keys: unknown, encryptionKid: unknown): asserts keys is readonly RsaJwk[] {
  const sound = Array.isArray(keys) && keys.every(isPublicKey);
  if (!sound) throw new ApiProblem('bad-request', 'keys are not public RSA keys for wrapKey or verify.');
  if (!keys.some((key) => key.kid === encryptionKid && key.key_ops.includes('wrapKey'))) {
    throw new ApiProblem('bad-request', 'encryptionKid names no key for wrapKey.');
  }
}

function isPublicKey(key: unknown): key is RsaJwk {
  if (!isObject(key) || key['kty'] !== 'RSA' || 'd' in key) return false;
  const { kid, key_ops: ops, alg } = key;
  const use = Array.isArray(ops) && ops.length === 1 ? String(ops[0]) : '';
  const algorithms: Readonly<Record<string, string>> = { wrapKey: 'RSA-OAEP-256', verify: 'PS512' };
  return typeof kid === 'string' && kid.length >= 8 && kid.length <= 64 && algorithms[use] === alg;
}

function pick(body: Readonly<Record<string, unknown>>, names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}
