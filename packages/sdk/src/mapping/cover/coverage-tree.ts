import type { CoverageCounts, CoveredPlace } from './coverage.ts';

/** The places of messages as a tree of elements. */
export interface CoverageBranch extends CoverageCounts {
  /** As in the path: `x:person`, `@id`, `text()`. */
  readonly name: string;
  /** The leaf that stands here itself. */
  readonly place?: CoveredPlace | undefined;
  /** Sums over itself and all below. */
  readonly branches: readonly CoverageBranch[];
}

/** Puts places into a tree, in their order. Sums of a branch are those of all its leaves. */
export function coverageTree(places: readonly CoveredPlace[]): readonly CoverageBranch[] {
  const root = newNode('');
  for (const place of places) {
    let node = root;
    for (const name of place.path.split('/').slice(1)) {
      const next = node.below.get(name) ?? newNode(name);
      node.below.set(name, next);
      node = next;
    }
    node.place = place;
  }
  return [...root.below.values()].map(branchOf);
}

interface Node {
  readonly name: string;
  place?: CoveredPlace;
  readonly below: Map<string, Node>;
}

function newNode(name: string): Node {
  return { name, below: new Map() };
}

function branchOf({ name, place, below }: Node): CoverageBranch {
  const branches = [...below.values()].map(branchOf);
  const parts: readonly CoverageCounts[] = place ? [place, ...branches] : branches;
  const sum = (key: keyof CoverageCounts): number => parts.reduce((total, part) => total + part[key], 0);
  return { name, place, branches, read: sum('read'), ignored: sum('ignored'), dropped: sum('dropped'), lost: sum('lost') };
}
