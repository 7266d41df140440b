import type {
  AttributeUse,
  ElementDeclaration,
  ExpandedName,
  SchemaModel,
  SimpleType,
  TypeDefinition,
} from '../../schema-model/schema-model.ts';
import type { Random } from '../random.ts';
import { foreignElement } from './foreign-element.ts';
import { type Planned, planGenerously, planTightly, type SampleSize } from './plan.ts';
import { isIdType, isReferenceType } from './reference-types.ts';
import type { Aim, Routes, Standing } from './routes.ts';

/** An element of a sample; its values come later. */
export interface SampleNode {
  readonly declaration: ElementDeclaration;
  readonly type: TypeDefinition;
  readonly xsiType?: ExpandedName | undefined;
  readonly parent: SampleNode | undefined;
  attributes: readonly AttributeUse[];
  children: readonly SampleNode[];
  nil: boolean;
}

/** What a sample is grown from. */
export interface Growing {
  readonly model: SchemaModel;
  readonly routes: Routes;
  readonly random: Random;
  readonly size: SampleSize;
  /** Told what could not be as the schema or the size wants it. */
  readonly remark: (text: string) => void;
}

/** From so many elements on, only what is mandatory is added. */
const fullFrom: Readonly<Record<SampleSize, number>> = { minimal: 0, usual: 300, maximal: 1_500 };
/** A schema that demands more than this is not followed to the end. */
const mostElements = 100_000;
/** What is optional so deep inside is left out. */
const deepest = 40;

/** The elements of a sample, laid out in breadth first, so that a limit cuts what is deep inside and not what comes last. */
export function growElements(root: ElementDeclaration, growing: Growing): SampleNode {
  const standings = growing.routes.standings(root).filter(({ declaration }) => declaration === root);
  const standing = cheapest(standings, growing.routes, 'least') ?? { declaration: root, type: root.type };
  const top = nodeOf(standing, undefined);
  const made = grow({ node: top, aim: 'least' }, growing);
  if (made.some(refersToId) && !made.some(holdsId)) addId(made, growing);
  return top;
}

/** An element that is still to be filled. */
interface Bud {
  readonly node: SampleNode;
  readonly aim: Aim;
}

function grow(start: Bud, growing: Growing): readonly SampleNode[] {
  const queue = [start];
  let cut = false;
  for (const bud of queue) {
    if (queue.length > mostElements) {
      growing.remark(`the sample was broken off at ${mostElements} elements`);
      break;
    }
    const full = queue.length > fullFrom[growing.size] || depthOf(bud.node) > deepest;
    cut ||= full && bud.node.type.kind === 'complex' && bud.node.type.content.kind === 'elements';
    queue.push(...fill(bud, full || bud.aim === 'id', growing));
  }
  if (cut && growing.size !== 'minimal') {
    growing.remark(`the sample is cut: beyond ${fullFrom[growing.size]} elements or ${deepest} levels only what is mandatory was added`);
  }
  return queue.map(({ node }) => node);
}

/** Gives an element its attributes and children; returns the children. */
function fill({ node, aim }: Bud, least: boolean, growing: Growing): readonly Bud[] {
  const { type } = node;
  const isEndless = growing.routes.isEndless(type) && (node.declaration.nillable || !Number.isFinite(growing.routes.ofType(type).least));
  if (isEndless) return giveUp(node, growing);
  if (type.kind === 'simple') return [];
  node.attributes = attributesOf(node, least, growing);
  const ownId = aim === 'id' ? type.attributes.find((attribute) => isIdType(attribute.type)) : undefined;
  if (ownId !== undefined && !node.attributes.includes(ownId)) node.attributes = [...node.attributes, ownId];
  if (type.content.kind !== 'elements') return [];
  const { particle } = type.content;
  const planning = { ...growing, around: typesAround(node), mixed: type.content.mixed };
  const plan = least ? planTightly(particle, planning, ownId === undefined ? aim : 'least') : planGenerously(particle, planning);
  const buds = plan.flatMap((planned) => budOf(planned, { parent: node, least, growing }));
  node.children = buds.map((bud) => bud.node);
  return buds;
}

function giveUp(node: SampleNode, growing: Growing): readonly Bud[] {
  node.nil = node.declaration.nillable;
  const { localName } = node.declaration.name;
  growing.remark(`${localName}: no content is possible, as it would have to contain itself without end${node.nil ? '; it is nil' : ''}`);
  return [];
}

function attributesOf({ type, parent }: SampleNode, least: boolean, { size, random }: Growing): readonly AttributeUse[] {
  if (type.kind === 'simple') return [];
  return type.attributes.filter(({ required, name }) => {
    if (required || least) return required;
    return random.chance(50) || size === 'maximal' || (parent === undefined && name.localName === 'test');
  });
}

interface Growth {
  readonly parent: SampleNode;
  readonly least: boolean;
  readonly growing: Growing;
}

function budOf(planned: Planned, { parent, least, growing }: Growth): readonly Bud[] {
  const { routes, random } = growing;
  if (planned.kind === 'foreign') {
    const around = parent.declaration.name.namespace;
    const foreign = foreignElement(planned.wildcard, growing.model, { routes, around });
    if (foreign === undefined) {
      growing.remark(`${parent.declaration.name.localName}: no element is known that its wildcard takes`);
      return [];
    }
    return [{ node: nodeOf({ declaration: foreign, type: foreign.type }, parent), aim: 'least' }];
  }
  const { declaration, aim } = planned;
  const around = typesAround(parent);
  const possible = routes.standings(declaration).filter((one) => Number.isFinite(routes.ofStanding(one).least));
  const onward = possible.filter(({ type }) => type.kind === 'simple' || !around.has(type));
  const standings = onward.length > 0 && aim !== 'id' ? onward : possible;
  const standing = least ? cheapest(standings, routes, aim) : anyOf(standings, random);
  return [{ node: nodeOf(standing ?? { declaration, type: declaration.type }, parent), aim }];
}

function anyOf(standings: readonly Standing[], random: Random): Standing | undefined {
  return standings.length === 0 ? undefined : random.pick(standings);
}

function cheapest(standings: readonly Standing[], routes: Routes, aim: Aim): Standing | undefined {
  return standings.toSorted((one, other) => order(routes.ofStanding(one)[aim], routes.ofStanding(other)[aim]))[0];
}

/** Infinity less Infinity is no number. */
function order(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

/** Where something refers to an ID and there is none: the element nearest to one grows anew, with an ID inside. */
function addId(made: readonly SampleNode[], growing: Growing): void {
  const extra = (node: SampleNode): number => {
    const { id, least } = growing.routes.ofType(node.type);
    return Number.isFinite(id) ? id - least : Infinity;
  };
  const nearest = made.toSorted((one, other) => order(extra(one), extra(other)))[0];
  if (nearest === undefined || extra(nearest) === Infinity) {
    growing.remark('something refers to an ID, and no element of this message can have one');
    return;
  }
  grow({ node: nearest, aim: 'id' }, growing);
}

function refersToId({ type, attributes }: SampleNode): boolean {
  return textTypes(type, attributes).some(isReferenceType);
}

function holdsId({ type, attributes }: SampleNode): boolean {
  return textTypes(type, attributes).some(isIdType);
}

function textTypes(type: TypeDefinition, attributes: readonly AttributeUse[]): readonly SimpleType[] {
  const own = type.kind === 'simple' ? [type] : type.content.kind === 'text' ? [type.content.type] : [];
  return [...own, ...attributes.map((attribute) => attribute.type)];
}

function typesAround(node: SampleNode): ReadonlySet<TypeDefinition> {
  const types = new Set<TypeDefinition>();
  for (let one: SampleNode | undefined = node; one !== undefined; one = one.parent) types.add(one.type);
  return types;
}

function depthOf(node: SampleNode): number {
  let depth = 0;
  for (let one = node.parent; one !== undefined; one = one.parent) depth++;
  return depth;
}

function nodeOf({ declaration, type, xsiType }: Standing, parent: SampleNode | undefined): SampleNode {
  return { declaration, type, xsiType, parent, attributes: [], children: [], nil: false };
}
