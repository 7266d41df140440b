import type { App } from './app.ts';
import { ApiProblem } from './dialect/problems.ts';
import { versionRules, type VersionRules } from './dialect/version-rules.ts';
import type { Client } from './clients.ts';
import { faultSpecs } from './faults/catalogue.ts';
import { transportFaults } from './faults/transport-faults.ts';
import type { Fault, FaultTools } from './faults/fault.ts';
import type { Reply, WebRequest } from './http/http-types.ts';
import { problemReply } from './http/problem.ts';
import { findRoute, type Exchange, type Route } from './http/router.ts';
import { sweepNowAndThen } from './service/sweep.ts';

/** Answers a request, with the faults that act on it, and notes it. `cut` means: cut the connection without a word. */
export async function answer(app: App, routes: readonly Route[], request: WebRequest): Promise<Reply | 'cut'> {
  const found = findRoute(routes, request);
  if (!found || found === 'other-method') {
    const problem = new ApiProblem(found ? 'method-not-allowed' : 'not-found', 'There is nothing at this address.');
    return noted(app, { request, operation: 'unknown' }, { reply: problemReply(app.dialect, problem), acting: [] });
  }
  const { route, params } = found;
  const client = clientOf(app, request);
  const exchange: Exchange = { request, params, operation: route.operation, rules: route.rules, client };
  const limited = route.isApi ? app.rate.count(client?.clientId ?? '') : { exceeded: false, headers: {} };
  const acting = app.faults.take({ operation: route.operation, method: request.method, path: request.path, ids: idsOf(app, exchange) });
  const reply = await tried(app, async () => {
    if (route.isApi) requireUserAgent(app, request);
    if (limited.exceeded) throw new ApiProblem('too-many-requests', 'Too many requests in this time.');
    return withFaults(app, route, { exchange, acting });
  });
  const date = new Date(app.clock.now()).toUTCString();
  const headed = reply === 'cut' ? reply : { ...reply, headers: { date, ...limited.headers, ...reply.headers } };
  return noted(app, exchange, { reply: headed, acting });
}

/** The rules for addresses that have no version. */
export const unversioned: VersionRules = versionRules['v2'] as VersionRules;

async function withFaults(
  app: App,
  route: Route,
  { exchange, acting }: { exchange: Exchange; acting: readonly Fault[] },
): Promise<Reply | 'cut'> {
  const handle = async (given: Exchange): Promise<Reply> => {
    if (route.roles) requireRole(route, given.client);
    if (route.isApi) await sweepNowAndThen(app);
    return route.handle(app, given);
  };
  const again: FaultTools['again'] = (query) => handle({ ...exchange, request: { ...exchange.request, query } });
  for (const fault of acting) {
    const instead = await faultSpecs.get(fault.kind)?.before?.({ app, exchange, fault, again });
    if (instead !== undefined) return instead;
  }
  let reply: Reply | 'cut' = await tried(app, () => handle(exchange));
  for (const fault of acting) {
    if (reply === 'cut' || !actsOnAnswer(fault, reply)) continue;
    reply = (await faultSpecs.get(fault.kind)?.after?.({ app, exchange, fault, again }, reply)) ?? reply;
  }
  return reply;
}

function actsOnAnswer({ kind }: Fault, { status }: Reply): boolean {
  return status < 300 || Object.hasOwn(transportFaults, kind);
}

async function tried<T>(app: App, work: () => Promise<T>): Promise<T | Reply> {
  try {
    return await work();
  } catch (error) {
    if (app.closing.aborted) throw error;
    const problem = error instanceof ApiProblem ? error : new ApiProblem('internal-error', 'The simulator failed; see its standard error.');
    if (problem !== error) process.emitWarning(error instanceof Error ? error : String(error));
    return problemReply(app.dialect, problem);
  }
}

function requireUserAgent(app: App, { headers }: WebRequest): void {
  if (!app.dialect.userAgent.test(headers['user-agent'] ?? '')) {
    throw new ApiProblem('user-agent', 'Name your software and its version in the User-Agent.');
  }
}

function requireRole({ roles = [] }: Route, client: Client | undefined): void {
  if (!client)
    throw new ApiProblem('token-invalid', 'The access token is missing, unknown or expired.', {
      headers: { 'www-authenticate': 'Bearer' },
    });
  if (!client.roles.some((role) => roles.includes(role))) throw new ApiProblem('forbidden', 'The client has not the role for this.');
}

function clientOf(app: App, { headers }: WebRequest): Client | undefined {
  const clientId = app.tokens.clientOf(headers.authorization);
  return clientId === undefined ? undefined : app.store.directory.client(clientId);
}

function idsOf(app: App, { params, request, client }: Exchange): ReadonlySet<string> {
  const item = params['itemId'] === undefined ? undefined : app.store.items.get(params['itemId']);
  const caseId = params['caseId'] ?? item?.caseId;
  const siblings = params['caseId'] === undefined ? [] : app.store.items.ofCase(params['caseId']);
  const destination = item?.destinationId ?? (caseId && app.store.cases.get(caseId)?.destinationId) ?? request.query.get('destinationId');
  const ids = [...Object.values(params), caseId, destination, client?.clientId, ...siblings.map(({ itemId }) => itemId)];
  return new Set(ids.filter((id): id is string => typeof id === 'string'));
}

function noted(
  app: App,
  { request, operation, client }: Pick<Exchange, 'request' | 'client'> & { operation: Exchange['operation'] | 'unknown' },
  { reply, acting }: { reply: Reply | 'cut'; acting: readonly Fault[] },
): Reply | 'cut' {
  if (operation === 'control' || operation === 'page') return reply;
  app.log.request({
    at: app.clock.now(),
    method: request.method,
    path: request.path,
    operation,
    clientId: client?.clientId,
    outcome: reply === 'cut' || reply.cutAfter !== undefined ? 'cut' : reply.status,
    faults: acting.map(({ kind }) => kind),
  });
  return reply;
}
