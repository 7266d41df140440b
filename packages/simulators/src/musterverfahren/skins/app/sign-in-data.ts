import type { App } from '../../app.ts';
import type { Exchange, Reply } from '../../http-types.ts';
import { json } from '../../replies.ts';
import type { Route } from '../../router.ts';
import { sessionCookie, type Session } from '../../sessions.ts';
import { enterCode, signIn, signInMessage, takeNewPassword } from '../../signing-in.ts';
import { findSession } from '../skin.ts';
import { readJson, textOf } from './read-json.ts';

/** Sign in and out, as JSON. */
export const signInRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/daten/anmeldung', guard: 'open', act: 'sign-in', handler: takeName },
  { method: 'POST', pattern: '/daten/anmeldung/code', guard: 'stage', act: 'sign-in', handler: takeCode },
  { method: 'POST', pattern: '/daten/anmeldung/kennwort', guard: 'stage', act: 'sign-in', handler: changePassword },
  { method: 'DELETE', pattern: '/daten/anmeldung', guard: 'open', handler: signOut },
  { method: 'GET', pattern: '/daten/ich', guard: 'session', handler: (_app, exchange) => json({ benutzer: exchange.caller }) },
];

function takeName(app: App, exchange: Exchange): Reply {
  const body = readJson(exchange.request);
  const result = signIn(app, textOf(body['benutzername']), textOf(body['kennwort']));
  if (typeof result === 'string') return refused(signInMessage(app, result));
  return json(standing(result), 200, { 'set-cookie': sessionCookie(result) });
}

function takeCode(app: App, exchange: Exchange): Reply {
  const { session } = exchange;
  if (session?.stage !== 'code') return refused('Es wird kein Code erwartet.');
  const result = enterCode(app, session, textOf(readJson(exchange.request)['code']));
  return result === 'ok' ? json(standing(session)) : refused(signInMessage(app, result === 'wrong' ? 'code' : 'locked'));
}

function changePassword(app: App, exchange: Exchange): Reply {
  const { session } = exchange;
  if (session?.stage !== 'password') return refused('Das Kennwort muss nicht geändert werden.');
  const body = readJson(exchange.request);
  const change = { old: textOf(body['alt']), next: textOf(body['neu']), again: textOf(body['wiederholung']) };
  const result = takeNewPassword(app, session, change);
  return result === 'ok' ? json(standing(session)) : refused(signInMessage(app, result === 'wrong' ? 'old' : result));
}

function signOut(app: App, exchange: Exchange): Reply {
  const session = findSession(app, exchange.request);
  if (session && session !== 'expired') app.sessions.close(session.id);
  return json({}, 200, { 'set-cookie': sessionCookie() });
}

function standing(session: Session): Readonly<Record<string, string>> {
  if (session.stage === 'in') return { stand: 'angemeldet', benutzer: session.user };
  return { stand: 'weiter', stufe: session.stage === 'code' ? 'code' : 'kennwort' };
}

function refused(text: string): Reply {
  return json({ stand: 'fehler', text });
}
