import type { Request } from 'playwright-core';

/** A request of the target's page, as a description names it. */
export interface RequestPattern {
  /** Default `POST`. `GET` where old software saves by GET. */
  readonly method?: string | undefined;
  /** Path without query: `*` stands for anything but `/`, `**` for anything; or an expression over the path. */
  readonly path: string | RegExp;
  /** Host with port; default: that of the page; `*` for any. */
  readonly host?: string | undefined;
  /** An expression for what the body holds, for applications that send everything to one path. Default: any body. */
  readonly body?: string | undefined;
}

/** An expression over whole addresses. Playwright filters by it in the browser, so that only hits cost a round trip. */
export function addressPattern(pattern: RequestPattern, pageUrl: string): RegExp {
  const host = pattern.host ?? hostOf(pageUrl);
  const hostPart = host === '*' ? '[^/]*' : escapeExpression(host);
  if (typeof pattern.path === 'string') return new RegExp(`^https?://${hostPart}${globExpression(pattern.path)}(?:[?#].*)?$`);
  return new RegExp(`^https?://${hostPart}(?:/.*)?$`);
}

/** True when the request is the one that the pattern names. */
export function matchesPattern(request: Request, pattern: RequestPattern, pageUrl: string): boolean {
  if (request.method() !== (pattern.method ?? 'POST').toUpperCase()) return false;
  const url = request.url();
  if (!addressPattern(pattern, pageUrl).test(url)) return false;
  if (pattern.body !== undefined && !new RegExp(pattern.body, 'u').test(request.postData() ?? '')) return false;
  return (
    typeof pattern.path === 'string' || new RegExp(pattern.path.source, pattern.path.flags.replace(/[gy]/g, '')).test(new URL(url).pathname)
  );
}

/** True for methods that may change something. */
export function isWrite(request: Request): boolean {
  return !['GET', 'HEAD', 'OPTIONS'].includes(request.method());
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function globExpression(glob: string): string {
  return glob
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/?#]*' : escapeExpression(part)))
    .join('');
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
}
