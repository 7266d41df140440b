import type { ErrorCode } from '../errors/codes.ts';
import { ConfigurationFault } from '../errors/families.ts';
import { nearestName } from '../message/nearest-name.ts';
import type { Finding } from '../model/finding.ts';
import { readYaml } from './yaml-source.ts';

/** A YAML file of the operator: its value, and how to complain about it with line and column. */
export interface YamlFile {
  readonly value: unknown;
  /** The fault for problems of the value, as a zod shape finds them: the first one's place, all of them as findings. */
  fault(issues: readonly YamlIssue[]): ConfigurationFault;
}

/** A problem of a value. Messages name rules, never the value: it could be a secret written by mistake. */
export interface YamlIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string | undefined;
  /** With the code `unrecognized_keys`: the keys that are not known. */
  readonly keys?: readonly string[] | undefined;
}

const code: ErrorCode = 'AB_CONFIG_INVALID';

/**
 * Reads the text of a YAML file.
 *
 * @param known settings that may be meant by an unknown one
 * @throws ConfigurationFault AB_CONFIG_INVALID with line and column
 */
export async function parseYaml(text: string, file: string, known: readonly string[] = []): Promise<YamlFile> {
  const source = await readYaml(text, () => false);
  const fault = (problems: readonly { path: readonly PropertyKey[]; message: string }[]): ConfigurationFault => {
    const findings = problems.map(({ path, message }): Finding => {
      const field = path.map(String).join('.');
      return { code, message: field === '' ? message : `${field}: ${message}`, where: { file, ...source.place(path), field } };
    });
    return new ConfigurationFault(code, findings.map((finding) => finding.message).join('; '), { where: findings[0]?.where, findings });
  };
  if (source.problems.length > 0) throw fault(source.problems);
  return { value: source.data, fault: (issues) => fault(issues.flatMap((issue) => problemsOf(issue, known))) };
}

function problemsOf(issue: YamlIssue, known: readonly string[]): readonly { path: readonly PropertyKey[]; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  return (issue.keys ?? []).map((key) => {
    const near = nearestName(key, known);
    return { path: [...issue.path, key], message: `there is no such setting${near === undefined ? '' : `; did you mean ${near}?`}` };
  });
}
