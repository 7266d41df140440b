import { readForm } from '../body.ts';
import type { App } from '../app.ts';
import { markup, type Html } from '../../shared/markup.ts';
import { labelText, layout } from '../html/layout.ts';
import type { Exchange, Reply } from '../http-types.ts';
import { seeOther } from '../replies.ts';
import type { Route } from '../router.ts';
import { sessionCookie } from '../sessions.ts';
import { signIn as trySignIn, signInMessage } from '../signing-in.ts';
import { findSession } from '../skins/skin.ts';

/** Sign in and sign out. */
export const loginRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/anmelden', guard: 'open', handler: showLogin },
  { method: 'POST', pattern: '/anmelden', guard: 'open', act: 'sign-in', handler: signIn },
  { method: 'POST', pattern: '/abmelden', guard: 'open', handler: signOut },
];

/** Where requests without a session are sent. */
export function toLogin(exchange: Pick<Exchange, 'request'>, reason: 'zeit' | 'keine'): Reply {
  const { method, path } = exchange.request;
  const query = new URLSearchParams({
    ...(reason === 'zeit' ? { grund: 'zeit' } : {}),
    ...(method === 'GET' && path !== '/' ? { ziel: path } : {}),
  });
  return seeOther(`/anmelden${query.size > 0 ? `?${query.toString()}` : ''}`, {
    'set-cookie': sessionCookie(),
  });
}

function showLogin(_app: App, exchange: Exchange): Reply {
  const expired = exchange.request.query.get('grund') === 'zeit';
  const notice = expired
    ? markup`<p class="meldung" role="status">Ihre Sitzung ist abgelaufen. Bitte melden Sie sich erneut an.</p>`
    : undefined;
  return loginPage(exchange, notice);
}

async function signIn(app: App, exchange: Exchange): Promise<Reply> {
  const body = await readForm(exchange.request);
  const result = trySignIn(app, body.get('benutzername') ?? '', body.get('kennwort') ?? '');
  if (typeof result === 'object') return seeOther(localTarget(body.get('ziel')), { 'set-cookie': sessionCookie(result) });
  return loginPage(exchange, markup`<div class="fehler" role="alert">${signInMessage(app, result)}</div>`);
}

function signOut(app: App, exchange: Exchange): Reply {
  const session = findSession(app, exchange.request);
  if (session && session !== 'expired') app.sessions.close(session.id);
  return seeOther('/anmelden', { 'set-cookie': sessionCookie() });
}

function loginPage(exchange: Exchange, notice: Html | undefined): Reply {
  const target = exchange.request.query.get('ziel') ?? '';
  const main = markup`${notice}
<form method="post" action="/anmelden">
<input type="hidden" name="ziel" value="${target}">
<div class="feld"><label for="benutzername">${labelText(exchange, 'Benutzername')}</label><input type="text" id="benutzername" name="benutzername" autocomplete="username"></div>
<div class="feld"><label for="kennwort">${labelText(exchange, 'Kennwort')}</label><input type="password" id="kennwort" name="kennwort" autocomplete="current-password"></div>
<div class="knoepfe"><button class="haupt" type="submit">Anmelden</button></div>
</form>`;
  return layout(exchange, { title: 'Anmelden', main, narrow: true });
}

/** Only paths of this application; anything else leads to the overview. */
function localTarget(target: string | undefined): string {
  return target !== undefined && /^\/(?![/\\])[\w/.-]*$/.test(target) ? target : '/';
}
