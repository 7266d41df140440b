import { setTimeout as wait } from 'node:timers/promises';
import type { App } from './app.ts';
import { effectsOf, type Fault } from './faults.ts';
import { markup } from '../shared/markup.ts';
import { layout } from './html/layout.ts';
import type { Exchange, Reply, WebRequest } from './http-types.ts';
import { toLogin } from './pages/login.ts';
import { notFound } from './pages/record.ts';
import { problem } from './problem.ts';
import { findRoute, type Guard, type RouteMatch } from './router.ts';
import { routes } from './routes.ts';

/** Answers a request, with the faults that act on it. `cut` means: cut the connection without a word. */
export async function answer(app: App, request: WebRequest, closing: AbortSignal): Promise<Reply | 'cut'> {
  const acting = app.faults.take(request.method, request.path);
  const has = (kind: Fault['kind']): boolean => acting.some((fault) => fault.kind === kind);
  await delay(acting, 'before', closing);
  if (has('cut-before')) return 'cut';
  const refused = refusal(request, acting);
  if (refused) return refused;
  if (has('session-lost')) forgetCaller(app, request);

  const reply = await handle(app, request, acting);
  await delay(acting, 'after', closing);
  if (acting.some((fault) => fault.kind === 'http-500' && fault.when === 'after')) return internalError(request);
  return has('cut-after') ? 'cut' : reply;
}

/** The page or problem for a fault of ours. */
export function internalError(request: WebRequest): Reply {
  if (isApi(request)) return problem(500, 'Interner Fehler');
  const main = markup`<div class="fehler" role="alert">Es ist ein interner Fehler aufgetreten. Bitte versuchen Sie es später erneut.</div>`;
  return layout(bare(request, []), { title: 'Interner Fehler (500)', main, status: 500 });
}

async function handle(app: App, request: WebRequest, acting: readonly Fault[]): Promise<Reply> {
  const match = findRoute(routes, request.method, request.path);
  if (!match) return isApi(request) ? problem(404, 'Nicht gefunden') : notFound(bare(request, acting));
  return guards[match.route.guard](app, { ...bare(request, acting), params: match.params }, match);
}

type GuardedCall = (app: App, exchange: Exchange, match: RouteMatch) => Reply | Promise<Reply>;

const guards: Readonly<Record<Guard, GuardedCall>> = {
  open: (app, exchange, match) => match.route.handler(app, exchange),
  session: (app, exchange, match) => {
    const session = app.sessions.find(exchange.request.headers.cookie);
    if (!session) return toLogin(exchange, 'keine');
    if (session === 'expired') return toLogin(exchange, 'zeit');
    return match.route.handler(app, { ...exchange, session, caller: session.user });
  },
  token: (app, exchange, match) => {
    const client = app.tokens.clientOf(exchange.request.headers.authorization);
    if (client === undefined)
      return problem(401, 'Zugriffstoken fehlt oder ist abgelaufen', {
        headers: { 'www-authenticate': 'Bearer' },
      });
    return match.route.handler(app, { ...exchange, caller: client });
  },
};

function refusal(request: WebRequest, acting: readonly Fault[]): Reply | undefined {
  const fault = acting.find(
    ({ kind, when }) => (kind === 'http-500' && when !== 'after') || kind === 'http-429' || kind === 'redirect-307',
  );
  if (!fault) return undefined;
  if (fault.kind === 'http-500') return internalError(request);
  if (fault.kind === 'redirect-307') return { status: 307, headers: { location: `${request.path}?umgeleitet=1` }, body: '' };
  const headers = { 'retry-after': String(fault.retryAfter ?? 1) };
  if (isApi(request)) return problem(429, 'Zu viele Anfragen', { headers });
  const main = markup`<div class="fehler" role="alert">Zu viele Anfragen. Bitte versuchen Sie es in Kürze erneut.</div>`;
  const reply = layout(bare(request, acting), { title: 'Zu viele Anfragen (429)', main, status: 429 });
  return { ...reply, headers: { ...reply.headers, ...headers } };
}

function forgetCaller(app: App, request: WebRequest): void {
  const session = app.sessions.find(request.headers.cookie);
  if (session && session !== 'expired') app.sessions.close(session.id);
  app.tokens.revoke(request.headers.authorization);
}

async function delay(acting: readonly Fault[], when: 'before' | 'after', closing: AbortSignal): Promise<void> {
  const slow = acting.filter((fault) => fault.kind === 'latency' && (fault.when ?? 'before') === when);
  if (slow.length === 0) return;
  const ms = slow.reduce((sum, fault) => sum + (fault.ms ?? 1000), 0);
  await wait(ms, undefined, { signal: closing });
}

function bare(request: WebRequest, acting: readonly Fault[]): Exchange {
  return { request, params: {}, effects: effectsOf(acting), caller: '' };
}

function isApi(request: WebRequest): boolean {
  return request.path.startsWith('/api/');
}
