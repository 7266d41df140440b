import { type Attributes, attributesOf } from './attributes.ts';
import { anySimpleType, anyType } from '../built-in-types.ts';
import type { Components } from './components.ts';
import { lazy } from './lazy.ts';
import { contentParticle, extendedParticle } from './particles.ts';
import { schemaFault } from './schema-fault.ts';
import type {
  AttributeUse,
  ComplexType,
  ComponentPlace,
  ContentModel,
  ExpandedName,
  Particle,
  SimpleType,
  TypeDefinition,
} from '../schema-model.ts';
import { restricted } from './simple-type.ts';
import { attributeOf, isTrue, pieceIn, placeOf, type XsdPiece } from './xsd-piece.ts';

/** How a type is derived: the step that is written in it, and the type it starts from. */
interface Derivation {
  readonly step: XsdPiece;
  readonly by: 'extension' | 'restriction';
  readonly base: TypeDefinition;
}

/** A complex type of a schema, understood when it is first looked into. */
export class DeclaredComplexType implements ComplexType {
  readonly kind = 'complex';
  readonly name: ExpandedName | undefined;
  readonly abstract: boolean;
  readonly documentation: string | undefined;
  readonly place: ComponentPlace;
  readonly #derivation: () => Derivation | undefined;
  readonly #attributes: () => Attributes;
  readonly #content: () => ContentModel;

  constructor(piece: XsdPiece, name: ExpandedName | undefined, components: Components) {
    this.name = name;
    this.abstract = isTrue(piece, 'abstract');
    this.documentation = piece.node.documentation;
    this.place = placeOf(piece);
    const onCycle = (): Error => schemaFault('a complex type is derived from itself', this.place);
    this.#derivation = lazy(() => derivationOf(piece, components), onCycle);
    this.#attributes = lazy(() => inheritedAttributes(piece, this.#derivation(), components), onCycle);
    this.#content = lazy(() => contentOf(piece, this.#derivation(), components), onCycle);
  }

  get base(): TypeDefinition | undefined {
    return this.#derivation()?.base;
  }

  get attributes(): readonly AttributeUse[] {
    return this.#attributes().attributes;
  }

  get anyAttribute(): boolean {
    return this.#attributes().anyAttribute;
  }

  get content(): ContentModel {
    return this.#content();
  }
}

function derivationOf(piece: XsdPiece, components: Components): Derivation | undefined {
  const content = pieceIn(piece, 'simpleContent', 'complexContent');
  const step = content && pieceIn(content, 'extension', 'restriction');
  if (!step) return undefined;
  const base = attributeOf(step, 'base');
  if (base === undefined) throw schemaFault(`${step.node.name} names no base`, placeOf(step));
  return { step, by: step.node.name === 'extension' ? 'extension' : 'restriction', base: components.type(base, step) };
}

function inheritedAttributes(piece: XsdPiece, derivation: Derivation | undefined, components: Components): Attributes {
  if (!derivation) return attributesOf(piece, components);
  const { step, by, base } = derivation;
  return base.kind === 'complex' ? attributesOf(step, components, { base, by }) : attributesOf(step, components);
}

function contentOf(piece: XsdPiece, derivation: Derivation | undefined, components: Components): ContentModel {
  if (!derivation) return elementContent(contentParticle(piece, components), isTrue(piece, 'mixed'));
  if (pieceIn(piece, 'simpleContent')) return { kind: 'text', type: textTypeOf(derivation, components) };
  const { step, by, base } = derivation;
  const own = contentParticle(step, components);
  const mixed = isTrue(pieceIn(piece, 'complexContent') ?? piece, 'mixed') || isTrue(piece, 'mixed');
  if (by === 'restriction' || base === anyType || base.kind === 'simple') return elementContent(own, mixed);
  return extendedContent(base.content, own, mixed);
}

function extendedContent(base: ContentModel, own: Particle | undefined, mixed: boolean): ContentModel {
  if (base.kind === 'empty') return elementContent(own, mixed);
  if (base.kind === 'text') return own ? elementContent(own, mixed) : base;
  return elementContent(extendedParticle(withoutEmpty(base.particle), own), mixed || base.mixed);
}

function withoutEmpty(particle: Particle): Particle | undefined {
  return 'particles' in particle && particle.particles.length === 0 ? undefined : particle;
}

function elementContent(particle: Particle | undefined, mixed: boolean): ContentModel {
  if (particle) return { kind: 'elements', mixed, particle };
  if (!mixed) return { kind: 'empty' };
  return { kind: 'elements', mixed, particle: { kind: 'sequence', particles: [], min: 1, max: 1 } };
}

/** The type of the text: that of the base, narrowed by what a restriction writes. */
function textTypeOf({ step, by, base }: Derivation, components: Components): SimpleType {
  const inherited = textType(base);
  if (by === 'extension') return inherited;
  const inline = pieceIn(step, 'simpleType');
  return restricted(inline ? components.localSimpleType(inline) : inherited, step);
}

function textType(type: TypeDefinition): SimpleType {
  if (type.kind === 'simple') return type;
  return type.content.kind === 'text' ? type.content.type : anySimpleType;
}
