import type { App } from './app.ts';
import { readFaults } from './faults.ts';
import type { RecordKind } from './forms/field.ts';
import { readQuirks } from './quirks/quirks.ts';
import type { Exchange, Reply } from './http-types.ts';
import { json } from './replies.ts';
import type { Route } from './router.ts';

/** The pages that no connector may use: the witness of tests, and the switchboard of faults. */
export const controlRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/__witness/records', guard: 'open', handler: showRecords },
  {
    method: 'GET',
    pattern: '/__witness/requests',
    guard: 'open',
    handler: (app) => json({ requests: app.writes.list() }),
  },
  {
    method: 'GET',
    pattern: '/__faults',
    guard: 'open',
    handler: (app) => json({ faults: app.faults.list() }),
  },
  { method: 'POST', pattern: '/__faults', guard: 'open', handler: setFaults },
  {
    method: 'GET',
    pattern: '/__quirks',
    guard: 'open',
    handler: (app) => json({ skin: app.skin.name, quirks: app.quirks.list() }),
  },
  { method: 'POST', pattern: '/__quirks', guard: 'open', handler: setQuirks },
  { method: 'DELETE', pattern: '/__faults', guard: 'open', handler: clearFaults },
];

/** Everything that was saved, whatever searches show. */
function showRecords(app: App, exchange: Exchange): Reply {
  const { query } = exchange.request;
  const kind = (query.get('kind') ?? undefined) as RecordKind | undefined;
  return json({
    records: app.store.list({ kind, fremdschluessel: query.get('fremdschluessel') ?? undefined }),
  });
}

function setFaults(app: App, exchange: Exchange): Reply {
  const faults = readFaults(parse(exchange.request.body));
  if (typeof faults === 'string') return json({ error: faults }, 400);
  app.faults.set(faults);
  return json({ faults: app.faults.list() });
}

function clearFaults(app: App): Reply {
  app.faults.set([]);
  return json({ faults: [] });
}

function setQuirks(app: App, exchange: Exchange): Reply {
  const quirks = readQuirks(parse(exchange.request.body));
  if (typeof quirks === 'string') return json({ error: quirks }, 400);
  app.quirks.set(quirks);
  return json({ quirks: app.quirks.list() });
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
