import type { App } from '../../app.ts';
import { readForm } from '../../body.ts';
import { markup } from '../../../shared/markup.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { seeOther } from '../../replies.ts';
import type { Route } from '../../router.ts';
import { enterCode, signIn, signInMessage, takeNewPassword } from '../../signing-in.ts';
import { oldPage, withSession } from './old-page.ts';

/** Sign in; the session goes into the address. */
export const oldSignInRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/', guard: 'open', handler: () => seeOther('/mv/anmeldung') },
  { method: 'GET', pattern: '/mv/anmeldung', guard: 'open', handler: (_app, exchange) => namePage(exchange) },
  { method: 'POST', pattern: '/mv/anmeldung', guard: 'open', act: 'sign-in', handler: takeName },
  { method: 'GET', pattern: '/mv/code', guard: 'stage', handler: (_app, exchange) => codePage(exchange) },
  { method: 'POST', pattern: '/mv/code', guard: 'stage', act: 'sign-in', handler: takeCode },
  { method: 'GET', pattern: '/mv/kennwort', guard: 'stage', handler: (_app, exchange) => passwordPage(exchange) },
  { method: 'POST', pattern: '/mv/kennwort', guard: 'stage', act: 'sign-in', handler: changePassword },
  { method: 'GET', pattern: '/mv/abmeldung', guard: 'session', handler: signOut },
];

async function takeName(app: App, exchange: Exchange): Promise<Reply> {
  const body = await readForm(exchange.request);
  const session = signIn(app, body.get('BENUTZER') ?? '', body.get('KENNWORT') ?? '');
  if (typeof session === 'string') return namePage(exchange, signInMessage(app, session));
  return seeOther(withSession({ ...exchange, session }, '/start'));
}

async function takeCode(app: App, exchange: Exchange): Promise<Reply> {
  const { session } = exchange;
  const body = await readForm(exchange.request);
  if (session?.stage !== 'code') return seeOther(withSession(exchange, '/start'));
  const result = enterCode(app, session, body.get('CODE') ?? '');
  if (result !== 'ok') return codePage(exchange, signInMessage(app, result === 'wrong' ? 'code' : 'locked'));
  return seeOther(withSession(exchange, '/start'));
}

async function changePassword(app: App, exchange: Exchange): Promise<Reply> {
  const { session } = exchange;
  const body = await readForm(exchange.request);
  if (session?.stage !== 'password') return seeOther(withSession(exchange, '/start'));
  const [old = '', next = '', again = ''] = ['ALT', 'NEU', 'NEU2'].map((name) => body.get(name) ?? '');
  const result = takeNewPassword(app, session, { old, next, again });
  if (result !== 'ok') return passwordPage(exchange, signInMessage(app, result === 'wrong' ? 'old' : result));
  return seeOther(withSession(exchange, '/start'));
}

function signOut(app: App, exchange: Exchange): Reply {
  if (exchange.session) app.sessions.close(exchange.session.id);
  return seeOther('/mv/anmeldung');
}

function namePage(exchange: Exchange, message?: string): Reply {
  return signInPage(exchange, {
    title: 'Anmeldung',
    action: '/mv/anmeldung',
    message,
    button: 'Anmelden',
    fields: [
      { name: 'BENUTZER', label: 'Benutzer:', type: 'text' },
      { name: 'KENNWORT', label: 'Kennwort:', type: 'password' },
    ],
  });
}

function codePage(exchange: Exchange, message?: string): Reply {
  return signInPage(exchange, {
    title: 'Zweiter Faktor',
    action: withSession(exchange, '/code'),
    message,
    button: 'Weiter',
    fields: [{ name: 'CODE', label: 'Bestätigungscode:', type: 'text' }],
  });
}

function passwordPage(exchange: Exchange, message = 'Ihr Kennwort ist abgelaufen. Bitte vergeben Sie ein neues.'): Reply {
  return signInPage(exchange, {
    title: 'Kennwort ändern',
    action: withSession(exchange, '/kennwort'),
    message,
    button: 'Kennwort ändern',
    fields: [
      { name: 'ALT', label: 'Bisheriges Kennwort:', type: 'password' },
      { name: 'NEU', label: 'Neues Kennwort:', type: 'password' },
      { name: 'NEU2', label: 'Neues Kennwort (Wdh.):', type: 'password' },
    ],
  });
}

interface SignInPage {
  readonly title: string;
  readonly action: string;
  readonly message: string | undefined;
  readonly button: string;
  readonly fields: readonly { readonly name: string; readonly label: string; readonly type: string }[];
}

function signInPage(exchange: Exchange, { title, action, message, button, fields }: SignInPage): Reply {
  const rows = fields.map(
    ({ name, label, type }) =>
      markup`<tr><td class="feld">${label}</td><td><input type="${type}" name="${name}" size="20" autocomplete="off"></td></tr>`,
  );
  const body = markup`<center><br><br><form name="anm" method="post" action="${action}"><table class="maske" cellspacing="0" width="320">
<tr><td colspan="2" class="gruppe">MUSTERVERFAHREN 2.1 - ${title}</td></tr>
${message !== undefined && markup`<tr><td colspan="2"><font color="#cc0000">${message}</font></td></tr>`}
${rows}
<tr><td></td><td><input type="submit" class="knopf" value="${button}"></td></tr>
</table></form></center>`;
  return oldPage(exchange, { title: `Musterverfahren - ${title}`, body, background: '#6a8caf' });
}
