import type { Browser, BrowserContext, Dialog, Frame, Page, Request } from 'playwright-core';
import { browserEnvironment } from '../rpa/browser/browser-environment.ts';
import { findBrowser } from '../rpa/browser/find-browser.ts';
import { loadPlaywright } from '../rpa/browser/load-playwright.ts';
import { askEverywhere } from '../rpa/form/ask-page.ts';
import type { PageField } from '../rpa/page/page-types.ts';
import { askRecorder, bindingName, recorderScript } from './page/recorder-script.ts';
import type { PageInventory, TextPlace } from './page/page-places.ts';
import type { PageEvent, RecordedEvent, RecordedField, RecordPhase, SeenEvent } from './recorded-event.ts';
import { selectorsOfReference } from './accessible-selector.ts';
import { possibleReferences, referencePattern } from './reference-pattern.ts';
import type { Recording, ShownRecord, ShownSearch } from './recording.ts';
import { saysNothing } from './says-nothing.ts';
import { typedKey, unusedKey } from './recording-key.ts';

/** How to record. */
export interface RecorderOptions {
  /** Where the person begins. */
  readonly url: string;
  /** A browser other than the one found; it must have a window. */
  readonly browser?: string | undefined;
  /** True for tests that have no screen. Default false. */
  readonly headless?: boolean | undefined;
  /** Asks the person what to answer to a dialog of the browser. */
  readonly onDialog: (message: string) => Promise<boolean>;
  /** Told when the person closed the window. */
  readonly onClosed?: (() => void) | undefined;
}

/** A browser in which a person shows how a record is entered. */
export interface Recorder {
  /** The page that was opened first. */
  readonly page: Page;
  /** What the person types where the application takes a foreign key. */
  readonly deliveryKey: string;
  /** What follows belongs to this phase; what was typed so far is noted. */
  enter(phase: RecordPhase): Promise<void>;
  /** Words on the page after saving that may be the reference of the new record. */
  possibleReferences(): Promise<readonly string[]>;
  /** What the application calls the new record, as the person says, while the page after saving is still shown. */
  saved(reference: string): Promise<void>;
  /** All that was seen. */
  finish(): Promise<Recording>;
  close(): Promise<void>;
}

/**
 * Opens a browser with a window and watches what a person does in it. Nothing of it is written anywhere.
 *
 * @throws ConfigurationFault AB_BROWSER_MISSING
 */
export async function openRecorder(options: RecorderOptions): Promise<Recorder> {
  const [{ chromium }, found] = await Promise.all([
    loadPlaywright(),
    findBrowser({ path: options.browser, headed: options.headless !== true }),
  ]);
  const browser = await chromium.launch({
    ...(found.executablePath === undefined ? {} : { executablePath: found.executablePath }),
    ...(found.channel === undefined ? {} : { channel: found.channel }),
    headless: options.headless === true,
    args: ['--window-size=1300,900'],
    chromiumSandbox: process.getuid?.() !== 0,
    env: browserEnvironment(process.env),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  try {
    return await WatchedSession.open(browser, options);
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** The size of deliveries: narrow windows get other pages from some applications. */
const usualSize = { width: 1280, height: 720 };

/** How long pages that are drawn by scripts may take to show what they found. */
const patienceMs = 3000;

class WatchedSession implements Recorder {
  readonly deliveryKey: string = typedKey;
  readonly page: Page;
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly #options: RecorderOptions;
  readonly #events: RecordedEvent[] = [];
  readonly #answers = new Map<string, Record<string, unknown>>();
  #phase: RecordPhase = 'login';
  #reference: string | undefined;
  #confirmation: readonly string[] = [];
  #confirmationText = '';
  /** The page that the person worked in last. */
  #current: Page;

  private constructor(browser: Browser, page: Page, options: RecorderOptions) {
    this.#browser = browser;
    this.#context = page.context();
    this.#options = options;
    this.page = page;
    this.#current = page;
  }

  static async open(browser: Browser, options: RecorderOptions): Promise<WatchedSession> {
    const context = await browser.newContext({
      locale: 'de-DE',
      timezoneId: 'Europe/Berlin',
      serviceWorkers: 'block',
      viewport: options.headless === true ? usualSize : null,
    });
    const page = await context.newPage();
    const session = new WatchedSession(browser, page, options);
    await session.#watch();
    await page.goto(options.url, { waitUntil: 'domcontentloaded' });
    return session;
  }

  async enter(phase: RecordPhase): Promise<void> {
    await this.#look();
    this.#phase = phase;
  }

  async possibleReferences(): Promise<readonly string[]> {
    await this.#look();
    const before = this.#inventory('fill')?.text ?? '';
    const typed = this.#fields().flatMap(({ value }) => (typeof value === 'boolean' ? [] : value));
    return possibleReferences(this.#inventory('save')?.text ?? '', before, [...typed, this.deliveryKey]);
  }

  async saved(reference: string): Promise<void> {
    this.#reference = reference;
    this.#confirmation = await this.#placesSince(reference);
  }

  async finish(): Promise<Recording> {
    await this.#look();
    return {
      baseUrl: new URL(this.#options.url).origin,
      events: this.#events,
      deliveryKey: this.deliveryKey,
      loggedIn: this.#exits(),
      reference: this.#reference,
      confirmation: this.#confirmation,
      confirmationText: this.#confirmationText,
      record: this.#answers.get('record')?.['shown'] as ShownRecord | undefined,
      search: await this.#search(this.#reference),
    };
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  async #watch(): Promise<void> {
    const context = this.#context;
    await context.exposeBinding(bindingName, ({ page }, event: PageEvent) => {
      this.#current = page;
      this.#note(event);
    });
    await context.addInitScript({ content: recorderScript });
    context.on('request', (request) => this.#onRequest(request));
    context.on('dialog', (dialog) => void this.#onDialog(dialog));
    context.on('page', (page) => (this.#current = page));
    context.on('close', () => this.#options.onClosed?.());
    this.page.on('close', () => {
      if (context.pages().length === 0) this.#options.onClosed?.();
    });
  }

  #note(event: SeenEvent): void {
    this.#events.push({ ...event, phase: this.#phase });
  }

  #onRequest(request: Request): void {
    const frame = frameOf(request);
    if (frame === undefined || !/^https?:/.test(request.url())) return;
    const at = Date.now();
    const isMain = request.isNavigationRequest() && frame.parentFrame() === null;
    if (isMain) this.#note({ kind: 'load', at, url: request.url(), method: request.method() });
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method())) return;
    this.#note({
      kind: 'write',
      at,
      url: request.url(),
      pageUrl: frame.url(),
      method: request.method(),
      isNavigation: request.isNavigationRequest(),
      carries: this.#carries(request),
    });
  }

  #carries(request: Request): boolean {
    const body = request.postData() ?? '';
    const decoded = decodeForm(body);
    const typed = this.#fields().flatMap(({ value }) => (typeof value === 'boolean' ? [] : value));
    return typed.some((each) => each.length > 3 && (body.includes(each) || decoded.includes(each)));
  }

  async #onDialog(dialog: Dialog): Promise<void> {
    if (dialog.type() === 'beforeunload') return dialog.accept().catch(() => undefined);
    const accept = await this.#options.onDialog(dialog.message()).catch(() => false);
    this.#note({ kind: 'dialog', at: Date.now(), message: dialog.message(), answer: accept ? 'accept' : 'dismiss' });
    await (accept ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
  }

  #fields(): readonly (RecordedEvent & RecordedField)[] {
    return this.#events.filter((each): each is RecordedEvent & RecordedField => each.kind === 'field');
  }

  #inventory(phase: RecordPhase): PageInventory | undefined {
    return this.#answers.get('inventory')?.[phase] as PageInventory | undefined;
  }

  /** Looks at the page at the end of a phase, for what that phase has to tell. */
  async #look(): Promise<void> {
    const page = this.#openPage();
    await page.waitForLoadState('domcontentloaded');
    const inventory = await this.#ask<PageInventory>('it.places().inventory(location.href)');
    this.#remember('inventory', this.#phase, inventory);
    if (this.#phase === 'login') this.#remember('exits', 'all', await this.#ask<readonly TextPlace[]>('it.places().exits()'));
    if (this.#phase === 'record') this.#remember('record', 'shown', await this.#record());
  }

  /** Selectors of a word that is there since saving; those that were there before would prove nothing. */
  async #placesSince(word: string): Promise<readonly string[]> {
    const before = this.#inventory('fill');
    if (before?.text.includes(word) === true) return [];
    const known = new Set(before?.marks);
    const places = (await this.#ask<readonly TextPlace[]>(`it.places().placesOf(${JSON.stringify(word)})`)) ?? [];
    const fresh = places.filter(({ mark }) => !known.has(mark)).map(({ selector }) => selector);
    const page = this.#openPage();
    const good: string[] = [];
    for (const selector of [...(await this.#readable(word)), ...new Set(fresh)]) {
      const [text = ''] = await textsOf(page, selector);
      if (!text.includes(word)) continue;
      if (good.length === 0) this.#confirmationText = text;
      good.push(selector);
    }
    return good;
  }

  /** What a person reads is enough where nothing of its form was on a page before, and all that is now is this word. */
  async #readable(word: string): Promise<readonly string[]> {
    const selector = selectorsOfReference(word)?.text;
    const before = [this.#inventory('login')?.text, this.#inventory('fill')?.text].join('\n');
    if (selector === undefined || new RegExp(referencePattern(word), 'u').test(before)) return [];
    const texts = await textsOf(this.#openPage(), selector);
    return texts.length > 0 && texts.every((each) => each.includes(word)) ? [selector] : [];
  }

  #exits(): readonly string[] {
    const exits = (this.#answers.get('exits')?.['all'] as readonly TextPlace[] | undefined) ?? [];
    return exits.map(({ selector }) => selector);
  }

  async #record(): Promise<ShownRecord | undefined> {
    const page = this.#openPage();
    const last = new Map<string, PageField>();
    for (const { label, value, how } of this.#fields().filter(({ phase }) => phase === 'fill')) {
      if (label === '' || how === 'file' || how === 'password' || how === 'code') continue;
      last.set(label, { label, value });
    }
    const fields = [...last.values()];
    const results = await askEverywhere(page, 'compareShown', fields);
    const isShown = (at: number): boolean => results[at]?.state === 'filled';
    return {
      url: page.url(),
      shows: fields.filter((_, at) => isShown(at)).map(({ label }) => label),
      lacks: fields.filter((_, at) => !isShown(at)).map(({ label }) => label),
    };
  }

  async #search(reference: string | undefined): Promise<ShownSearch | undefined> {
    const page = this.#openPage();
    const url = page.url();
    if (this.#phase !== 'search' || reference === undefined || !decodeForm(url).includes(this.deliveryKey)) return undefined;
    const proposed = (await this.#ask<readonly string[]>(`it.places().rowsOf(${JSON.stringify(reference)})`)) ?? [];
    const row = selectorsOfReference(reference)?.row;
    const found: { selector: string; texts: readonly string[] }[] = [];
    for (const selector of new Set([...(row === undefined ? [] : [row]), ...proposed]))
      found.push({ selector, texts: await page.locator(selector).allInnerTexts() });
    const rows = hitsOf(found, reference);
    const texts = rows.at(-1)?.texts ?? [];
    const rowShowsKey = texts.every((each) => each.includes(this.deliveryKey));
    const rowText = rows[0]?.texts.find((each) => each.includes(reference));
    return { url, rows: rows.map(({ selector }) => selector), rowShowsKey, rowText, emptyTexts: await this.#emptyTexts(page, url) };
  }

  /** The same search for a key that nothing has: it reads only, and it is the one that the person just made. */
  async #emptyTexts(page: Page, url: string): Promise<readonly string[]> {
    const withHits = new Set(await this.#ask<readonly string[]>('it.places().leafTexts()'));
    this.#phase = 'record';
    await page.goto(
      url.replaceAll(this.deliveryKey, unusedKey).replaceAll(encodeURIComponent(this.deliveryKey), encodeURIComponent(unusedKey)),
    );
    const until = performance.now() + patienceMs;
    for (;;) {
      const without = (await this.#ask<readonly string[]>('it.places().leafTexts()')) ?? [];
      const fresh = without.filter((each) => !withHits.has(each) && !each.includes(unusedKey));
      if (fresh.some(saysNothing) || performance.now() >= until) return fresh;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #remember(kind: string, name: string, value: unknown): void {
    this.#answers.set(kind, { ...this.#answers.get(kind), [name]: value });
  }

  #openPage(): Page {
    return this.#current.isClosed() ? (this.#context.pages().at(-1) ?? this.page) : this.#current;
  }

  /** A page that goes on to the next one meanwhile is asked again. */
  async #ask<T>(what: string): Promise<T | null> {
    for (let nth = 0; ; nth += 1) {
      const page = this.#openPage();
      try {
        return await page.evaluate<T | null>(askRecorder(what));
      } catch (error) {
        if (nth === 4 || page.isClosed()) throw error;
        await page.waitForLoadState('domcontentloaded');
      }
    }
  }
}

/** Selectors of hits only: each shows the reference; else, as earlier records of a try may have been found as well, one of its form. */
function hitsOf<T extends { readonly texts: readonly string[] }>(found: readonly T[], reference: string): readonly T[] {
  const isHit = found.filter(({ texts }) => texts.some((each) => each.includes(reference)));
  const exact = isHit.filter(({ texts }) => texts.every((each) => each.includes(reference)));
  const form = new RegExp(referencePattern(reference), 'u');
  return exact.length > 0 ? exact : isHit.filter(({ texts }) => texts.every((each) => form.test(each)));
}

/** What a person sees of a selector, in whatever frame. */
async function textsOf(page: Page, selector: string): Promise<readonly string[]> {
  const texts = await Promise.all(
    page.frames().map((frame) =>
      frame
        .locator(selector)
        .filter({ visible: true })
        .allInnerTexts()
        .catch(() => []),
    ),
  );
  return texts.flat();
}

function frameOf(request: Request): Frame | undefined {
  try {
    return request.frame();
  } catch {
    return undefined;
  }
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
