import { nearestName } from './nearest-name.ts';

const literals = /"[^"]*"|'[^']*'/g;
const prefixed = /(?<![\p{L}\p{N}_])([\p{L}_][\p{L}\p{N}_.-]*):(?!:)/gu;

/** Why a prefix used in a path is not known, or undefined. The XML library would notice only when a step is reached. */
export function pathPrefixFault(expression: string, prefixes: Readonly<Record<string, string>>): string | undefined {
  for (const [, prefix] of expression.replaceAll(literals, '').matchAll(prefixed)) {
    if (prefix === undefined || prefix === 'xml' || Object.hasOwn(prefixes, prefix)) continue;
    const near = nearestName(prefix, Object.keys(prefixes));
    return `its prefix "${prefix}" is not among \`prefixes\`${near ? `; did you mean "${near}"?` : ''}`;
  }
  return undefined;
}

/** The path of the parent of what a plain path selects, or undefined: predicates and functions are not taken apart. */
export function parentPath(expression: string): string | undefined {
  if (/[[\](|'"\s]/.test(expression)) return undefined;
  const cut = expression.replace(/\/{1,2}[^/]+$/, '');
  return cut === expression || cut === '' || cut === '.' ? undefined : cut;
}
