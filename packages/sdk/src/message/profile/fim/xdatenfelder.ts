import { byNamespace } from '../by-namespace.ts';
import { headerReader } from '../header-reader.ts';
import type { Profile } from '../profile.ts';

/** XDatenfelder 2 and 3: descriptions of forms, not forms filled in. */
export const xdatenfelder: Profile = {
  name: 'xdatenfelder',
  title: 'XDatenfelder',
  detect: byNamespace(/^urn:xoev-de:fim:standard:xdatenfelder_(\d+(?:\.\d+)*)$/),
  header: headerReader({ messageId: 'p:header/p:nachrichtID', createdAt: 'p:header/p:erstellungszeitpunkt' }, { p: 'profile' }),
};
