import { anyBasicHeader, unqualifiedHeader } from '../basic-header.ts';
import { headerReader } from '../header-reader.ts';
import { typeOfRoot } from '../by-namespace.ts';
import type { Profile } from '../profile.ts';

const header = headerReader([unqualifiedHeader, anyBasicHeader]);

/** XMeld: messages of the registration authorities (Meldewesen). */
export const xmeld: Profile = family('xmeld', 'XMeld');

/** XAusländer: messages of the foreigners' authorities. */
export const xauslaender: Profile = family('xauslaender', 'XAusländer');

/** The digits of the namespace are the version: `xmeld2511a` is 25.11a, `xauslaender1170` is 11.70. */
function family(name: string, title: string): Profile {
  const pattern = new RegExp(`^http://www\\.osci\\.de/${name}(\\d{1,2})(\\d{2}[a-z]?)$`);
  return {
    name,
    title,
    detect: (message) => {
      if (message.kind !== 'xml') return undefined;
      const match = pattern.exec(message.root.namespace);
      return match ? { version: `${match[1]}.${match[2]}`, type: typeOfRoot(message) } : undefined;
    },
    header,
  };
}
