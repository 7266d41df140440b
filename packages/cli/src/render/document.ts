import { type ErrorCodeEntry, errorCodes } from '@amtsbote/sdk';
import { plainJson } from './plain.ts';

/** A document as one line of JSON. Every finding in it carries advice and official code, also where the general ones of
 * its code hold. */
export function documentLine(document: object): string {
  return `${plainJson(document, (key, value) => (key === 'findings' && Array.isArray(value) ? value.map(withAdvice) : value))}\n`;
}

function withAdvice(finding: unknown): unknown {
  if (typeof finding !== 'object' || finding === null || !('code' in finding)) return finding;
  const { hint, officialCode } = (errorCodes as Readonly<Record<string, ErrorCodeEntry>>)[String(finding.code)] ?? {};
  const given = Object.entries(finding).filter(([, value]) => value !== undefined);
  return { hint, officialCode, ...Object.fromEntries(given) };
}
