import type { CodeLists } from '../../message/codelist/code-list.ts';
import type { MappingOutline, OutlinedField, OutlinedPath } from '../mapping-outline.ts';
import type { Mapping } from '../mapping.ts';
import { adviceFor, type AdviceSurroundings } from './advice.ts';
import { analysePath, type PathAnalysis } from './evaluate-path.ts';
import { lintCodes } from './lint-codes.ts';
import type { LintFinding, NotJudged } from './lint-finding.ts';
import type { LintSchema } from './lint-schema.ts';
import { lintValue, longestBeyond } from './lint-value.ts';
import { listed, type LookedAtField } from './looked-at-field.ts';
import { type MostMatches, mostMatches } from './most-matches.ts';
import { nameInPaths } from './name-in-paths.ts';
import { knowsWay, requiredParts } from './new-parts.ts';
import { type GraphNode, SchemaGraph } from './schema-graph.ts';
import type { XPathExpression } from './xpath.ts';

/** What lint found against one schema. */
export interface SchemaLook {
  readonly findings: readonly LintFinding[];
  readonly notJudged: readonly NotJudged[];
}

/** Documentation that is longer is no title. */
const longestTitle = 80;

/** Checks every path of a mapping against the declarations of a schema. */
export function lintAgainstSchema(mapping: Mapping, schema: LintSchema, codeLists: CodeLists | undefined): SchemaLook {
  const looks = schema.roots.flatMap((name) => {
    const root = schema.model.element(name);
    return root ? [new SchemaLint(mapping.outline, schema, new SchemaGraph(schema.model, root)).run(codeLists)] : [];
  });
  const [first = { findings: [], notJudged: [] }] = looks;
  const found = looks.length < 2 ? first.findings : common(looks.map(({ findings }) => findings));
  return { findings: [...notTaken(mapping, schema), ...found], notJudged: first.notJudged };
}

/** What must change before the first message of another version can come in. */
function notTaken({ file, selector }: Mapping, { name, roots, taken, moved }: LintSchema): readonly LintFinding[] {
  if (taken !== false) return [];
  const namespaces = [...new Set(roots.map(({ namespace }) => namespace))];
  const message = `the mapping does not take messages of ${name}`;
  const hint = selector.namespaces
    ? `Add ${listed(namespaces)} to \`message.namespace\`.`
    : 'Add its version to `message.versions`, or leave `versions` out.';
  const findings: LintFinding[] = [
    { severity: 'error', finding: { code: 'AB_MESSAGE_UNKNOWN', message, where: { file }, hint }, schema: name },
  ];
  for (const [before, now] of moved ?? []) {
    const said = `a prefix stands for ${before}, which is ${now} in ${name}`;
    const advice = 'Where both versions come in, give the new namespace a prefix of its own, and write both paths with `|`.';
    findings.push({
      severity: 'error',
      finding: { code: 'AB_PATH_IMPOSSIBLE', message: said, where: { file, field: 'prefixes' }, hint: advice },
      schema: name,
    });
  }
  return findings;
}

/** A mapping for several root elements: only what holds for all of them is said. */
function common(looks: readonly (readonly LintFinding[])[]): readonly LintFinding[] {
  const key = ({ finding: { code, where, message } }: LintFinding): string => `${code} ${where?.line} ${where?.column} ${message}`;
  const [first = [], ...others] = looks.map((findings) => new Map(findings.map((one) => [key(one), one])));
  return [...first].filter(([one]) => others.every((other) => other.has(one))).map(([, one]) => one);
}

class SchemaLint {
  readonly #outline: MappingOutline;
  readonly #schema: LintSchema;
  readonly #graph: SchemaGraph;
  readonly #analysed = new Map<OutlinedPath, PathAnalysis>();
  readonly #surroundings = new Map<unknown, AdviceSurroundings>();

  constructor(outline: MappingOutline, schema: LintSchema, graph: SchemaGraph) {
    this.#outline = outline;
    this.#schema = schema;
    this.#graph = graph;
  }

  run(codeLists: CodeLists | undefined): SchemaLook {
    const { paths, fields } = this.#outline;
    const always = new Set(fields.filter((field) => field.always).map(({ path }) => path));
    const findings = [
      ...paths.flatMap((path) => this.#path(path, always.has(path))),
      ...this.#ambiguous(fields),
      ...fields.flatMap((field) => this.#field(field, codeLists)),
      ...this.#tooShort(fields),
      ...this.#newParts(),
    ];
    const notJudged = paths.flatMap((path) => {
      const { expression: written, place } = path;
      return this.#analyse(path).notJudged.map((why) => ({ path: written, line: place.line, why }));
    });
    return { findings, notJudged };
  }

  #path(path: OutlinedPath, required: boolean): readonly LintFinding[] {
    const { impossible, neverEqual, nodes, expression } = this.#analyse(path);
    const found = impossible.map((step): LintFinding => {
      const { what, hint } = adviceFor(step, this.#surroundingsOf(path));
      const message = `the path \`${path.expression}\` can never match: ${what}`;
      const finding = { code: 'AB_PATH_IMPOSSIBLE', message, where: whereOf(path), hint } as const;
      return {
        severity: 'error',
        finding,
        schema: this.#schema.name,
        ...(required && path.field !== undefined && { fields: [path.field] }),
      };
    });
    const never = neverEqual.map(({ literal, allowed }): LintFinding => {
      const message = `the path compares with \`${literal}\`, which the schema does not allow there`;
      const finding = { code: 'AB_CODE_INVALID', message, where: whereOf(path), hint: `It allows ${listed(allowed)}.` } as const;
      return { severity: 'warning', finding, schema: this.#schema.name };
    });
    const open =
      looksAnywhere(expression) && nodes && nodes.length > 0 && nodes.every(({ kind }) => kind === 'open') ? [this.#onlyOpen(path)] : [];
    return [...found, ...never, ...open];
  }

  #onlyOpen(path: OutlinedPath): LintFinding {
    const message = `the path \`${path.expression}\` can match only where the schema leaves open what stands there`;
    const hint = 'Look whether the name is right: the schema does not know it.';
    return { severity: 'warning', finding: { code: 'AB_PATH_IMPOSSIBLE', message, where: whereOf(path), hint }, schema: this.#schema.name };
  }

  /** Fields whose path may match several places, said once per element that may repeat. */
  #ambiguous(fields: readonly OutlinedField[]): readonly LintFinding[] {
    const groups = new Map<string, { readonly first: OutlinedPath; readonly fields: string[] }>();
    for (const { field, path, rule } of fields) {
      if (!path || (path.key !== 'path' && path.key !== 'use') || rule.pick === 'first') continue;
      const most = this.#most(path);
      if (!most || most.count <= 1) continue;
      const because = most.because ? nameInPaths(most.because.name, this.#surroundingsOf(path).prefixes) : '';
      const group = groups.get(because) ?? { first: path, fields: [] };
      group.fields.push(field);
      groups.set(because, group);
    }
    return [...groups].map(([because, { first, fields: names }]) => {
      const several = because === '' ? 'stands in several places' : `\`${because}\` may stand several times`;
      const message = `${several}: a message with more than one becomes a case (${listed(names)})`;
      const hint = 'Make the path exact, take them all with `each`, or write `pick: first` if the first one is always right.';
      const finding = { code: 'AB_FIELD_AMBIGUOUS', message, where: whereOf(first), hint } as const;
      return { severity: 'warning', finding, schema: this.#schema.name, fields: names } as const;
    });
  }

  /** Fields that take fewer characters than the schema allows, said once; where it sets no limit that is a note. */
  #tooShort(fields: readonly OutlinedField[]): readonly LintFinding[] {
    const found = fields.flatMap((field) => {
      const longest = field.path && longestBeyond(field, this.#analyse(field.path).nodes ?? [], this.#graph);
      return longest === undefined ? [] : [{ field, longest }];
    });
    return [found.filter(({ longest }) => longest < Infinity), found.filter(({ longest }) => longest === Infinity)].flatMap(
      (group, index) => {
        const [first] = group;
        if (!first) return [];
        const names = group.map(
          ({ field, longest }) => `${field.field}: ${field.rule.text?.max}${longest === Infinity ? '' : ` instead of ${longest}`}`,
        );
        const message = `${index === 0 ? 'fields take shorter texts than the schema allows' : 'fields have a limit, and the schema has none'}: ${listed(names)}`;
        const finding = {
          code: 'AB_FIELD_TOO_LONG',
          message,
          where: { ...first.field.place },
          hint: 'A longer text becomes a case; nothing is cut.',
        } as const;
        const severity = index === 0 ? 'warning' : 'note';
        return [{ severity, finding, schema: this.#schema.name, fields: group.map(({ field }) => field.field) } as const];
      },
    );
  }

  /** Parts that a new version brings in every message, and that the mapping neither reads nor ignores. */
  #newParts(): readonly LintFinding[] {
    const { before, name } = this.#schema;
    if (!before) return [];
    const seen = new Set(this.#outline.paths.flatMap((path) => this.#covered(path)));
    const [first] = this.#outline.paths;
    const prefixes = first ? this.#surroundingsOf(first).prefixes : new Map<string, string>();
    return requiredParts(this.#graph)
      .filter(({ node, way }) => !seen.has(node) && !before.some((graph) => knowsWay(graph, way)))
      .map(({ way }): LintFinding => {
        const path = `/${way.map((step) => nameInPaths(step.name, prefixes)).join('/')}`;
        const { documentation = '' } = way.at(-1) ?? {};
        const called = documentation === '' || documentation.length > longestTitle ? '' : `: ${documentation}`;
        const message = `every message of this version has a part that the version before did not know${called}`;
        return { severity: 'warning', finding: { code: 'AB_CONTENT_UNREAD', message, where: { path } }, schema: name };
      });
  }

  #covered(path: OutlinedPath): readonly GraphNode[] {
    const { nodes = [] } = this.#analyse(path);
    return path.key === 'ignore' ? nodes.flatMap((node) => this.#graph.below(node)) : nodes;
  }

  #most(path: OutlinedPath): MostMatches | undefined {
    const { expression, nodes } = this.#analyse(path);
    const context = this.#contextOf(path);
    if (!expression || !nodes || !context) return undefined;
    return mostMatches(expression, context, this.#surroundingsOf(path));
  }

  #field(field: OutlinedField, codeLists: CodeLists | undefined): readonly LintFinding[] {
    const { path } = field;
    const { nodes = [], holders = [] } = path ? this.#analyse(path) : {};
    if (nodes.length === 0) return [];
    const say: LookedAtField['say'] = (finding, severity) => ({
      severity,
      finding: { ...finding, where: { ...field.place, field: field.field } },
      schema: this.#schema.name,
    });
    const looked: LookedAtField = { field, nodes, holders, schema: this.#schema, graph: this.#graph, say };
    return [...lintValue(looked), ...lintCodes(looked, codeLists)];
  }

  #analyse(path: OutlinedPath): PathAnalysis {
    const known = this.#analysed.get(path);
    if (known) return known;
    const context = this.#contextOf(path);
    const analysis: PathAnalysis = context
      ? analysePath(path.expression, context, this.#surroundingsOf(path))
      : { nodes: undefined, holders: [], impossible: [], neverEqual: [], notJudged: [], expression: undefined };
    this.#analysed.set(path, analysis);
    return analysis;
  }

  /** Undefined where the path around it cannot match: one finding says so already. */
  #contextOf({ from }: OutlinedPath): readonly GraphNode[] | undefined {
    return from ? this.#analyse(from).nodes : [this.#graph.root];
  }

  #surroundingsOf({ prefixes, anyFimId }: OutlinedPath): AdviceSurroundings {
    const known = this.#surroundings.get(prefixes);
    if (known) return known;
    const resolved = new Map(
      Object.entries(prefixes).map(([prefix, name]) => {
        const namespace = name === 'profile' ? this.#graph.root.name.namespace : (this.#schema.moved?.get(name) ?? name);
        return [prefix, namespace] as const;
      }),
    );
    const made = { graph: this.#graph, prefixes: resolved, namespaceOf: (prefix: string) => resolved.get(prefix), anyFimId };
    this.#surroundings.set(prefixes, made);
    return made;
  }
}

/** A path step by step into what the schema leaves open was meant so; one that looks below everything may be a slip. */
function looksAnywhere(expression: XPathExpression | undefined): boolean {
  if (expression?.kind === 'union') return expression.parts.some(looksAnywhere);
  return expression?.kind === 'location' && expression.steps.some(({ axis }) => axis === 'descendant' || axis === 'descendant-or-self');
}

function whereOf({ place, field }: OutlinedPath): NonNullable<LintFinding['finding']['where']> {
  return { ...place, field };
}
