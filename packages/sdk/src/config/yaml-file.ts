import { ConfigurationFault } from '../errors/families.ts';

/** A YAML file with the places of its values. */
export interface YamlFile {
  readonly value: unknown;
  /** The fault for problems at paths of the value: names the first one's line and column, lists the others behind it. */
  fault(issues: readonly YamlIssue[]): ConfigurationFault;
}

/** A problem with a value. The message must not quote the value: it could be a secret written by mistake. */
export interface YamlIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string | undefined;
  readonly keys?: readonly string[] | undefined;
}

/**
 * Parses YAML, keeping lines and columns.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID with line and column
 */
export async function parseYaml(text: string, file: string): Promise<YamlFile> {
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const placeOf = (offset: number | undefined): { file: string; line?: number; column?: number } => {
    if (offset === undefined) return { file };
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const [broken] = document.errors;
  if (broken !== undefined) {
    throw new ConfigurationFault('AB_CONFIG_INVALID', `Not valid YAML: ${broken.code.toLowerCase().replaceAll('_', ' ')}`, { where: placeOf(broken.pos[0]) });
  }
  const offsetOf = (path: readonly PropertyKey[]): number | undefined => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range !== undefined && node.range !== null) return node.range[0];
    }
    return undefined;
  };
  return {
    value: document.toJS({ maxAliasCount: 100 }) as unknown,
    fault: (issues) => {
      const findings = issues.map((issue) => {
        const path = [...issue.path, ...(issue.keys?.slice(0, 1) ?? [])];
        const field = path.map(String).join('.');
        const message = issue.code === 'unrecognized_keys' ? `unknown setting ${issue.keys?.join(', ') ?? ''}` : issue.message;
        return { code: 'AB_CONFIG_INVALID' as const, message: `${field}: ${message}`, where: { ...placeOf(offsetOf(path)), field } };
      });
      const [first] = findings;
      return new ConfigurationFault('AB_CONFIG_INVALID', findings.map((finding) => finding.message).join('; '), {
        where: first?.where,
        findings,
      });
    },
  };
}
