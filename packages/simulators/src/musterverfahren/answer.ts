import { setTimeout as wait } from 'node:timers/promises';
import type { Act } from './acts.ts';
import type { App } from './app.ts';
import { effectsOf, type Fault } from './faults.ts';
import { markup } from '../shared/markup.ts';
import type { Exchange, Reply, WebRequest } from './http-types.ts';
import { problem } from './problem.ts';
import { lateSaveMs } from './quirks/quirks.ts';
import { renamedLabels } from './quirks/shape-form.ts';
import { findRoute, type Guard, type RouteMatch } from './router.ts';
import { commonRoutes } from './routes.ts';
import { findSession } from './skins/skin.ts';

/** Answers a request, with the faults that act on it. `cut` means: cut the connection without a word. */
export async function answer(app: App, request: WebRequest, closing: AbortSignal): Promise<Reply | 'cut'> {
  const act = actOf(app, request);
  const acting = app.faults.take({ method: request.method, path: request.path, act });
  const has = (kind: Fault['kind']): boolean => acting.some((fault) => fault.kind === kind);
  await delay(acting, 'before', closing);
  if (has('cut-before')) return 'cut';
  const exchange = bare(app, request, acting);
  const refused = refusal(app, exchange, acting);
  if (refused) return refused;
  if (has('session-lost')) forgetCaller(app, request);
  if (act === 'save' && app.quirks.has('late-save')) await wait(lateSaveMs, undefined, { signal: closing });

  const reply = await handle(app, exchange);
  await delay(acting, 'after', closing);
  if (acting.some((fault) => fault.kind === 'http-500' && fault.when === 'after')) return internalError(app, request);
  return has('cut-after') ? 'cut' : reply;
}

/** What a request does; undefined for what is nothing that faults or the write log would name. */
export function actOf(app: App, request: WebRequest): Act | undefined {
  const act = routeOf(app, request)?.route.act;
  return typeof act === 'function' ? act(app) : act;
}

/** The page or problem for a fault of ours. */
export function internalError(app: App, request: WebRequest): Reply {
  if (wantsJson(request)) return problem(500, 'Interner Fehler');
  const main = markup`<div class="fehler" role="alert">Es ist ein interner Fehler aufgetreten. Bitte versuchen Sie es später erneut.</div>`;
  return app.skin.notice(bare(app, request, []), { title: 'Interner Fehler (500)', main, status: 500 });
}

async function handle(app: App, exchange: Exchange): Promise<Reply> {
  const match = routeOf(app, exchange.request);
  if (match) return guards[match.route.guard](app, { ...exchange, params: match.params }, match);
  if (wantsJson(exchange.request)) return problem(404, 'Nicht gefunden');
  const main = markup`<p class="meldung">Die Seite oder der Datensatz ist nicht vorhanden.</p>`;
  return app.skin.notice(exchange, { title: 'Nicht gefunden', main, status: 404 });
}

type GuardedCall = (app: App, exchange: Exchange, match: RouteMatch) => Reply | Promise<Reply>;

const guards: Readonly<Record<Guard, GuardedCall>> = {
  open: (app, exchange, match) => match.route.handler(app, exchange),
  stage: (app, exchange, match) => withSession(app, exchange, match),
  session: (app, exchange, match) => withSession(app, exchange, match),
  token: (app, exchange, match) => {
    const client = app.tokens.clientOf(exchange.request.headers.authorization);
    if (client === undefined)
      return problem(401, 'Zugriffstoken fehlt oder ist abgelaufen', {
        headers: { 'www-authenticate': 'Bearer' },
      });
    return match.route.handler(app, { ...exchange, caller: client });
  },
};

function withSession(app: App, exchange: Exchange, { route }: RouteMatch): Reply | Promise<Reply> {
  const session = findSession(app, exchange.request);
  if (!session) return app.skin.toLogin(exchange, 'keine');
  if (session === 'expired') return app.skin.toLogin(exchange, 'zeit');
  if (route.guard === 'session' && session.stage !== 'in') return app.skin.toStage(exchange, session.stage);
  return route.handler(app, { ...exchange, session, caller: session.user });
}

function refusal(app: App, exchange: Exchange, acting: readonly Fault[]): Reply | undefined {
  const { request } = exchange;
  const fault = acting.find(
    ({ kind, when }) => (kind === 'http-500' && when !== 'after') || kind === 'http-429' || kind === 'redirect-307',
  );
  if (!fault) return undefined;
  if (fault.kind === 'http-500') return internalError(app, request);
  if (fault.kind === 'redirect-307') return redirected(request);
  const headers = { 'retry-after': String(fault.retryAfter ?? 1) };
  if (wantsJson(request)) return problem(429, 'Zu viele Anfragen', { headers });
  const main = markup`<div class="fehler" role="alert">Zu viele Anfragen. Bitte versuchen Sie es in Kürze erneut.</div>`;
  const reply = app.skin.notice(exchange, { title: 'Zu viele Anfragen (429)', main, status: 429 });
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function redirected({ path, query }: WebRequest): Reply {
  const sent = new URLSearchParams([...query, ['umgeleitet', '1']]);
  return { status: 307, headers: { location: `${path}?${sent.toString()}` }, body: '' };
}

function forgetCaller(app: App, request: WebRequest): void {
  const session = findSession(app, request);
  if (session && session !== 'expired') app.sessions.close(session.id);
  app.tokens.revoke(request.headers.authorization);
}

async function delay(acting: readonly Fault[], when: 'before' | 'after', closing: AbortSignal): Promise<void> {
  const slow = acting.filter((fault) => fault.kind === 'latency' && (fault.when ?? 'before') === when);
  if (slow.length === 0) return;
  const ms = slow.reduce((sum, fault) => sum + (fault.ms ?? 1000), 0);
  await wait(ms, undefined, { signal: closing });
}

function bare(app: App, request: WebRequest, acting: readonly Fault[]): Exchange {
  const effects = effectsOf(acting);
  const labels = app.quirks.has('renamed-label') ? { ...renamedLabels, ...effects.labels } : effects.labels;
  return { request, params: {}, effects: { ...effects, labels }, quirks: app.quirks, caller: '' };
}

function routeOf(app: App, { method, path }: WebRequest): RouteMatch | undefined {
  return findRoute(commonRoutes, method, path) ?? findRoute(app.skin.routes, method, path);
}

function wantsJson(request: WebRequest): boolean {
  return request.path.startsWith('/api/') || request.path.startsWith('/daten/');
}
