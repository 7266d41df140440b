import { tradeApiRoutes } from './api/trade-api.ts';
import { style } from '../shared/style.ts';
import { listRoutes } from './pages/lists.ts';
import { loginRoutes } from './pages/login.ts';
import { recordRoutes } from './pages/record.ts';
import { wizardRoutes } from './pages/wizard.ts';
import type { Route } from './router.ts';
import { controlRoutes } from './witness.ts';

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

/** Every address of the application. Earlier ones win. */
export const routes: readonly Route[] = [
  stylesheet,
  ...controlRoutes,
  ...tradeApiRoutes,
  ...loginRoutes,
  ...listRoutes,
  ...wizardRoutes,
  ...recordRoutes,
];
