import { matchPath } from '../../shared/match-path.ts';
import type { App } from '../app.ts';
import type { Client } from '../clients.ts';
import type { Role } from '../dialect/kinds.ts';
import type { VersionRules } from '../dialect/version-rules.ts';
import type { Reply, WebRequest } from './http-types.ts';

/** What a request is for; faults and the witness know requests by it. */
export const operations = [
  'token',
  'jwks',
  'destination',
  'key',
  'keys',
  'manage',
  'announce',
  'attach',
  'finalise',
  'list',
  'read',
  'read-attachment',
  'events',
  'item-events',
  'post-event',
  'control',
  'page',
] as const;

/** One of {@link operations}. */
export type Operation = (typeof operations)[number];

/** One request on its way through a handler. */
export interface Exchange {
  readonly request: WebRequest;
  readonly operation: Operation;
  /** Values of the `:name` segments of the route. */
  readonly params: Readonly<Record<string, string>>;
  /** The rules of the version in the path; those of the newest one where there is none. */
  readonly rules: VersionRules;
  /** Who calls; absent on open routes. */
  readonly client?: Client | undefined;
}

/** An {@link Exchange} of a known client. */
export interface ClientExchange extends Exchange {
  readonly client: Client;
}

/** A method and path with its handler. */
export interface Route {
  readonly method: string;
  /** Segments that begin with `:` match anything and are passed on by name. */
  readonly pattern: string;
  readonly operation: Operation;
  readonly rules: VersionRules;
  /** Whether the User-Agent rule and the rate limit hold. */
  readonly isApi: boolean;
  readonly handle: (app: App, exchange: Exchange) => Reply | Promise<Reply>;
  /** Who may call; nobody in particular when absent. */
  readonly roles?: readonly Role[];
}

/** A route with the values of its named segments; or the word that the path is known, but not with this method. */
export function findRoute(
  routes: readonly Route[],
  { method, path }: WebRequest,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | 'other-method' | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  let seen = false;
  for (const route of routes) {
    const params = matchPath(route.pattern, path);
    if (params && route.method === wanted) return { route, params };
    seen ||= params !== undefined;
  }
  return seen ? 'other-method' : undefined;
}
