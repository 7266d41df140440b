import type { App } from '../app.ts';
import { readForm } from '../body.ts';
import { markup, type Html } from '../../shared/markup.ts';
import { layout } from '../html/layout.ts';
import type { Exchange, Reply } from '../http-types.ts';
import { seeOther } from '../replies.ts';
import type { Route } from '../router.ts';
import { enterCode, signInMessage, takeNewPassword } from '../signing-in.ts';

/** What may stand between the password and the overview: the code of a second factor, a password that has to be changed. */
export const stageRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/anmelden/code', guard: 'stage', handler: (_app, exchange) => codePage(exchange) },
  { method: 'POST', pattern: '/anmelden/code', guard: 'stage', act: 'sign-in', handler: takeCode },
  { method: 'GET', pattern: '/anmelden/kennwort', guard: 'stage', handler: (_app, exchange) => passwordPage(exchange) },
  { method: 'POST', pattern: '/anmelden/kennwort', guard: 'stage', act: 'sign-in', handler: changePassword },
];

async function takeCode(app: App, exchange: Exchange): Promise<Reply> {
  const body = await readForm(exchange.request);
  const { session } = exchange;
  if (session?.stage !== 'code') return seeOther('/');
  const result = enterCode(app, session, body.get('code') ?? '');
  if (result === 'ok') return seeOther('/');
  return codePage(exchange, signInMessage(app, result === 'wrong' ? 'code' : 'locked'));
}

async function changePassword(app: App, exchange: Exchange): Promise<Reply> {
  const body = await readForm(exchange.request);
  const { session } = exchange;
  if (session?.stage !== 'password') return seeOther('/');
  const [old = '', next = '', again = ''] = ['kennwort_alt', 'kennwort_neu', 'kennwort_wiederholung'].map((name) => body.get(name) ?? '');
  const result = takeNewPassword(app, session, { old, next, again });
  if (result === 'ok') return seeOther('/');
  return passwordPage(exchange, signInMessage(app, result === 'wrong' ? 'old' : result));
}

function codePage(exchange: Exchange, message?: string): Reply {
  const main = markup`${alertOf(message)}<p>Bitte geben Sie den sechsstelligen Code Ihrer Authentifizierungs-App ein.</p>
<form method="post" action="/anmelden/code">
<div class="feld"><label for="code">Bestätigungscode</label><input type="text" id="code" name="code" inputmode="numeric" autocomplete="one-time-code"></div>
<div class="knoepfe"><button class="haupt" type="submit">Bestätigen</button></div>
</form>`;
  return layout(withoutSession(exchange), { title: 'Zweiter Faktor', main, narrow: true });
}

function passwordPage(exchange: Exchange, message?: string): Reply {
  const fields = [
    { name: 'kennwort_alt', label: 'Bisheriges Kennwort', autocomplete: 'current-password' },
    { name: 'kennwort_neu', label: 'Neues Kennwort', autocomplete: 'new-password' },
    { name: 'kennwort_wiederholung', label: 'Neues Kennwort wiederholen', autocomplete: 'new-password' },
  ];
  const main = markup`${alertOf(message)}<p class="meldung" role="status">Ihr Kennwort ist abgelaufen. Bitte vergeben Sie ein neues.</p>
<form method="post" action="/anmelden/kennwort">
${fields.map(
  ({ name, label, autocomplete }) =>
    markup`<div class="feld"><label for="${name}">${label}</label><input type="password" id="${name}" name="${name}" autocomplete="${autocomplete}"></div>`,
)}
<div class="knoepfe"><button class="haupt" type="submit">Kennwort ändern</button></div>
</form>`;
  return layout(withoutSession(exchange), { title: 'Kennwort ändern', main, narrow: true });
}

/** Who is not in yet sees no navigation. */
function withoutSession(exchange: Exchange): Exchange {
  return { ...exchange, session: undefined };
}

function alertOf(message: string | undefined): Html | undefined {
  return message === undefined ? undefined : markup`<div class="fehler" role="alert">${message}</div>`;
}
