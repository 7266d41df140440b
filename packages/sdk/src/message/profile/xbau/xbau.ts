import { anyBasicHeader, unqualifiedHeader } from '../basic-header.ts';
import { byNamespace } from '../by-namespace.ts';
import { type HeaderPaths, headerReader } from '../header-reader.ts';
import type { Profile } from '../profile.ts';
import { xbauAnswers } from './answers.ts';

const correlation: HeaderPaths = {
  matter:
    'p:referenzAntragsservice/referenzAntragsservice | p:bezug/referenz | p:bezug/p:referenz | referenzAntragsservice/referenzAntragsservice | bezug/referenz',
  reference: 'p:bezug/vorgang | p:bezug/p:vorgang | bezug/vorgang',
  refersTo:
    "p:bezug/bezugNachricht/*[local-name()='nachrichtenUUID'] | bezug/bezugNachricht/*[local-name()='nachrichtenUUID'] | rueckweisungDaten/idNachricht/*[local-name()='nachrichtenUUID']",
};

const header = headerReader(
  [
    { ...unqualifiedHeader, ...correlation },
    { ...anyBasicHeader, ...correlation },
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
