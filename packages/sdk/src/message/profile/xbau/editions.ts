/** A code list in one version. */
export interface ListVersion {
  readonly uri: string;
  readonly version: string;
}

/** What belongs together in one release of XBau: the Kernmodul that answers are made of, and the versions of code lists. */
export interface XbauEdition {
  /** Namespace of the Kernmodul. */
  readonly namespace: string;
  /** Version of the Kernmodul. */
  readonly version: string;
  /** The types of the messages that are answered. */
  readonly messages: ListVersion;
  /** The types of the answers. */
  readonly answers: ListVersion;
  readonly errors: ListVersion;
  readonly status: ListVersion;
  /** The types that 1180 may acknowledge; undefined where there is no 1180. */
  readonly acknowledged: (ListVersion & { readonly types: ReadonlySet<string> }) | undefined;
}

const xbauMessages = 'urn:xoev-de:xbau:codeliste:xbau-nachrichten';
const kernmodulMessages = 'urn:xoev-de:xbau-kernmodul:codeliste:xbau-kernmodul-nachrichten';
const errors = 'urn:xoev-de:xbau:codeliste:xbau-fehlerkennzahlen';
const status = 'urn:xoev-de:xbau:codeliste:statusbauportal';

const hochbau25: XbauEdition = {
  namespace: 'http://www.xleitstelle.de/xbau/kernmodul/1/2/2',
  version: '1.2.2',
  messages: { uri: xbauMessages, version: '3.1' },
  answers: { uri: kernmodulMessages, version: '2.1' },
  errors: { uri: errors, version: '2.1' },
  status: { uri: status, version: '2.0' },
  acknowledged: undefined,
};

const hochbau26: XbauEdition = {
  namespace: 'http://www.xleitstelle.de/xbau/kernmodul/1/3/0',
  version: '1.3.0',
  messages: { uri: xbauMessages, version: '4.0' },
  answers: { uri: kernmodulMessages, version: '3.0' },
  errors: { uri: errors, version: '2.2' },
  status: { uri: status, version: '3.0' },
  acknowledged: {
    uri: 'urn:xoev-de:xbau:codeliste:nachricht-eingangsquittierung',
    version: '1.0',
    types: new Set(
      '0121 0201 0203 0211 0213 0221 0223 0231 0233 0241 0243 0251 0253 0261 0263 0300 0301 0302 0306 0502 0711 0900 0912 1140 1160 1203'.split(
        ' ',
      ),
    ),
  },
};

/** The release by the namespace of the message that is answered. */
export const xbauEditions: ReadonlyMap<string, XbauEdition> = new Map([
  ['http://www.xleitstelle.de/xbau/2/5', hochbau25],
  ['http://www.xleitstelle.de/xbau/2/6', hochbau26],
  [hochbau25.namespace, { ...hochbau25, messages: hochbau25.answers }],
  [hochbau26.namespace, { ...hochbau26, messages: hochbau26.answers }],
]);
