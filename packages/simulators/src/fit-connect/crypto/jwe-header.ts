import type { VersionRules } from '../dialect/version-rules.ts';
import type { JweHeader } from './jwe-probe.ts';

/** What a JWE holds. */
export type Part = 'metadata' | 'data' | 'attachment';

/** What a header must be like. */
export interface HeaderRules {
  readonly part: Part;
  readonly rules: VersionRules;
  /** The destination's present key; for replies it is not known. */
  readonly kid: string | undefined;
}

const contentTypes: Readonly<Record<Part, RegExp>> = {
  metadata: /^(application\/)?json$/,
  data: /^(application\/)?(json|xml)$/,
  attachment: /^[-\w.]+(\/[-\w.+]+)?$/,
};

/** What is wrong with the header of a JWE; undefined when nothing is. */
export function faultOfHeader(header: JweHeader, { part, rules, kid }: HeaderRules): string | undefined {
  const name = wrongName(header, { part, rules, kid });
  return name === undefined ? undefined : `Invalid JWE Header '${name}' of ${part}`;
}

function wrongName(header: JweHeader, { part, rules, kid }: HeaderRules): string | undefined {
  if (header['alg'] !== 'RSA-OAEP-256') return 'alg';
  if (header['enc'] !== 'A256GCM') return 'enc';
  if (!isKid(header['kid']) || (rules.keyCheck && kid !== undefined && header['kid'] !== kid)) return 'kid';
  if (header['zip'] !== undefined && (rules.zip === 'refused' || header['zip'] !== 'DEF')) return 'zip';
  return isContentType(header['cty'], part, rules) ? undefined : 'cty';
}

function isKid(kid: unknown): boolean {
  return typeof kid === 'string' && kid !== '';
}

function isContentType(given: unknown, part: Part, rules: VersionRules): boolean {
  if (given === undefined) return rules.contentType === 'optional' || part === 'attachment';
  return typeof given === 'string' && contentTypes[part].test(given);
}
