import { pathsAbove, type RulePath } from './rule-path.ts';

/**
 * Lets paths that begin alike, and are seen from the same place, share the look-up of that beginning: in a mapping of thirty fields
 * most of the time goes into finding the same few elements again. Changes nothing of what a path selects.
 */
export function shareStems(paths: readonly RulePath[]): void {
  const uses = new Map<string, number>();
  for (const { written } of paths) for (const above of pathsAbove(written)) uses.set(above, (uses.get(above) ?? 0) + 1);
  const stems = new Map<string, RulePath>();
  for (const path of paths) standOn(path, { uses, stems });
}

interface Sharing {
  readonly uses: ReadonlyMap<string, number>;
  readonly stems: Map<string, RulePath>;
}

/** Gives a path the longest beginning that others have too, and that one its own. */
function standOn(path: RulePath, sharing: Sharing): void {
  const { uses, stems } = sharing;
  const shared = [...pathsAbove(path.written)].find((above) => (uses.get(above) ?? 0) > 1);
  if (shared === undefined) return;
  let stem = stems.get(shared);
  if (!stem) {
    stem = path.sibling(shared);
    stems.set(shared, stem);
    standOn(stem, { ...sharing, uses: usedByMore(uses, shared) });
  }
  path.standOn(stem);
}

/** A beginning that only the paths of a longer one have saves nothing. */
function usedByMore(uses: ReadonlyMap<string, number>, than: string): ReadonlyMap<string, number> {
  const least = uses.get(than) ?? 0;
  return new Map([...uses].filter(([above, count]) => !than.startsWith(above) || count > least));
}
