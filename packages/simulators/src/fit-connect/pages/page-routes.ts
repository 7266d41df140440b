import { style } from '../../shared/style.ts';
import { versionRules, type VersionRules } from '../dialect/version-rules.ts';
import type { Route } from '../http/router.ts';
import { showCase } from './case.ts';
import { showOverview } from './overview.ts';

/** The pages for people who want to see what the service holds. */
export const pageRoutes: readonly Route[] = [
  webPage('/', showOverview),
  webPage('/cases/:caseId', showCase),
  webPage('/stil.css', () => ({ status: 200, headers: { 'content-type': 'text/css; charset=utf-8' }, body: style })),
];

function webPage(pattern: string, handle: Route['handle']): Route {
  return { method: 'GET', pattern, operation: 'page', rules: versionRules['v2'] as VersionRules, isApi: false, handle };
}
