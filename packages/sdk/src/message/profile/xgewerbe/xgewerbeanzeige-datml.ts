import { headerReader } from '../header-reader.ts';
import { lazyPath } from '../lazy-path.ts';
import type { Message } from '../../message.ts';
import type { MessageHeader, MessageKind, Profile } from '../profile.ts';

const prefixes = { p: 'profile' };
/** The survey of trade notices (Gewerbeanzeigenstatistik); DatML/RAW carries others, too. */
const isTradeNotice = lazyPath("p:nachricht/p:erhebung/p:kennung[@klasse='ERHID']='0004'", prefixes);
const recordKind = lazyPath("p:nachricht/p:datensegment/p:satz/p:mm[@name='Satzart']/p:wert", prefixes);
const testOption = lazyPath('p:optionen/p:test', prefixes);
const instance = 'p:protokoll/p:dokumentinstanz';

const readHeader = headerReader(
  {
    createdAt: `concat(${instance}/p:datum,' ',${instance}/p:uhrzeit)`,
    reader: { key: 'p:empfaenger/p:externeIdentifikation | p:empfaenger/p:kennung[not(../p:externeIdentifikation)]' },
    author: {
      prefix: 'p:absender/p:kennung/@klasse',
      key: 'p:absender/p:kennung',
      name: 'p:absender/p:identifikation/p:identitaet/p:organisation/p:name',
    },
    product: `concat(${instance}/p:anwendung/p:anwendungsname,' ',${instance}/p:anwendung/p:version)`,
  },
  prefixes,
);

/**
 * XGewerbeanzeige 1.3, which is DatML/RAW 2.0. It has no id of the message: `UUID` and `GewerbebetriebID` inside its records name the
 * notice and the business, and a correction keeps them. Its type is the kind of its records, such as `ASID`.
 */
export const xgewerbeanzeigeDatml: Profile = {
  name: 'xgewerbeanzeige-datml',
  title: 'XGewerbeanzeige 1.3 (DatML/RAW)',
  detect,
  header: (message): MessageHeader => ({ ...readHeader(message), test: message.test(testOption()) }),
};

function detect(message: Message): MessageKind | undefined {
  const { namespace, localName } = message.root;
  if (namespace !== 'http://www.destatis.de/schema/datml-raw/2.0/de' || localName !== 'DatML-RAW-D') return undefined;
  if (!message.test(isTradeNotice())) return undefined;
  const type = message.string(recordKind()).trim();
  return { version: '1.3', type: type === '' ? undefined : type };
}
