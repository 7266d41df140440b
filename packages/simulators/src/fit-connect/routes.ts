import { unversioned } from './answer.ts';
import { issueToken } from './auth/token-endpoint.ts';
import type { Dialect } from './dialect/dialect.ts';
import { kinds, type Kind, type Role } from './dialect/kinds.ts';
import { ApiProblem } from './dialect/problems.ts';
import type { VersionRules } from './dialect/version-rules.ts';
import type { App } from './app.ts';
import type { Reply } from './http/http-types.ts';
import type { ClientExchange, Exchange, Operation, Route } from './http/router.ts';
import { pageRoutes } from './pages/page-routes.ts';
import { announceReply, announceSubmission } from './service/items/announce.ts';
import { attach } from './service/items/attach.ts';
import { changeDestination, readDestination, readKey, readKeys, readServiceKeys } from './service/directory.ts';
import { finalise } from './service/items/finalise.ts';
import { list } from './service/items/list.ts';
import { postEvent } from './service/post-event.ts';
import { readCaseEvents, readItemEvents } from './service/items/read-events.ts';
import { read, readAttachment } from './service/items/read.ts';
import { controlRoutes } from './witness/control-routes.ts';

type Call = (app: App, exchange: ClientExchange) => Reply | Promise<Reply>;

const everyRole: readonly Role[] = ['sender', 'subscriber'];

/** Every address of the service. */
export function routesOf(dialect: Dialect): readonly Route[] {
  const { submissionPath, destinationPath, tokenPath, versions } = dialect;
  return [
    { ...open('POST', tokenPath, 'token'), handle: issueToken },
    { ...open('GET', `${submissionPath}/.well-known/jwks.json`, 'jwks'), isApi: true, handle: readServiceKeys },
    ...Object.entries(versions).flatMap(([name, rules]) => [
      ...destinationRoutes(`${submissionPath}/${name}`, rules),
      ...(['submission', 'reply'] as const).flatMap((kind) => itemRoutes(`${submissionPath}/${name}`, rules, kind)),
      ...caseRoutes(`${submissionPath}/${name}`, rules),
      ...managementRoutes(`${destinationPath}/${name}`, rules),
    ]),
    ...controlRoutes,
    ...pageRoutes,
  ];
}

function destinationRoutes(base: string, rules: VersionRules): readonly Route[] {
  const guard = rules.publicDestinations ? {} : { roles: everyRole };
  return [
    { ...versioned('GET', `${base}/destinations/:destinationId`, { operation: 'destination', rules }), ...guard, handle: readDestination },
    { ...versioned('GET', `${base}/destinations/:destinationId/keys/:kid`, { operation: 'key', rules }), handle: readKey },
  ];
}

function managementRoutes(base: string, rules: VersionRules): readonly Route[] {
  const path = `${base}/destinations/:destinationId`;
  return [
    { ...versioned('GET', path, { operation: 'destination', rules }), handle: readDestination },
    { ...versioned('GET', `${path}/keys`, { operation: 'keys', rules }), handle: readKeys },
    { ...versioned('GET', `${path}/keys/:kid`, { operation: 'key', rules }), handle: readKey },
    { ...versioned('PATCH', path, { operation: 'manage', rules }), ...asClient(changeDestination, ['subscriber']) },
  ];
}

function itemRoutes(base: string, rules: VersionRules, kind: Kind): readonly Route[] {
  const { path, creator, reader } = kinds[kind];
  const item = `${base}/${path}/:itemId`;
  const announce = kind === 'submission' ? announceSubmission : announceReply;
  const at = (method: string, pattern: string, operation: Operation): Omit<Route, 'handle'> =>
    versioned(method, pattern, { operation, rules });
  const create = (call: Call): Pick<Route, 'handle' | 'roles'> => asClient(call, [creator]);
  const receive = (call: Call): Pick<Route, 'handle' | 'roles'> => asClient(call, [reader]);
  return [
    { ...at('POST', `${base}/${path}`, 'announce'), ...create(announce) },
    { ...at('PUT', `${item}/attachments/:attachmentId`, 'attach'), ...create((app, exchange) => attach(app, kind, exchange)) },
    { ...at('PUT', item, 'finalise'), ...create((app, exchange) => finalise(app, kind, exchange)) },
    { ...at('GET', `${base}/${path}`, 'list'), ...receive((app, exchange) => list(app, kind, exchange)) },
    { ...at('GET', item, 'read'), ...receive((app, exchange) => read(app, kind, exchange)) },
    {
      ...at('GET', `${item}/attachments/:attachmentId`, 'read-attachment'),
      ...receive((app, exchange) => readAttachment(app, kind, exchange)),
    },
    ...(rules.eventsPerItem
      ? [{ ...at('GET', `${item}/events`, 'item-events'), ...asClient((app, exchange) => readItemEvents(app, kind, exchange), everyRole) }]
      : []),
  ];
}

function caseRoutes(base: string, rules: VersionRules): readonly Route[] {
  const path = `${base}/cases/:caseId/events`;
  return [
    { ...versioned('GET', path, { operation: 'events', rules }), ...asClient(readCaseEvents, everyRole) },
    { ...versioned('POST', path, { operation: 'post-event', rules }), ...asClient(postEvent, everyRole) },
  ];
}

function versioned(method: string, pattern: string, at: { operation: Operation; rules: VersionRules }): Omit<Route, 'handle'> {
  return { method, pattern, isApi: true, ...at };
}

function open(method: string, pattern: string, operation: Operation): Omit<Route, 'handle'> {
  return { method, pattern, operation, rules: unversioned, isApi: false };
}

function asClient(call: Call, roles: readonly Role[]): Pick<Route, 'handle' | 'roles'> {
  return {
    roles,
    handle: (app: App, exchange: Exchange) => {
      const { client } = exchange;
      if (!client) throw new ApiProblem('token-invalid', 'The access token is missing.');
      return call(app, { ...exchange, client });
    },
  };
}
