import { type ErrorCodeEntry, errorCodes } from '@amtsbote/sdk';

/** A document as one line of JSON. Every finding in it carries its advice, also where the general advice of its code holds. */
export function documentLine(document: object): string {
  return `${JSON.stringify(document, (key, value: unknown) => (key === 'findings' && Array.isArray(value) ? value.map(withAdvice) : value))}\n`;
}

function withAdvice(finding: unknown): unknown {
  if (typeof finding !== 'object' || finding === null || !('code' in finding)) return finding;
  const entry = (errorCodes as Readonly<Record<string, ErrorCodeEntry>>)[String(finding.code)];
  return 'hint' in finding && finding.hint !== undefined ? finding : { ...finding, hint: entry?.hint };
}
