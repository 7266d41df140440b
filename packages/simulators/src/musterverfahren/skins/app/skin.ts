import { json } from '../../replies.ts';
import { sessionCookie, sessionIdOfCookie } from '../../sessions.ts';
import type { Skin } from '../skin.ts';
import { draftRoutes } from './draft-data.ts';
import { recordDataRoutes } from './record-data.ts';
import { noticePage, shellRoutes } from './shell.ts';
import { signInRoutes } from './sign-in-data.ts';

/** A single-page application: custom elements in the browser, JSON from the server, the same cookie as the pages. */
export const appSkin: Skin = {
  name: 'app',
  routes: [...signInRoutes, ...recordDataRoutes, ...draftRoutes, ...shellRoutes],
  sessionId: (request) => sessionIdOfCookie(request.headers.cookie),
  toLogin: (_exchange, reason) => json({ grund: reason }, 401, { 'set-cookie': sessionCookie() }),
  toStage: (_exchange, stage) => json({ stufe: stage === 'code' ? 'code' : 'kennwort' }, 403),
  notice: noticePage,
};
