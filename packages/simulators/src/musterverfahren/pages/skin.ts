import { layout } from '../html/layout.ts';
import { style } from '../../shared/style.ts';
import { seeOther } from '../replies.ts';
import type { Route } from '../router.ts';
import { sessionIdOfCookie } from '../sessions.ts';
import type { Skin } from '../skins/skin.ts';
import { listRoutes } from './lists.ts';
import { loginRoutes, toLogin } from './login.ts';
import { recordRoutes } from './record.ts';
import { stageRoutes } from './stages.ts';
import { wizardRoutes } from './wizard.ts';

const stylesheet: Route = {
  method: 'GET',
  pattern: '/stil.css',
  guard: 'open',
  handler: () => ({
    status: 200,
    headers: { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=3600' },
    body: style,
  }),
};

/** Plain server pages: a wizard of several forms, a cookie, Post/Redirect/Get. */
export const pagesSkin: Skin = {
  name: 'pages',
  routes: [stylesheet, ...loginRoutes, ...stageRoutes, ...listRoutes, ...wizardRoutes, ...recordRoutes],
  sessionId: (request) => sessionIdOfCookie(request.headers.cookie),
  toLogin,
  toStage: (_exchange, stage) => seeOther(stage === 'code' ? '/anmelden/code' : '/anmelden/kennwort'),
  notice: layout,
};
