import { matchPath } from '../shared/match-path.ts';
import type { Act } from './acts.ts';
import type { App } from './app.ts';
import type { Exchange, Reply } from './http-types.ts';

/** Answers one request. */
export type Handler = (app: App, exchange: Exchange) => Reply | Promise<Reply>;

/** Who may call: anybody, a user in the middle of signing in, a signed-in user, or an API client with a token. */
export type Guard = 'open' | 'stage' | 'session' | 'token';

/** A method and path with its handler. */
export interface Route {
  readonly method: string;
  /** Segments that begin with `:` match anything and are passed on by name. */
  readonly pattern: string;
  readonly guard: Guard;
  /** What the request does; absent for what is none of {@link Act}. */
  readonly act?: Act | ((app: App) => Act | undefined);
  readonly handler: Handler;
}

/** A route with the values of its named segments. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first route that fits; earlier ones win. HEAD is answered as GET. */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  for (const route of routes) {
    const params = route.method === wanted ? matchPath(route.pattern, path) : undefined;
    if (params) return { route, params };
  }
  return undefined;
}
