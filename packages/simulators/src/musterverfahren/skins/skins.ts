import { pagesSkin } from '../pages/skin.ts';
import { appSkin } from './app/skin.ts';
import { framesSkin } from './frames/skin.ts';
import type { Skin, SkinName } from './skin.ts';

/** Every skin by its name. */
export const skins: Readonly<Record<SkinName, Skin>> = { pages: pagesSkin, app: appSkin, frames: framesSkin };
