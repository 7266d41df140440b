import type { LoginResult } from './accounts.ts';
import type { App } from './app.ts';
import type { Session, SignInStage } from './sessions.ts';

/** The outcome of a name and a password: a session that may still lack a code or a new password, or why there is none. */
export function signIn(app: App, name: string, password: string): Session | Exclude<LoginResult, 'ok'> {
  const result = app.users.login(name, password);
  if (result !== 'ok') return result;
  return app.sessions.open(name, app.users.needsCode(name) ? 'code' : stageAfterCode(app, name));
}

/** Takes the code of the second factor; a right one moves the session on. */
export function enterCode(app: App, session: Session, code: string): LoginResult {
  const result = app.users.enterCode(session.user, code, app.clock());
  if (result === 'ok') session.stage = stageAfterCode(app, session.user);
  return result;
}

/** Takes a new password and lets the session in. */
export function takeNewPassword(app: App, session: Session, change: PasswordChange): 'ok' | 'wrong' | 'weak' | 'different' {
  if (change.next !== change.again) return 'different';
  const result = app.users.changePassword(session.user, change.old, change.next);
  if (result === 'ok') {
    app.changedPasswords.add(session.user);
    session.stage = 'in';
  }
  return result;
}

/** What the prompt for a new password takes. */
export interface PasswordChange {
  readonly old: string;
  readonly next: string;
  readonly again: string;
}

/** What clerks read when a sign-in or a change of password was not accepted. */
export function signInMessage(app: App, reason: 'wrong' | 'locked' | 'code' | 'old' | 'weak' | 'different'): string {
  return { ...messages, locked: lockedMessage(app) }[reason];
}

const messages = {
  wrong: 'Benutzername oder Kennwort ist falsch.',
  code: 'Der Bestätigungscode ist falsch oder abgelaufen.',
  old: 'Das bisherige Kennwort ist falsch.',
  weak: 'Das neue Kennwort braucht mindestens zehn Zeichen und muss sich vom bisherigen unterscheiden.',
  different: 'Die beiden Eingaben des neuen Kennworts stimmen nicht überein.',
};

function lockedMessage(app: App): string {
  const { failuresUntilLock } = app.users;
  const count = failuresUntilLock === 5 ? 'fünf' : String(failuresUntilLock);
  return `Das Konto ist nach ${count} Fehlversuchen gesperrt. Bitte wenden Sie sich an die Systemverwaltung.`;
}

function stageAfterCode(app: App, name: string): SignInStage {
  return app.quirks.has('password-change') && !app.changedPasswords.has(name) ? 'password' : 'in';
}
