import { readdirSync, readFileSync } from 'node:fs';
import type { Reply } from './http-types.ts';
import type { Route } from './router.ts';

/** Scripts and stylesheets, as the browser gets them; the same place seen from the sources and from what is built of them. */
const folder = new URL('../../assets/musterverfahren/', import.meta.url);

const mediaTypes: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** Everything under `/dateien/`. */
export const assetRoutes: readonly Route[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => extensionOf(file) in mediaTypes)
  .map((file): Route => ({ method: 'GET', pattern: `/dateien/${file}`, guard: 'open', handler: () => asset(file) }));

function asset(file: string): Reply {
  return {
    status: 200,
    headers: { 'content-type': mediaTypes[extensionOf(file)] ?? 'text/plain', 'cache-control': 'max-age=3600' },
    body: readFileSync(new URL(file, folder), 'utf8'),
  };
}

function extensionOf(file: string): string {
  return file.slice(file.lastIndexOf('.') + 1);
}
