import type { BrowserContext, Page } from 'playwright-core';

/** What a session is made of, as Playwright keeps it; and the storage of the tab, which that leaves out. */
export interface SessionState {
  readonly savedAt: number;
  readonly state: Awaited<ReturnType<BrowserContext['storageState']>>;
  readonly origin: string;
  readonly tab: Readonly<Record<string, string>>;
  /** The session in the addresses of old applications. */
  readonly inAddress?: string | undefined;
}

/** Longest that a session of an earlier run is tried again. */
const longestMs = 12 * 60 * 60_000;

/** The session that a page shows. Holds secrets: it is sealed before it is kept. */
export async function sessionOf(page: Page, now: number): Promise<SessionState> {
  const [state, { origin, tab }] = await Promise.all([
    page.context().storageState(),
    page.evaluate<Pick<SessionState, 'origin' | 'tab'>>('({ origin: location.origin, tab: { ...sessionStorage } })'),
  ]);
  return { savedAt: now, state, origin, tab };
}

/** A session as it was kept; undefined when it is none, or too old. */
export function parseSession(text: string | undefined, now: number): SessionState | undefined {
  if (text === undefined) return undefined;
  try {
    const session = JSON.parse(text) as Partial<SessionState>;
    const { savedAt, state, origin, tab, inAddress } = session;
    if (typeof savedAt !== 'number' || state === undefined || origin === undefined || tab === undefined) return undefined;
    const age = now - savedAt;
    return age < 0 || age > longestMs ? undefined : { savedAt, state, origin, tab, inAddress };
  } catch {
    return undefined;
  }
}

/** Puts the storage of the tab back, into pages of its origin and only where there is none. */
export async function restoreTab(context: BrowserContext, { origin, tab }: SessionState): Promise<void> {
  if (Object.keys(tab).length === 0) return;
  const put = `if (location.origin === ${JSON.stringify(origin)} && sessionStorage.length === 0) {
    for (const [name, value] of Object.entries(${JSON.stringify(tab)})) sessionStorage.setItem(name, value);
  }`;
  await context.addInitScript(put);
}
