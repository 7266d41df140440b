import { anyBasicHeader, basicHeader } from '../basic-header.ts';
import { type HeaderPaths, headerReader } from '../header-reader.ts';
import { typeOfRoot } from '../by-namespace.ts';
import type { Message } from '../../message.ts';
import type { MessageKind, Profile } from '../profile.ts';

const correlation: HeaderPaths = { matter: 'p:nachrichteninhalt/p:vorgangsID | nachrichteninhalt/vorgangsID' };

/** Version 1.2 has its header in namespaces of the basic message; 1.0 in none, and with `xsi:type` on every level. */
const header = headerReader(
  [
    {
      ...basicHeader({
        head: 'g:nachrichtenkopf.g2g',
        part: (name) => `g:${name}`,
        authority: (name) => `b:${name}`,
      }),
      ...correlation,
    },
    { ...anyBasicHeader, ...correlation },
  ],
  {
    p: 'profile',
    g: 'http://xoev.de/schemata/basisnachricht/g2g/1_1',
    b: 'http://xoev.de/schemata/basisnachricht/behoerde/1_1',
  },
);

/** XBeteiligung: participation in planning. The namespace says 1.2 as `12`, and 1.0 as `1` or `10`. */
export const xbeteiligung: Profile = { name: 'xbeteiligung', title: 'XBeteiligung', detect, header };

function detect(message: Message): MessageKind | undefined {
  const match = /^https?:\/\/www\.xleitstelle\.de\/xbeteiligung\/(\d)\/?(\d)?$/.exec(message.root.namespace);
  return match ? { version: `${match[1]}.${match[2] ?? '0'}`, type: typeOfRoot(message) } : undefined;
}
