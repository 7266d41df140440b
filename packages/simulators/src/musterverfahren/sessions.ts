import { randomBytes } from 'node:crypto';
import type { FieldValue, RecordKind } from './forms/field.ts';
import type { StoredAttachment } from './store.ts';

/** A form being filled in. It lives in the session and is gone with it. */
export interface Draft {
  readonly id: string;
  readonly kind: RecordKind;
  readonly values: Record<string, FieldValue>;
  /** By field name. */
  readonly files: Record<string, readonly StoredAttachment[]>;
  /** Of the record that it has become, where tabs save one by one. */
  aktenzeichen?: string;
}

/** How far a sign-in is: a code or a new password is still missing, or the user is in. */
export type SignInStage = 'code' | 'password' | 'in';

/** A user who has signed in, or is about to. */
export interface Session {
  readonly id: string;
  readonly user: string;
  readonly drafts: Map<string, Draft>;
  stage: SignInStage;
  lastSeen: number;
}

const cookieName = 'mv_sitzung';

/** Sessions in memory. A session ends when it was idle for too long. */
export class Sessions {
  readonly #clock: () => number;
  readonly #idleMs: number;
  readonly #sessions = new Map<string, Session>();

  constructor(clock: () => number, idleMs: number) {
    this.#clock = clock;
    this.#idleMs = idleMs;
  }

  open(user: string, stage: SignInStage = 'in'): Session {
    const session: Session = {
      id: randomBytes(24).toString('base64url'),
      user,
      stage,
      drafts: new Map(),
      lastSeen: this.#clock(),
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  close(id: string): void {
    this.#sessions.delete(id);
  }

  /** The session with this id; also keeps it alive. `expired` tells a session that has ended from none at all. */
  find(id: string | undefined): Session | 'expired' | undefined {
    if (id === undefined) return undefined;
    const session = this.#sessions.get(id);
    if (!session) return 'expired';
    if (this.#clock() - session.lastSeen > this.#idleMs) {
      this.close(id);
      return 'expired';
    }
    session.lastSeen = this.#clock();
    return session;
  }
}

/** The session id of a `Cookie` header. */
export function sessionIdOfCookie(cookie: string | undefined): string | undefined {
  return new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookie ?? '')?.[1];
}

/** The `Set-Cookie` value that carries a session; without one it removes the cookie. */
export function sessionCookie(session?: Session): string {
  const attributes = 'Path=/; HttpOnly; SameSite=Lax';
  return session ? `${cookieName}=${session.id}; ${attributes}` : `${cookieName}=; Max-Age=0; ${attributes}`;
}

/** Begins a draft in a session. */
export function openDraft(session: Session, kind: RecordKind): Draft {
  const draft: Draft = { id: randomBytes(9).toString('base64url'), kind, values: {}, files: {} };
  session.drafts.set(draft.id, draft);
  return draft;
}
