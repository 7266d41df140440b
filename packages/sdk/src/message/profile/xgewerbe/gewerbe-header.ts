import { anyBasicHeader } from '../basic-header.ts';
import { headerReader, type PartyPaths } from '../header-reader.ts';
import type { Profile } from '../profile.ts';

const identification = 'p:nachrichtenkopf/p:identifikation.nachricht';

/** The header of XGewerbeanzeige 2.x: all in the namespace of the message, authorities by prefix and code. */
export const gewerbeHeader: Profile['header'] = headerReader(
  [
    {
      messageId: `${identification}/p:nachrichtenUUID`,
      createdAt: `${identification}/p:erstellungszeitpunkt`,
      reader: party('p:nachrichtenkopf/p:leser'),
      author: party('p:nachrichtenkopf/p:autor'),
    },
    anyBasicHeader,
  ],
  { p: 'profile' },
);

function party(path: string): PartyPaths {
  return {
    prefix: `${path}/p:behoerdenkennung/p:praefix/code`,
    key: `${path}/p:behoerdenkennung/p:kennung/code`,
    name: `${path}/p:behoerdenname`,
  };
}
