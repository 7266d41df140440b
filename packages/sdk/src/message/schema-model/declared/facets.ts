import type { Facets } from '../schema-model.ts';
import { attributeOf, piecesIn, type XsdPiece } from './xsd-piece.ts';

type Writable = { -readonly [K in keyof Facets]: Facets[K] };

const numbers = new Set(['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits'] as const);
const texts = new Set(['minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive'] as const);
/** What a new bound takes the place of. */
const replaced: Readonly<Record<string, 'minInclusive' | 'maxInclusive' | 'minExclusive' | 'maxExclusive'>> = {
  minInclusive: 'minExclusive',
  minExclusive: 'minInclusive',
  maxInclusive: 'maxExclusive',
  maxExclusive: 'maxInclusive',
};

/** The facets written in a restriction over those of its base; the very same object when it writes none. */
export function facetsOf(restriction: XsdPiece, base: Facets): Facets {
  const facets: Writable = { ...base };
  const enumeration: string[] = [];
  const patterns: string[] = [];
  let own = false;
  for (const piece of piecesIn(restriction)) {
    const value = attributeOf(piece, 'value');
    if (value === undefined) continue;
    own = true;
    if (piece.node.name === 'enumeration') enumeration.push(value);
    else if (piece.node.name === 'pattern') patterns.push(value);
    else setFacet(facets, piece.node.name, value);
  }
  if (!own) return base;
  if (enumeration.length > 0) facets.enumeration = enumeration;
  if (patterns.length > 0) facets.patterns = [...base.patterns, patterns];
  return facets;
}

function setFacet(facets: Writable, name: string, value: string): void {
  if (isIn(numbers, name)) facets[name] = Number(value);
  else if (isIn(texts, name)) {
    facets[name] = value.trim();
    const other = replaced[name];
    if (other) facets[other] = undefined;
  } else if (name === 'whiteSpace') facets.whiteSpace = value as Facets['whiteSpace'];
}

function isIn<T extends string>(names: ReadonlySet<T>, name: string): name is T {
  return (names as ReadonlySet<string>).has(name);
}
