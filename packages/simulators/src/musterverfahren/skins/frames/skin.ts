import { markup } from '../../../shared/markup.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { seeOther } from '../../replies.ts';
import type { Skin } from '../skin.ts';
import { entryRoutes } from './entry.ts';
import { frameRoutes } from './frameset.ts';
import { oldPage } from './old-page.ts';
import { pickRoutes } from './pick.ts';
import { recordRoutes } from './records.ts';
import { oldSignInRoutes } from './sign-in.ts';

/** An old application: a frameset, pop-up windows, tables in place of labels, and the session in the address. */
export const framesSkin: Skin = {
  name: 'frames',
  routes: [...oldSignInRoutes, ...frameRoutes, ...pickRoutes, ...entryRoutes, ...recordRoutes],
  sessionId: (request) => request.query.get('SID') ?? undefined,
  toLogin: noSession,
  toStage: (exchange, stage) =>
    seeOther(`/mv/${stage === 'code' ? 'code' : 'kennwort'}?SID=${encodeURIComponent(exchange.request.query.get('SID') ?? '')}`),
  notice: (exchange, { title, main, status }) => oldPage(exchange, { title, body: markup`<h1>${title}</h1>${main}`, status }),
};

/** Old applications say it with status 200. */
function noSession(exchange: Exchange, reason: 'zeit' | 'keine'): Reply {
  const text = reason === 'zeit' ? 'Ihre Sitzung ist abgelaufen.' : 'Sie sind nicht angemeldet.';
  const body = markup`<h1>Hinweis</h1><p class="rot">${text}</p><p><a href="/mv/anmeldung" target="_top">Zur Anmeldung</a></p>`;
  return oldPage(exchange, { title: 'Hinweis', body });
}
