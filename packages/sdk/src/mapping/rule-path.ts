import type { CompiledPath } from '../message/compiled-path.ts';
import { parentPath } from '../message/path-syntax.ts';
import { pathsRead } from './paths-read.ts';

/** A path of a rule: as written, and ready to run. */
export class RulePath {
  /** As it stands in the file. */
  readonly written: string;
  readonly compiled: CompiledPath;
  readonly #compile: (expression: string) => CompiledPath;
  readonly #reads = new Map<boolean, readonly CompiledPath[]>();

  constructor(written: string, compile: (expression: string) => CompiledPath) {
    this.written = written;
    this.compiled = compile(written);
    this.#compile = compile;
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
  *above(): Generator<CompiledPath> {
    for (let above = parentPath(this.written); above; above = parentPath(above)) yield this.#compile(above);
  }

  #readPaths(beside: boolean): readonly CompiledPath[] {
    const known = this.#reads.get(beside);
    if (known) return known;
    const paths = pathsRead(this.written, beside).map((expression) => this.#compile(expression));
    this.#reads.set(beside, paths);
    return paths;
  }
}
