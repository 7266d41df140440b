import { posix } from 'node:path';
import type { ExpandedName } from '../schema-model.ts';
import type { XsdNode } from './xsd-node.ts';
import { type ComponentKind, keyOf, type XsdPiece, type XsdScope } from './xsd-piece.ts';

/** A schema file as read. */
export interface XsdFile {
  readonly file: string;
  readonly root: XsdNode;
}

const kinds: ReadonlyMap<string, ComponentKind> = new Map([
  ['element', 'element'],
  ['attribute', 'attribute'],
  ['simpleType', 'type'],
  ['complexType', 'type'],
  ['group', 'group'],
  ['attributeGroup', 'attributeGroup'],
]);

/** All global components of a set of files, by kind and name, whatever the files import. The first of equal names counts. */
export class ComponentTable {
  readonly #components: Readonly<Record<ComponentKind, Map<string, XsdPiece>>> = {
    element: new Map(),
    attribute: new Map(),
    type: new Map(),
    group: new Map(),
    attributeGroup: new Map(),
  };

  constructor(files: readonly XsdFile[]) {
    const scopes = scopesOf(files);
    for (const { root, scope } of scopes) this.#addAll(root.children, scope);
    for (const { root, scope } of scopes) {
      for (const child of root.children) if (child.name === 'redefine') this.#redefine(child.children, scope);
    }
  }

  find(kind: ComponentKind, name: ExpandedName): XsdPiece | undefined {
    return this.#components[kind].get(keyOf(name));
  }

  /** All components of a kind, in the order of the files. */
  all(kind: ComponentKind): Iterable<XsdPiece> {
    return this.#components[kind].values();
  }

  #addAll(nodes: readonly XsdNode[], scope: XsdScope): void {
    for (const node of nodes) {
      const kind = kinds.get(node.name);
      const localName = node.attributes.get('name');
      if (kind === undefined || localName === undefined) continue;
      const key = keyOf({ namespace: scope.namespace, localName });
      const known = this.#components[kind];
      if (!known.has(key)) known.set(key, { node, scope });
    }
  }

  #redefine(nodes: readonly XsdNode[], scope: XsdScope): void {
    for (const node of nodes) {
      const kind = kinds.get(node.name);
      const localName = node.attributes.get('name');
      if (kind === undefined || localName === undefined) continue;
      const key = keyOf({ namespace: scope.namespace, localName });
      const original = this.#components[kind].get(key);
      const redefining = original ? { ...scope, redefines: { kind, original, inside: scope } } : scope;
      this.#components[kind].set(key, { node, scope: redefining });
    }
  }
}

/** Every file in every namespace that it stands for: its own, or those of the files that include it. */
function scopesOf(files: readonly XsdFile[]): { root: XsdNode; scope: XsdScope }[] {
  const included = includedInto(files);
  return files.flatMap(({ file, root }) => {
    const own = root.attributes.get('targetNamespace');
    const namespaces = own === undefined ? [...(included.get(file) ?? [''])] : [own];
    return namespaces.map((namespace) => ({ root, scope: scopeOf({ file, root }, namespace, own === undefined && namespace !== '') }));
  });
}

function scopeOf({ file, root }: XsdFile, namespace: string, chameleon: boolean): XsdScope {
  return {
    file,
    namespace,
    chameleon,
    qualifiedElements: root.attributes.get('elementFormDefault') === 'qualified',
    qualifiedAttributes: root.attributes.get('attributeFormDefault') === 'qualified',
  };
}

/** Of files without a target namespace: the namespaces they are included into, also by way of others. */
function includedInto(files: readonly XsdFile[]): ReadonlyMap<string, ReadonlySet<string>> {
  const into = new Map<string, Set<string>>();
  const without = files.filter(({ root }) => !root.attributes.has('targetNamespace'));
  if (without.length === 0) return into;
  for (let changed = true; changed;) {
    changed = false;
    for (const one of files) {
      const own = one.root.attributes.get('targetNamespace');
      const namespaces = own === undefined ? [...(into.get(one.file) ?? [])] : [own];
      for (const { file } of includesOf(one, without)) {
        const known = into.get(file) ?? new Set();
        const before = known.size;
        for (const namespace of namespaces) known.add(namespace);
        if (known.size > before) changed = true;
        if (known.size > 0) into.set(file, known);
      }
    }
  }
  return into;
}

function includesOf({ file, root }: XsdFile, among: readonly XsdFile[]): XsdFile[] {
  const locations = root.children
    .filter(({ name }) => name === 'include' || name === 'redefine')
    .map(({ attributes }) => attributes.get('schemaLocation') ?? '');
  return locations.flatMap((location) => fileAt(location, file, among) ?? []);
}

/** The file a location means: beside the one that names it, or else the only one of its name. */
function fileAt(location: string, from: string, among: readonly XsdFile[]): XsdFile | undefined {
  const path = posix.join(posix.dirname(from), decoded(location));
  const exact = among.find(({ file }) => file === path);
  if (exact) return exact;
  const name = posix.basename(path);
  const namesakes = among.filter(({ file }) => posix.basename(file) === name);
  return namesakes.length === 1 ? namesakes[0] : undefined;
}

function decoded(location: string): string {
  try {
    return decodeURIComponent(location);
  } catch {
    return location;
  }
}
