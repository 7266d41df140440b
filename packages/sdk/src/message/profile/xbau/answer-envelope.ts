import { NeedsPerson } from '../../../errors/families.ts';
import type { Message } from '../../message.ts';
import { type XmlContent, writeAnswer } from '../answer-writer.ts';
import { typeOfRoot } from '../by-namespace.ts';
import { lazyPath } from '../lazy-path.ts';
import type { AnswerDocument, AnswerRequest } from '../profile.ts';
import { type ListVersion, type XbauEdition, xbauEditions } from './editions.ts';

/** Prefix of elements of the basic message inside answers. */
const basic = 'bn-g2g';
const directoryList = 'urn:xoev-de:kosit:codeliste:verzeichnisdienst';

const directoryVersion = {
  leser: lazyPath('nachrichtenkopf.g2g/leser/verzeichnisdienst/@listVersionID'),
  autor: lazyPath('nachrichtenkopf.g2g/autor/verzeichnisdienst/@listVersionID'),
};

/** The release of XBau that a message belongs to. Throws `NeedsPerson` (AB_ANSWER_IMPOSSIBLE) for others than 2.5 and 2.6. */
export function editionOf(original: Message): XbauEdition {
  const edition = xbauEditions.get(original.root.namespace);
  if (edition) return edition;
  throw impossible('the answers of this version of XBau are not known');
}

/** Writes an answer: the Kernmodul's root element and header with reader and author exchanged, then its own content. */
export function answerMessage(request: AnswerRequest, name: string, content: XmlContent): Promise<AnswerDocument> {
  const { original } = request;
  const edition = editionOf(original);
  const type = name.slice(-4);
  return writeAnswer(`xbauk:${name}`, {
    '@xmlns:xbauk': edition.namespace,
    '@xmlns:bn-g2g': 'http://xoev.de/schemata/basisnachricht/g2g/1_1',
    '@produkt': 'Amtsbote',
    '@produkthersteller': 'Amtsbote',
    '@standard': 'XBau-Kernmodul',
    '@version': edition.version,
    '@test': original.root.attributes.get('test'),
    'nachrichtenkopf.g2g': {
      'identifikation.nachricht': {
        nachrichtenUUID: request.id,
        nachrichtentyp: codeOf(type, edition.answers),
        erstellungszeitpunkt: new Date(request.at).toISOString(),
      },
      leser: partyOf(request, 'autor'),
      autor: partyOf(request, 'leser'),
    },
    ...content,
  });
}

/** A code with its list. */
export function codeOf(code: string, list: ListVersion): XmlContent {
  return { '@listURI': list.uri, '@listVersionID': list.version, code };
}

/** What names the message that is answered. */
export function originalIdentification({ original, header }: AnswerRequest): XmlContent {
  const type = needed(typeOfRoot(original), 'the type of the message');
  return {
    [`${basic}:nachrichtenUUID`]: needed(header.messageId, 'the id of the message (nachrichtenUUID)'),
    [`${basic}:nachrichtentyp`]: codeOf(type, editionOf(original).messages),
    [`${basic}:erstellungszeitpunkt`]: needed(header.createdAt, 'the time of creation (erstellungszeitpunkt)'),
  };
}

/** The value, or `NeedsPerson` (AB_ANSWER_IMPOSSIBLE) that names what is missing. */
export function needed<Value>(value: Value | undefined, what: string): Value {
  if (value !== undefined && value !== '') return value;
  throw impossible(`${what} is missing`);
}

/** Why there is no answer. */
export function impossible(why: string): NeedsPerson {
  return new NeedsPerson('AB_ANSWER_IMPOSSIBLE', `An answer of XBau cannot be made: ${why}`);
}

function partyOf({ original, header }: AnswerRequest, role: 'leser' | 'autor'): XmlContent {
  const party = role === 'leser' ? header.reader : header.author;
  const version = original.string(directoryVersion[role]()).trim();
  return {
    verzeichnisdienst: {
      '@listURI': directoryList,
      '@listVersionID': needed(version, `the version of the directory list of \`${role}\``),
      code: needed(party?.directory, `the directory of \`${role}\` (verzeichnisdienst)`),
    },
    kennung: needed(party?.key, `the key of \`${role}\` (kennung)`),
    name: needed(party?.name, `the name of \`${role}\``),
  };
}
