import { longFimId, normaliseFimId } from '../message/fim-id.ts';
import { xpathTokens } from './lint/xpath-tokens.ts';

/**
 * An XPath expression whose steps to elements named by a FIM id also match that id in its other length: `f:F60000227` of
 * XDatenfelder 2 and `f:F60000000227` of XDatenfelder 3.
 */
export function anyFimId(expression: string): string {
  let written = '';
  let at = 0;
  for (const { kind, text, start, end } of xpathTokens(expression) ?? []) {
    const twin = kind === 'name' && !isAttribute(expression, start) ? twinOf(text) : undefined;
    if (twin === undefined) continue;
    written += `${expression.slice(at, start)}*[self::${text} or self::${twin}]`;
    at = end;
  }
  return written + expression.slice(at);
}

function twinOf(name: string): string | undefined {
  const colon = name.indexOf(':') + 1;
  const id = name.slice(colon);
  const twin = [normaliseFimId(id), longFimId(id)].find((other) => other !== undefined && other !== id);
  return twin === undefined ? undefined : name.slice(0, colon) + twin;
}

function isAttribute(expression: string, start: number): boolean {
  return /(?:@|attribute\s*::)\s*$/.test(expression.slice(0, start));
}
