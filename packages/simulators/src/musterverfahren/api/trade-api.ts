import { createHash } from 'node:crypto';
import type { App } from '../app.ts';
import { readForm } from '../body.ts';
import { fieldsOf } from '../forms/field.ts';
import { tradeForm } from '../forms/gewerbe.ts';
import { valuesToStore } from '../forms/read-step.ts';
import type { Exchange, Reply } from '../http-types.ts';
import { problem } from '../problem.ts';
import { json } from '../replies.ts';
import type { Route } from '../router.ts';
import type { NewRecord } from '../store.ts';
import { openApi } from './openapi.ts';
import { readRecordStatus } from './record-status.ts';
import { tokenSeconds } from './tokens.ts';
import { readTradeBody, type TradeBody } from './trade-body.ts';

/** How long an idempotency key is remembered, in milliseconds. */
const keyLifetimeMs = 24 * 60 * 60_000;

/** The API: trade registrations only. */
export const tradeApiRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/api/openapi.json', guard: 'open', handler: () => json(openApi) },
  { method: 'POST', pattern: '/api/token', guard: 'open', handler: issueToken },
  { method: 'POST', pattern: '/api/gewerbeanmeldungen', guard: 'token', handler: create },
  { method: 'GET', pattern: '/api/gewerbeanmeldungen', guard: 'token', handler: find },
  { method: 'GET', pattern: '/api/gewerbeanmeldungen/:aktenzeichen/status', guard: 'token', handler: status },
  { method: 'PUT', pattern: '/api/gewerbeanmeldungen/:aktenzeichen/status', guard: 'token', handler: changeStatus },
];

/** Client credentials after RFC 6749, section 4.4; the client may also come by HTTP Basic. */
async function issueToken(app: App, exchange: Exchange): Promise<Reply> {
  const body = await readForm(exchange.request);
  if (body.get('grant_type') !== 'client_credentials') return json({ error: 'unsupported_grant_type' }, 400);
  const basic = basicCredentials(exchange.request.headers.authorization);
  const client = basic?.name ?? body.get('client_id') ?? '';
  const result = app.apiClients.login(client, basic?.password ?? body.get('client_secret') ?? '');
  if (result !== 'ok') return json({ error: 'invalid_client' }, 401, { 'www-authenticate': 'Basic realm="Musterverfahren"' });
  return json({ access_token: app.tokens.issue(client), token_type: 'Bearer', expires_in: tokenSeconds });
}

async function create(app: App, exchange: Exchange): Promise<Reply> {
  const body = await readTradeBody(exchange.request);
  if ('errors' in body) return problem(422, 'Die Anmeldung ist nicht vollständig oder nicht gültig', { errors: body.errors });
  const record = newRecord(app, exchange, body);
  const header = exchange.request.headers['idempotency-key'];
  if (header === undefined) return created(app.store.insert(record), record);

  const key = `${exchange.caller}:${String(header)}`;
  const bodySha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const earlier = app.store.idempotent(key, app.clock() - keyLifetimeMs);
  if (!earlier) return created(app.store.insertIdempotent(key, bodySha256, record), record);
  if (earlier.bodySha256 === bodySha256) return json(summary(earlier.aktenzeichen, record), 200);
  const message = 'Dieser Schlüssel wurde schon mit anderem Inhalt verwendet.';
  return problem(422, 'Idempotency-Key mehrfach verwendet', {
    errors: [{ field: 'Idempotency-Key', code: 'schluessel', message }],
  });
}

function find(app: App, exchange: Exchange): Reply {
  const fremdschluessel = exchange.request.query.get('fremdschluessel');
  if (!fremdschluessel) return problem(400, 'Der Parameter fremdschluessel fehlt');
  const now = app.clock();
  const records = app.store.list({
    kind: 'gewerbe',
    fremdschluessel,
    visibleAt: now,
    createdUntil: now - exchange.effects.searchLagMs,
  });
  return json({
    treffer: records.map(({ aktenzeichen }) => ({ aktenzeichen, status: app.store.status(aktenzeichen) })),
  });
}

function status(app: App, exchange: Exchange): Reply {
  const record = app.store.get(exchange.params['aktenzeichen'] ?? '');
  if (record?.kind !== 'gewerbe') return problem(404, 'Dieses Aktenzeichen gibt es nicht');
  return json({
    aktenzeichen: record.aktenzeichen,
    fremdschluessel: record.fremdschluessel,
    status: app.store.status(record.aktenzeichen),
  });
}

/** For those who work on it: a clerk, or a test in their place. */
function changeStatus(app: App, exchange: Exchange): Reply {
  const changed = readRecordStatus(exchange.request.body);
  if (changed === undefined) return problem(422, 'Diesen Status gibt es nicht');
  const record = app.store.get(exchange.params['aktenzeichen'] ?? '');
  if (record?.kind === 'gewerbe') app.store.setStatus(record.aktenzeichen, changed);
  return status(app, exchange);
}

function newRecord(app: App, exchange: Exchange, body: TradeBody): NewRecord {
  return {
    form: tradeForm,
    fields: { ...valuesToStore(fieldsOf(tradeForm), body.values), ...exchange.effects.changes },
    attachments: body.attachments,
    channel: 'api',
    user: exchange.caller,
    now: app.clock(),
    lagMs: Math.max(app.searchLagMs, exchange.effects.searchLagMs),
  };
}

function created(aktenzeichen: string, record: NewRecord): Reply {
  return json(summary(aktenzeichen, record), 201, {
    location: `/api/gewerbeanmeldungen/${aktenzeichen}/status`,
  });
}

function summary(aktenzeichen: string, record: NewRecord): Readonly<Record<string, unknown>> {
  return { aktenzeichen, fremdschluessel: record.fields['fremdschluessel'], status: 'eingegangen' };
}

function basicCredentials(authorization: string | undefined): { name: string; password: string } | undefined {
  const encoded = /^Basic (\S+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [name = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { name, password: rest.join(':') };
}
