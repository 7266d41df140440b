import { byNamespace } from '../by-namespace.ts';
import { type HeaderPaths, headerReader, type PartyPaths } from '../header-reader.ts';
import type { Profile } from '../profile.ts';

/** From version 4 on. */
const identified: HeaderPaths = {
  messageId: 'p:nachrichtenkopf/p:identifikation.nachricht/nachrichtenUUID',
  createdAt: 'p:nachrichtenkopf/p:identifikation.nachricht/erstellungszeitpunkt',
  reader: party('p:nachrichtenkopf/p:leser', 'p:NameInstitution'),
  author: party('p:nachrichtenkopf/p:autor', 'p:NameInstitution'),
  matter: 'p:nachrichtenkopf/p:ProzessID',
};

/** Versions 2 and 3: no id of the message, a process only. */
const anonymous: HeaderPaths = {
  createdAt: 'p:Kopf/p:Erstellungszeitpunkt',
  reader: party('p:Kopf/p:Empfaenger', 'p:Institution'),
  author: party('p:Kopf/p:Absender', 'p:Institution'),
  matter: 'p:Kopf/p:ProzessID',
  product: "concat(p:Kopf/p:SendendesSystem/p:Produktname,' ',p:Kopf/p:SendendesSystem/p:Version)",
};

/** xdomea 2.x to 4.x: exchange of files and records. Before version 4 a message has no id of its own. */
export const xdomea: Profile = {
  name: 'xdomea',
  title: 'xdomea',
  detect: byNamespace(/^urn:xoev-de:xdomea:schema:(\d+\.\d+\.\d+)$/),
  header: headerReader([identified, anonymous], { p: 'profile' }),
};

function party(path: string, institution: string): PartyPaths {
  return {
    prefix: `${path}/p:Behoerdenkennung/p:Praefix/code`,
    key: `${path}/p:Behoerdenkennung/p:Kennung/code`,
    name: `${path}/${institution}/p:Name`,
  };
}
