import type { App } from '../../app.ts';
import { forms } from '../../forms/catalogue.ts';
import { markup, type Html } from '../../../shared/markup.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { page } from '../../replies.ts';
import type { Route } from '../../router.ts';
import { cameFromOutside, type Notice } from '../skin.ts';

const addresses = [
  '/',
  '/anmelden',
  '/anmelden/:stufe',
  '/suche',
  ...forms.flatMap(({ kind }) => [
    `/${kind}`,
    `/${kind}/:aktenzeichen`,
    `/${kind}/:aktenzeichen/bestaetigung`,
    `/${kind}/:aktenzeichen/bearbeiten`,
  ]),
];

/** The addresses of the application. All of them answer with the same page; the script in it looks at the address. */
export const shellRoutes: readonly Route[] = addresses.map((pattern) => ({ method: 'GET', pattern, guard: 'open', handler: shell }));

/** A page without the application, such as for an error of the server. */
export function noticePage(_exchange: Exchange, { title, main, status }: Notice): Reply {
  return page(whole(title, markup`<main><h1>${title}</h1>${main}</main>`), status);
}

function shell(app: App, exchange: Exchange): Reply {
  const { path } = exchange.request;
  if (path.endsWith('/neu') && app.quirks.has('interstitial') && cameFromOutside(exchange.request)) {
    const main = markup`<p>Sie haben die Anwendung über einen fremden Verweis geöffnet.</p><p><a href="${path}">Weiter zur angeforderten Seite</a></p>`;
    return noticePage(exchange, { title: 'Sicherheitshinweis', main, status: 200 });
  }
  const quirks = app.quirks.list().join(' ');
  return page(
    whole('Musterverfahren', markup`<mv-app data-quirks="${quirks}"></mv-app><script type="module" src="/dateien/app/main.js"></script>`),
  );
}

function whole(title: string, content: Html): Html {
  return markup`<!doctype html>
<html lang="de">
<head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/dateien/quirks.css"><style>body { margin: 0; background: #f4f6f7; font-family: Roboto, "DejaVu Sans", sans-serif; } main { max-width: 40rem; margin: 4rem auto; }</style></head>
<body>${content}</body>
</html>
`;
}
