import { builtInTypes } from '../../schema-model/built-in-types.ts';
import type { ElementDeclaration, Particle, SchemaModel } from '../../schema-model/schema-model.ts';
import type { Routes } from './routes.ts';

/** The namespace of elements that stand for those of any other standard. */
const otherNamespace = 'urn:amtsbote:beispiel';

/**
 * An element that a wildcard takes: one that nobody declared, or a declared one where the schema insists. Undefined where
 * it insists and nothing is declared.
 */
export function foreignElement(
  wildcard: Extract<Particle, { kind: 'any' }>,
  model: SchemaModel,
  { routes, around }: { readonly routes: Routes; readonly around: string },
): ElementDeclaration | undefined {
  const allowed = namespacesOf(wildcard.namespace, around);
  if (wildcard.processContents !== 'strict') {
    const namespace = allowed.find((one) => model.element({ namespace: one, localName: 'beispiel' }) === undefined);
    return namespace === undefined ? undefined : undeclared(namespace);
  }
  const takes = ({ name }: ElementDeclaration): boolean =>
    wildcard.namespace === '##any' || (wildcard.namespace === '##other' ? name.namespace !== around : allowed.includes(name.namespace));
  const possible = model.roots.filter((root) => takes(root) && Number.isFinite(routes.ofElement(root).least));
  return possible.toSorted((one, other) => routes.ofElement(one).least - routes.ofElement(other).least)[0];
}

function namespacesOf(constraint: string, around: string): readonly string[] {
  if (constraint === '##any' || constraint === '##other') return [otherNamespace];
  return constraint.split(/\s+/).map((one) => (one === '##local' ? '' : one === '##targetNamespace' ? around : one));
}

function undeclared(namespace: string): ElementDeclaration | undefined {
  const type = builtInTypes.get('string');
  if (type === undefined) return undefined;
  return { name: { namespace, localName: 'beispiel' }, type, nillable: false, abstract: false, place: { file: '', line: 0 } };
}
