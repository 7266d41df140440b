import { anyBasicHeader, unqualifiedHeader } from '../basic-header.ts';
import { byNamespace } from '../by-namespace.ts';
import { type HeaderPaths, headerReader } from '../header-reader.ts';
import type { Profile } from '../profile.ts';
import { xbauAnswers } from './answers.ts';

/** Elements of the Kernmodul's type Bezug: under a qualified element (XBau), one deeper (notices of a known matter), or in no namespace (Kernmodul). */
const relations = ['p:bezug', 'p:bezug/p:mitAktenzeichen', 'bezug'];

const correlation: HeaderPaths = {
  // The element around it is called after the service: referenzAntragsservice, referenzAnzeigeservice, referenzAnfrageservice, referenzBaulast.
  matter: ['*/referenzAntragsservice', ...relations.map((relation) => `${relation}/referenz`)].join(' | '),
  reference: relations.map((relation) => `${relation}/vorgang`).join(' | '),
  refersTo: [...relations.map((relation) => `${relation}/bezugNachricht`), 'rueckweisungDaten/idNachricht']
    .map((message) => `${message}/*[local-name()='nachrichtenUUID']`)
    .join(' | '),
};

/** Whatever namespaces they are in: for versions that were not seen yet. */
const anyCorrelation: HeaderPaths = {
  matter: "*/*[local-name()='referenzAntragsservice'] | *[local-name()='bezug']/*[local-name()='referenz']",
  reference: "*[local-name()='bezug']/*[local-name()='vorgang']",
  refersTo: "*[local-name()='bezug']/*[local-name()='bezugNachricht']/*[local-name()='nachrichtenUUID']",
};

const header = headerReader(
  [
    { ...unqualifiedHeader, ...correlation },
    { ...anyBasicHeader, ...anyCorrelation },
  ],
  { p: 'profile' },
);

/** XBau 2.x (Hochbau): building applications and all that follows. */
export const xbau: Profile = {
  name: 'xbau',
  title: 'XBau',
  detect: byNamespace(/^https?:\/\/www\.xleitstelle\.de\/xbau\/(\d+)\/(\d+)(?:\/(\d+))?$/),
  header,
  answers: xbauAnswers,
};

/** XBau-Kernmodul: process messages and the universal application, in their own namespace and with their own version. */
export const xbauKernmodul: Profile = {
  name: 'xbau-kernmodul',
  title: 'XBau-Kernmodul',
  detect: byNamespace(/^https?:\/\/www\.xleitstelle\.de\/xbau\/kernmodul\/(\d+)\/(\d+)(?:\/(\d+))?$/),
  header,
  answers: xbauAnswers,
};
