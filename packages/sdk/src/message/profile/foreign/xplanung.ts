import { byNamespace } from '../by-namespace.ts';
import { headerReader } from '../header-reader.ts';
import type { Profile } from '../profile.ts';

/** XPlanung (XPlanGML): plans, not messages. */
export const xplanung: Profile = {
  name: 'xplanung',
  title: 'XPlanung',
  detect: byNamespace(/^https?:\/\/www\.xplanung\.de\/xplangml\/(\d+)\/(\d+)$/),
  header: headerReader({}),
};
