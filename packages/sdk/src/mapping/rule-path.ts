import type { CompiledPath } from '../message/compiled-path.ts';
import { parentPath } from '../message/path-syntax.ts';
import { pathsRead } from './paths-read.ts';

/** The beginning of a path, and the rest of it as seen from there. */
export interface Stem {
  readonly path: RulePath;
  readonly rest: CompiledPath;
}

/** A path of a rule: as written, and ready to run. */
export class RulePath {
  /** As it stands in the file. */
  readonly written: string;
  readonly compiled: CompiledPath;
  readonly #compile: (expression: string) => CompiledPath;
  #stem: Stem | undefined;
  #above: readonly CompiledPath[] | undefined;
  readonly #reads = new Map<boolean, readonly CompiledPath[]>();

  constructor(written: string, compile: (expression: string) => CompiledPath) {
    this.written = written;
    this.compiled = compile(written);
    this.#compile = compile;
  }

  /** A path of the same file. */
  sibling(written: string): RulePath {
    return new RulePath(written, this.#compile);
  }

  /** The beginning that this path shares with others. */
  get stem(): Stem | undefined {
    return this.#stem;
  }

  /** Lets this path begin with what another one selects; `stem` is what it begins with, up to a slash. */
  standOn(stem: RulePath): void {
    this.#stem = { path: stem, rest: this.#compile(`.${this.written.slice(stem.written.length)}`) };
  }

  /** The paths of everything a condition looks at. */
  reads(): readonly CompiledPath[] {
    return this.#readPaths(false);
  }

  /** The paths of what a path looks at besides the nodes it selects: in its predicates. */
  readsBeside(): readonly CompiledPath[] {
    return this.#readPaths(true);
  }

  /** The paths of the elements above what it selects, the nearest first, as far as a plain path tells. */
  above(): readonly CompiledPath[] {
    this.#above ??= [...pathsAbove(this.written)].map((above) => this.#compile(above));
    return this.#above;
  }

  #readPaths(beside: boolean): readonly CompiledPath[] {
    const known = this.#reads.get(beside);
    if (known) return known;
    const paths = pathsRead(this.written, beside).map((expression) => this.#compile(expression));
    this.#reads.set(beside, paths);
    return paths;
  }
}

/** The plain paths that a path begins with, the longest first. */
export function* pathsAbove(written: string): Generator<string> {
  for (let above = parentPath(written); above; above = parentPath(above)) yield above;
}
