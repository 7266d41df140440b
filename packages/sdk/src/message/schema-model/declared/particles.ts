import type { Components } from './components.ts';
import { schemaFault } from './schema-fault.ts';
import type { Occurrence, Particle } from '../schema-model.ts';
import { attributeOf, pieceIn, piecesIn, placeOf, type XsdPiece } from './xsd-piece.ts';

/** The particle that stands in a complex type, extension or restriction; undefined when no element may stand there. */
export function contentParticle(piece: XsdPiece, components: Components): Particle | undefined {
  const written = pieceIn(piece, 'sequence', 'choice', 'all', 'group');
  const particle = written && particleOf(written, components, new Set());
  return particle && holdsNothing(particle) ? undefined : particle;
}

/** The particle of an extension: what the base has, then its own. */
export function extendedParticle(base: Particle | undefined, own: Particle | undefined): Particle | undefined {
  if (!base || !own) return base ?? own;
  return { kind: 'sequence', min: 1, max: 1, particles: [base, own] };
}

function holdsNothing(particle: Particle): boolean {
  return 'particles' in particle && particle.particles.length === 0;
}

/** Undefined for a particle that may never occur. */
function particleOf(piece: XsdPiece, components: Components, groups: Set<XsdPiece['node']>): Particle | undefined {
  const occurrence = occurrenceOf(piece);
  if (occurrence.max === 0) return undefined;
  const { name } = piece.node;
  if (name === 'element') {
    const reference = attributeOf(piece, 'ref');
    const declaration = reference === undefined ? components.localElement(piece) : components.element(reference, piece);
    return { kind: 'element', declaration, ...occurrence };
  }
  if (name === 'any') return { kind: 'any', ...wildcardOf(piece), ...occurrence };
  if (name === 'group') return groupParticle(piece, components, groups);
  if (name !== 'sequence' && name !== 'choice' && name !== 'all') return undefined;
  const particles = piecesIn(piece).flatMap((child) => particleOf(child, components, groups) ?? []);
  return { kind: name, particles, ...occurrence };
}

function groupParticle(piece: XsdPiece, components: Components, groups: Set<XsdPiece['node']>): Particle | undefined {
  const definition = components.group('group', attributeOf(piece, 'ref') ?? '', piece);
  if (groups.has(definition.node)) throw schemaFault('a group contains itself', placeOf(definition));
  const model = pieceIn(definition, 'sequence', 'choice', 'all');
  const particle = model && particleOf(model, components, new Set([...groups, definition.node]));
  return particle && { ...particle, ...occurrenceOf(piece) };
}

function wildcardOf(piece: XsdPiece): { namespace: string; processContents: 'strict' | 'lax' | 'skip' } {
  const process = attributeOf(piece, 'processContents');
  return {
    namespace: attributeOf(piece, 'namespace') ?? '##any',
    processContents: process === 'lax' || process === 'skip' ? process : 'strict',
  };
}

function occurrenceOf(piece: XsdPiece): Occurrence {
  const max = attributeOf(piece, 'maxOccurs')?.trim();
  return {
    min: countOf(piece, attributeOf(piece, 'minOccurs')?.trim()),
    max: max === 'unbounded' ? Number.POSITIVE_INFINITY : countOf(piece, max),
  };
}

function countOf(piece: XsdPiece, text = '1'): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw schemaFault('minOccurs or maxOccurs is not a number', placeOf(piece));
}
