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
}

/** A signed-in user. */
export interface Session {
  readonly id: string;
  readonly user: string;
  readonly drafts: Map<string, Draft>;
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

  open(user: string): Session {
    const session: Session = {
      id: randomBytes(24).toString('base64url'),
      user,
      drafts: new Map(),
      lastSeen: this.#clock(),
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  close(id: string): void {
    this.#sessions.delete(id);
  }

  /** The session of a `Cookie` header; also keeps it alive. `expired` tells a session that has ended from none at all. */
  find(cookie: string | undefined): Session | 'expired' | undefined {
    const id = new RegExp(`(?:^|;\\s*)${cookieName}=([^;]+)`).exec(cookie ?? '')?.[1];
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
