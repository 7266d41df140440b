import type { Document, Node, Pair, Scalar } from 'yaml';
import type { Place } from '../model/finding.ts';

/** Where something stands in a YAML text: keys and indexes from the top. */
export type YamlPath = readonly PropertyKey[];

/** Something wrong in a YAML text, and where. */
export interface YamlProblem {
  readonly message: string;
  readonly path: YamlPath;
}

/** A YAML text as data that keeps what was written, and the places of its parts. */
export interface YamlSource {
  readonly data: unknown;
  readonly problems: readonly YamlProblem[];
  /** Line and column of a key or entry, or of the nearest part above it. */
  place(path: YamlPath): Place;
}

type Yaml = typeof import('yaml');

/**
 * Reads one YAML document. Keys are text as written; a plain number that would change by being read as one (`0500`)
 * is a problem, not a value. Places for which `asWritten` holds are text as written.
 */
export async function readYaml(text: string, asWritten: (path: YamlPath) => boolean): Promise<YamlSource> {
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2' });
  const position = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [broken] = document.errors;
  if (broken) {
    const place = position(broken.pos[0]);
    return {
      data: undefined,
      problems: [{ message: `it is not valid YAML: ${broken.message}`, path: [] }],
      place: () => place,
    };
  }
  const problems: YamlProblem[] = [];
  const data = new Converter(yaml, asWritten, problems).convert(document.contents, []);
  return { data, problems, place: (path) => position(offsetOf(yaml, document, path)) };
}

class Converter {
  readonly #yaml: Yaml;
  readonly #asWritten: (path: YamlPath) => boolean;
  readonly #problems: YamlProblem[];

  constructor(yaml: Yaml, asWritten: (path: YamlPath) => boolean, problems: YamlProblem[]) {
    this.#yaml = yaml;
    this.#asWritten = asWritten;
    this.#problems = problems;
  }

  convert(node: unknown, path: YamlPath): unknown {
    if (this.#yaml.isMap(node)) {
      const entries = node.items.map((pair) => this.#entry(pair, path));
      this.#refuseUnusable(
        entries.map(([key]) => key),
        path,
      );
      return Object.fromEntries(entries);
    }
    if (this.#yaml.isSeq(node)) return node.items.map((item, index) => this.convert(item, [...path, index]));
    if (this.#yaml.isAlias(node)) {
      this.#problems.push({ message: 'anchors and aliases are not part of the language', path });
      return undefined;
    }
    return this.#yaml.isScalar(node) ? this.#scalar(node, path) : undefined;
  }

  #entry(pair: Pair, path: YamlPath): [string, unknown] {
    const key = keyText(this.#yaml, pair);
    return [key, this.convert(pair.value, [...path, key])];
  }

  /** `01` and `'01'` differ for YAML and are one key for us; `__proto__` would get lost. */
  #refuseUnusable(keys: readonly string[], path: YamlPath): void {
    const repeated = keys.find((key, index) => keys.indexOf(key) !== index);
    if (repeated !== undefined) this.#problems.push({ message: `\`${repeated}\` stands here twice`, path: [...path, repeated] });
    if (keys.includes('__proto__')) this.#problems.push({ message: '`__proto__` cannot be a key', path: [...path, '__proto__'] });
  }

  #scalar(node: Scalar, path: YamlPath): unknown {
    const { source, value } = node;
    if (node.type !== 'PLAIN' || value === null || source === undefined) return value;
    if (this.#asWritten(path)) return source;
    if (typeof value === 'number' && String(value) !== source) {
      this.#problems.push({
        message: `write it in quotes: read as a number it would become ${String(value)}`,
        path,
      });
    }
    return value;
  }
}

function keyText(yaml: Yaml, pair: Pair): string {
  return yaml.isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : String(pair.key);
}

function offsetOf(yaml: Yaml, document: Document, path: YamlPath): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of path) {
    const { named, below } = stepInto(yaml, node, step);
    offset = startOf(named) ?? offset;
    node = below;
  }
  return offset;
}

/** The node that names a part, its key or itself, and the part. */
function stepInto(yaml: Yaml, node: unknown, step: PropertyKey): { named: unknown; below: unknown } {
  if (yaml.isMap(node)) {
    const pair = node.items.find((item) => keyText(yaml, item) === String(step));
    return { named: pair?.key, below: pair?.value };
  }
  const entry = yaml.isSeq(node) ? node.items[Number(step)] : undefined;
  return { named: entry, below: entry };
}

function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
