import { byNamespace } from '../by-namespace.ts';
import type { Profile } from '../profile.ts';
import { gewerbeHeader } from './gewerbe-header.ts';

/** XGewerbeanzeige 2.x: notices of a trade between authorities. */
export const xgewerbeanzeige: Profile = {
  name: 'xgewerbeanzeige',
  title: 'XGewerbeanzeige',
  detect: byNamespace(/^http:\/\/www\.xgewerbeanzeige\.de\/spezifikation\/(\d+\.\d+)$/),
  header: gewerbeHeader,
};
