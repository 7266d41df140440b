import type { App } from '../app.ts';
import type { Html } from '../../shared/markup.ts';
import type { Exchange, Reply, WebRequest } from '../http-types.ts';
import type { Route } from '../router.ts';
import type { SignInStage } from '../sessions.ts';

/** The web UIs to choose from. */
export const skinNames = ['pages', 'app', 'frames'] as const;

/** One of {@link skinNames}: plain server pages, a single-page application, or an old frameset application. */
export type SkinName = (typeof skinNames)[number];

/** A page that only says something. */
export interface Notice {
  readonly title: string;
  readonly main: Html;
  readonly status: number;
}

/** One web UI over the records. */
export interface Skin {
  readonly name: SkinName;
  readonly routes: readonly Route[];
  /** The id of the session that a request belongs to. */
  sessionId(request: WebRequest): string | undefined;
  /** The answer to a request without a session. */
  toLogin(exchange: Exchange, reason: 'zeit' | 'keine'): Reply;
  /** The answer to a request whose user lacks a code or a new password. */
  toStage(exchange: Exchange, stage: Exclude<SignInStage, 'in'>): Reply;
  notice(exchange: Exchange, notice: Notice): Reply;
}

/** The session of a request. */
export function findSession(app: App, request: WebRequest): ReturnType<App['sessions']['find']> {
  return app.sessions.find(app.skin.sessionId(request));
}

/** True for a page that was not reached from within the application: typed, from a bookmark, or from another site. */
export function cameFromOutside({ headers }: WebRequest): boolean {
  return headers['sec-fetch-site'] !== 'same-origin';
}
