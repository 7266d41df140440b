import type { HeaderPaths, PartyPaths } from './header-reader.ts';

/** How the names of a basic header are written in paths. */
export interface BasicHeaderNames {
  /** Such as `nachrichtenkopf.g2g`, with its prefix. */
  readonly head: string;
  /** A name of the header's own elements. */
  readonly part: (name: string) => string;
  /** A name of the elements of an authority. Default: as `part`. */
  readonly authority?: ((name: string) => string) | undefined;
}

/** The header of the XÖV basic message (Basisnachricht), as far as all its shapes agree. */
export function basicHeader(names: BasicHeaderNames): HeaderPaths {
  const { head, part, authority = part } = names;
  const identification = `${head}/${part('identifikation.nachricht')}`;
  const party = (role: string): PartyPaths => ({
    directory: `${head}/${part(role)}/${authority('verzeichnisdienst')}/code`,
    key: `${head}/${part(role)}/${authority('kennung')}`,
    name: `${head}/${part(role)}/${authority('name')}`,
  });
  return {
    messageId: `${identification}/${part('nachrichtenUUID')}`,
    createdAt: `${identification}/${part('erstellungszeitpunkt')}`,
    reader: party('leser'),
    author: party('autor'),
  };
}

/** Header in no namespace under a root element in one: XBau from 2.4, XMeld from 25.11, XWasser. */
export const unqualifiedHeader: HeaderPaths = basicHeader({ head: 'nachrichtenkopf.g2g', part: (name) => name });

/** Whatever namespaces the parts of the header are in: for versions that were not seen yet. Slower. */
export const anyBasicHeader: HeaderPaths = basicHeader({
  head: "*[local-name()='nachrichtenkopf.g2g' or local-name()='nachrichtenkopf']",
  part: (name) => `*[local-name()='${name}']`,
});
