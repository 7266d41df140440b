import { ConfigurationFault, Defect } from '../errors/families.ts';

/** Values of a query; undefined is left out. */
export type HttpQuery = Readonly<Record<string, string | number | boolean | undefined>>;

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Reads the address all requests are pinned to.
 *
 * @throws ConfigurationFault AB_CONFIG_INVALID when it is no http(s) address, holds a login, query or fragment, or is
 * plain http to another machine without `plainHttp`
 */
export function parseBaseUrl(baseUrl: string, plainHttp = false): URL {
  const url = URL.parse(baseUrl);
  if (url === null || !/^https?:$/.test(url.protocol)) throw invalid('is no http or https address');
  if (url.username !== '' || url.password !== '') throw invalid('holds a login; use `auth`');
  if (url.search !== '' || url.hash !== '') throw invalid('holds a query or a fragment');
  if (url.protocol === 'http:' && !plainHttp && !loopback.test(url.hostname)) {
    throw invalid('sends citizens’ data in the clear; use https, or allow it with `plainHttp: true`');
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/**
 * The address of a request below the base.
 *
 * @param path begins with `/`, is relative to the base, and may have a query
 * @throws Defect when the path would leave the base: another host, another folder
 */
export function requestUrl(base: URL, path: string, query: HttpQuery = {}): URL {
  const url = leavesBase(path) ? null : URL.parse(`.${path}`, base.href);
  if (url === null || url.origin !== base.origin || !url.pathname.startsWith(base.pathname)) {
    throw new Defect('AB_DEFECT', `the path of a request to ${base.host} leaves its base address`);
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  url.hash = '';
  return url;
}

function leavesBase(path: string): boolean {
  const [folders = ''] = path.split(/[?#]/, 1);
  return (
    !path.startsWith('/') ||
    path.startsWith('//') ||
    /[\\\u0000-\u0020\u007f]/.test(path) ||
    folders.split('/').some((segment) => /^(\.|%2e){1,2}$/i.test(segment))
  );
}

function invalid(what: string): ConfigurationFault {
  return new ConfigurationFault('AB_CONFIG_INVALID', `baseUrl ${what}`, { where: { field: 'baseUrl' } });
}
