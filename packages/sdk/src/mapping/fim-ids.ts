import { xpathTokens } from './lint/xpath-tokens.ts';

const shortId = /^([SGFRD])(\d{5})(\d{3})$/;
const longId = /^([SGFRD])(\d{5})(\d{6})$/;

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
  const [prefix, id] = [name.slice(0, colon), name.slice(colon)];
  const short = shortId.exec(id);
  if (short) return `${prefix}${short[1] ?? ''}${short[2] ?? ''}000${short[3] ?? ''}`;
  const long = longId.exec(id);
  return long?.[3]?.startsWith('000') ? `${prefix}${long[1] ?? ''}${long[2] ?? ''}${long[3].slice(3)}` : undefined;
}

function isAttribute(expression: string, start: number): boolean {
  return /(?:@|attribute\s*::)\s*$/.test(expression.slice(0, start));
}
