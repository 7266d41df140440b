import { typeOfRoot } from '../by-namespace.ts';
import { headerReader, type PartyPaths } from '../header-reader.ts';
import { lazyPath } from '../lazy-path.ts';
import type { Message } from '../../message.ts';
import type { MessageKind, Profile } from '../profile.ts';

const prefixes = { p: 'profile' };
const version = lazyPath('p:nachrichtenkopf/@xjustizVersion', prefixes);
const product = 'p:nachrichtenkopf/p:herstellerinformation';

/** XJustiz: one namespace for all versions; the version stands in the header. From 3.6 on sender and receiver have elements of their own. */
export const xjustiz: Profile = {
  name: 'xjustiz',
  title: 'XJustiz',
  detect,
  header: headerReader(
    {
      messageId: 'p:nachrichtenkopf/p:eigeneNachrichtenID | p:nachrichtenkopf/p:absender/p:eigeneNachrichtenID',
      createdAt: 'p:nachrichtenkopf/p:erstellungszeitpunkt',
      reader: party('empfaenger'),
      author: party('absender'),
      reference:
        'p:nachrichtenkopf/p:aktenzeichen.empfaenger | p:nachrichtenkopf/p:empfaenger/p:auswahl_aktenzeichen/p:aktenzeichen.freitext',
      refersTo: 'p:nachrichtenkopf/p:fremdeNachrichtenID | p:nachrichtenkopf/p:empfaenger/p:fremdeNachrichtenID',
      product: `concat(${product}/p:nameDesProdukts,' ',${product}/p:version)`,
    },
    prefixes,
  ),
};

function detect(message: Message): MessageKind | undefined {
  if (message.root.namespace !== 'http://www.xjustiz.de') return undefined;
  const stated = message.string(version()).trim();
  return { version: stated === '' ? undefined : stated, type: typeOfRoot(message) };
}

/** A court by its code. Anybody else stands there in free text, and may be a person. */
function party(role: string): PartyPaths {
  const chosen = `p:nachrichtenkopf/p:auswahl_${role}`;
  const partner = `p:nachrichtenkopf/p:${role}/p:informationen/p:auswahl_kommunikationspartner`;
  return {
    key: `${chosen}/p:${role}.gericht/code | ${partner}/p:gericht/code`,
  };
}
