import type { App } from '../app.ts';
import { versionRules, type VersionRules } from '../dialect/version-rules.ts';
import { readFaults } from '../faults/faults.ts';
import { isFaultKind } from '../faults/catalogue.ts';
import type { Reply } from '../http/http-types.ts';
import { isObject, parseJson, readBody } from '../http/read-body.ts';
import { json } from '../http/replies.ts';
import type { Exchange, Route } from '../http/router.ts';
import { sweep } from '../service/sweep.ts';
import { witnessOf } from './witness.ts';

/** The addresses that no client may use: the witness of tests in other processes, the switchboard of faults, and the clock. */
export const controlRoutes: readonly Route[] = [
  control('GET', '/__witness/items', (app) => json({ items: witnessOf(app).items() })),
  control('GET', '/__witness/requests', (app) => json({ requests: app.log.requests })),
  control('GET', '/__witness/events', (app) => json({ events: app.log.events })),
  control('GET', '/__witness/callbacks', (app) => json({ callbacks: app.log.callbacks })),
  control('GET', '/__faults', (app) => json({ faults: app.faults.list() })),
  control('POST', '/__faults', armFaults),
  control('DELETE', '/__faults', disarmFaults),
  control('GET', '/__clock', (app) => json({ now: app.clock.now() })),
  control('POST', '/__clock', setClock),
];

function control(method: string, pattern: string, handle: Route['handle']): Route {
  return { method, pattern, operation: 'control', rules: versionRules['v2'] as VersionRules, isApi: false, handle };
}

async function armFaults(app: App, exchange: Exchange): Promise<Reply> {
  const faults = readFaults(await bodyOf(app, exchange));
  if (typeof faults === 'string') return json({ error: faults }, 400);
  app.faults.arm(faults);
  return json({ faults: app.faults.list() });
}

function disarmFaults(app: App, { request }: Exchange): Reply {
  const kind = request.query.get('kind');
  if (kind !== null && !isFaultKind(kind)) return json({ error: 'kind is not known' }, 400);
  app.faults.disarm(kind ?? undefined);
  return json({ faults: app.faults.list() });
}

/** Takes `{"advance": milliseconds}` or `{"now": milliseconds}`. */
async function setClock(app: App, exchange: Exchange): Promise<Reply> {
  const body = await bodyOf(app, exchange);
  const { advance, now } = isObject(body) ? body : {};
  if (typeof advance === 'number') app.clock.advance(advance);
  if (typeof now === 'number') app.clock.set(now);
  await sweep(app);
  await app.callbacks.settled();
  return json({ now: app.clock.now() });
}

async function bodyOf(app: App, { request }: Exchange): Promise<unknown> {
  return parseJson((await readBody(request, app.limits.bodyBytes)).toString('utf8'));
}
