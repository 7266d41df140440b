import { tradeApiRoutes } from './api/trade-api.ts';
import { assetRoutes } from './assets.ts';
import type { Route } from './router.ts';
import { controlRoutes } from './witness.ts';

/** The addresses that every skin has. They win over those of the skin. */
export const commonRoutes: readonly Route[] = [...controlRoutes, ...tradeApiRoutes, ...assetRoutes];
