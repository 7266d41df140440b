import type { TargetDefinition } from '@amtsbote/sdk';
import type { SkinName } from '@amtsbote/simulators/musterverfahren';
import { connector as app } from './app.ts';
import { connector as frames } from './frames.ts';
import { connector as pages } from './pages.ts';
import type { SkinOptions } from './skin-target.ts';

/** The connectors in TypeScript, by their skin. */
export const skinConnectors: Readonly<Record<SkinName, TargetDefinition<SkinOptions>>> = { pages, app, frames };
