import { byNamespace } from '../by-namespace.ts';
import type { Profile } from '../profile.ts';
import { gewerbeHeader } from './gewerbe-header.ts';

/** XGewerbeordnung 1.x, the successor of XGewerbeanzeige: notices (`xga`) and permissions (`erl`). */
export const xgewerbeordnung: Profile = {
  name: 'xgewerbeordnung',
  title: 'XGewerbeordnung',
  detect: byNamespace(/^http:\/\/www\.xgewerbeordnung\.de\/spezifikation\/(?:xga|erl|baukasten)\/(\d+\.\d+)$/),
  header: gewerbeHeader,
};
