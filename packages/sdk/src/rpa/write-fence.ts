import type { BrowserContext, Page, Request, Response, Route } from 'playwright-core';
import { type AmtsboteError, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { NeedsPerson, NotDelivered, OutcomeUnknown } from '../errors/families.ts';
import type { Attempt } from '../target/attempt.ts';
import { inTime } from './in-time.ts';
import { hasWholeBody } from './multipart-body.ts';
import { pageFault } from './page-fault.ts';
import { requestHash, requestPreview } from './request-preview.ts';
import { type RequestPattern, addressPattern, isWrite, matchesPattern } from './request-pattern.ts';

/** The commit of a web UI: the click, as the request it makes. */
export interface CommitDeclaration {
  /** A fixed phrase, such as `save dog registration`. */
  readonly name: string;
  /**
   * True for one of several acts that make and complete one record, in their order: tabs that save one by one. Each is a commit of its own.
   * Default false: one act makes the record.
   */
  readonly ordered?: boolean | undefined;
  /** The request that saves. It is held until the intent is durable. */
  readonly request: RequestPattern;
  /** Further saving requests of the same act, such as an "are you sure" page. Default none. */
  readonly followUps?: readonly RequestPattern[] | undefined;
  /** Writes that save nothing, such as keeping the session alive. Default none. */
  readonly harmless?: readonly RequestPattern[] | undefined;
  /**
   * Who sends the request that saves. `directly`: this process, once. A browser sends a request again by itself when a
   * kept connection breaks before the answer, which would save twice. `browser`: for targets that only the browser can
   * talk to (Kerberos, client certificates, proxies). Files that a page takes from disk by itself are sent by the browser
   * in any case. Default `directly`.
   */
  readonly send?: 'directly' | 'browser' | undefined;
  /** How long after the click the request may leave. Default 5000 ms. */
  readonly seenWithinMs?: number | undefined;
  /** How long the answer may take. Default 60000 ms. */
  readonly answerWithinMs?: number | undefined;
}

/** The answer to the request that saves. */
export interface CommitAnswer {
  readonly status: number;
  /** The page that shows the outcome: that of the click, or the pop-up that sent the request. */
  readonly page: Page;
}

/** What the fence stands around. */
export interface FenceScope {
  readonly page: Page;
  readonly attempt: Pick<Attempt, 'gate' | 'boundary' | 'dryRun' | 'signal' | 'logger'>;
  /** Why the page cannot go on, such as a dialog nobody expected; asked while waiting. */
  readonly blocked?: (() => AmtsboteError | undefined) | undefined;
  /** Called when the act was stopped before anything was sent, while the page is still as it was. */
  readonly stopped?: (() => Promise<void>) | undefined;
}

/**
 * Does the one irreversible act of an attempt: clicks, holds the request that saves, makes the intent durable, and only
 * then lets the request go. In a dry run the request is answered by us, and the filled form stays on the screen.
 *
 * @throws NotDelivered AB_COMMIT_NOT_SEEN when no write left the page; OutcomeUnknown for whatever goes wrong once a
 * write may have left, AB_COMMIT_TWICE when the page tried to save again; what the gate throws
 */
export async function commitBehindFence(
  scope: FenceScope,
  declaration: CommitDeclaration,
  click: (page: Page) => Promise<void>,
): Promise<CommitAnswer> {
  const fence = new WriteFence(scope, declaration);
  try {
    await fence.arm();
  } catch (error) {
    throw pageFault(error, { step: declaration.name, committed: false, signal: scope.attempt.signal });
  }
  try {
    return await fence.pass(click);
  } finally {
    await fence.disarm();
  }
}

const defaultAnswerMs = 60_000;

/** How long a request takes to leave this process; waited for beside it, so that the boundary after it means what it says. */
const handOverMs = 15;

type Verdict = { readonly kind: 'released' } | { readonly kind: 'stopped'; readonly error: unknown } | { readonly kind: 'not-seen' };

/** Handlers are gone at once; that the browser stops asking takes as long as it draws the answer, and only the next fence waits for it. */
const lifting = new WeakMap<BrowserContext, Promise<unknown>>();

class WriteFence {
  readonly #scope: FenceScope;
  readonly #declaration: CommitDeclaration;
  readonly #context: BrowserContext;
  readonly #pageUrl: string;
  readonly #pagesBefore: readonly Page[];
  readonly #patterns: readonly { readonly url: RegExp; readonly handler: (route: Route) => Promise<void> }[];
  readonly #verdict: Promise<Verdict>;
  /** Held in the browser while this process sends them. */
  readonly #unanswered = new Set<Route>();
  #decide: (verdict: Verdict) => void = () => undefined;
  #held: Request | undefined;
  #last: Request | undefined;
  readonly #followUps: RequestPattern[];
  #answered = false;
  #unreadable = false;
  #closed = false;
  #twice = false;
  #undeclared = 0;
  #heldBack = 0;

  constructor(scope: FenceScope, declaration: CommitDeclaration) {
    this.#scope = scope;
    this.#declaration = declaration;
    this.#context = scope.page.context();
    this.#pageUrl = scope.page.url();
    this.#pagesBefore = this.#context.pages();
    this.#verdict = new Promise((resolve) => (this.#decide = resolve));
    this.#followUps = [...(declaration.followUps ?? [])];
    const declared = [declaration.request, ...(declaration.followUps ?? [])].map((pattern) => ({
      url: addressPattern(pattern, this.#pageUrl),
      handler: (route: Route) => this.#safely(route, () => this.#onDeclared(route)),
    }));
    const others = { url: /^https?:/, handler: (route: Route) => this.#safely(route, () => this.#onOther(route)) };
    this.#patterns = scope.attempt.dryRun ? [others, ...declared] : declared;
  }

  async arm(): Promise<void> {
    await lifting.get(this.#context);
    this.#context.on('request', this.#onRequest);
    for (const { url, handler } of this.#patterns) await this.#context.route(url, handler);
  }

  async disarm(): Promise<void> {
    this.#closed = true;
    this.#context.off('request', this.#onRequest);
    await this.#dropUnanswered();
    const lifted = Promise.all(this.#patterns.map(({ url, handler }) => this.#context.unroute(url, handler)));
    lifting.set(this.#context, inTime(lifted, 1000));
  }

  /** The browser sends what it still holds once nobody intercepts it any more: a second time, for it was sent from here. */
  async #dropUnanswered(): Promise<void> {
    const dropped = Promise.allSettled([...this.#unanswered].map((route) => route.abort('connectionreset')));
    if ((await inTime(dropped, 1000)) !== undefined) return;
    await inTime(Promise.allSettled(this.#context.pages().map((page) => page.close())), 1000);
  }

  async pass(click: (page: Page) => Promise<void>): Promise<CommitAnswer> {
    const clicked = click(this.#scope.page).then(
      (): unknown => undefined,
      (error: unknown) => error ?? new Error('click failed'),
    );
    const verdict = await Promise.race([this.#verdict, clicked.then((error) => this.#afterClick(error))]);
    if (verdict.kind === 'released') return this.#answer(clicked);
    const error = verdict.kind === 'stopped' ? verdict.error : await this.#notSeen(await clicked);
    await this.#stop();
    throw error;
  }

  /** Waits for the request once the click is over; the request may leave later than the click returns. */
  async #afterClick(error: unknown): Promise<Verdict> {
    const patience = error === undefined ? (this.#declaration.seenWithinMs ?? 5000) : 150;
    const until = performance.now() + patience;
    while (this.#held === undefined && performance.now() < until) {
      if (this.#scope.attempt.signal.aborted || this.#scope.blocked?.() !== undefined || this.#scope.page.isClosed()) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (this.#held !== undefined) return this.#verdict;
    this.#closed = true;
    return { kind: 'not-seen' };
  }

  async #notSeen(clickError: unknown): Promise<AmtsboteError> {
    const { attempt, blocked } = this.#scope;
    const { name, ordered } = this.#declaration;
    if (this.#undeclared > 0) {
      if (!attempt.gate.opened && !attempt.dryRun) await attempt.gate.open({ name, ordered });
      return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `"${name}" sent ${this.#undeclared} writes that are not declared`, {
        hint: 'Compare the commit request of the description with what the page sends; it is looked up first.',
      });
    }
    if (this.#heldBack > 0) {
      return new NeedsPerson('AB_FORM_CHANGED', `"${name}" would send ${this.#heldBack} writes that are not declared; nothing was sent`);
    }
    const reason = blocked?.();
    if (reason !== undefined) return reason;
    if (clickError !== undefined) return pageFault(clickError, { step: name, committed: attempt.gate.opened, signal: attempt.signal });
    if (attempt.signal.aborted) return pageFault(attempt.signal.reason, { step: name, committed: false, signal: attempt.signal });
    return new NotDelivered('AB_COMMIT_NOT_SEEN', `"${name}" sent no saving request; nothing was entered`);
  }

  /** Ends the pages that were stopped while the fence still stands, so that nothing leaves them later. */
  async #stop(): Promise<void> {
    this.#closed = true;
    await this.#scope.stopped?.().catch(() => undefined);
    for (const page of this.#context.pages()) await page.close().catch(() => undefined);
  }

  async #answer(clicked: Promise<unknown>): Promise<CommitAnswer> {
    const { attempt, page } = this.#scope;
    const { name } = this.#declaration;
    const within = this.#declaration.answerWithinMs ?? defaultAnswerMs;
    const waited = await inTime(this.#responses(clicked), within, attempt.signal);
    attempt.boundary('fence:answered');
    if (this.#twice) throw new OutcomeUnknown('AB_COMMIT_TWICE', `the page tried to save a second time at "${name}"; that was held back`);
    if (waited === undefined) throw this.#withoutAnswer(name);
    const { response, clickError } = waited;
    // A click whose request was answered did what it is for; only the clicks after it may be missing.
    const mayBeMissing = (this.#declaration.followUps ?? []).length > 0;
    if (clickError !== undefined && mayBeMissing) throw pageFault(clickError, { step: name, committed: true, signal: attempt.signal });
    if (response.status() >= 500) {
      throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `"${name}" was answered with HTTP ${response.status()}`);
    }
    return { status: response.status(), page: pageOf(response.request()) ?? (await this.#popUp()) ?? page };
  }

  #withoutAnswer(name: string): OutcomeUnknown {
    if (!this.#unreadable) return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `"${name}" was sent, and no answer came`);
    return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `"${name}" was sent, and the answer breaks the rules of HTTP`, {
      hint: 'Browsers read such answers all the same: let the browser send the request, with `send: browser` in `commit`. It is looked up first.',
    });
  }

  /** The page of a pop-up, whose first request comes before the page itself is known. */
  async #popUp(): Promise<Page | undefined> {
    const until = performance.now() + 3000;
    while (performance.now() < until) {
      const page = this.#context.pages().find((each) => !this.#pagesBefore.includes(each));
      if (page !== undefined) return page;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return undefined;
  }

  async #responses(clicked: Promise<unknown>): Promise<{ response: Response; clickError: unknown } | undefined> {
    const first = await this.#last?.response();
    if (first == null) return undefined;
    const clickError = await clicked;
    const response = await this.#last?.response();
    return response == null ? undefined : { response, clickError };
  }

  async #onDeclared(route: Route): Promise<void> {
    const request = route.request();
    if (this.#closed) return route.abort();
    if (this.#takeFollowUp(request)) {
      this.#last = request;
      this.#answered = false;
      return this.#send(route);
    }
    const isFollowUp = this.#held !== undefined && this.#matchesAny(request, this.#declaration.followUps);
    if (!isFollowUp && !matchesPattern(request, this.#declaration.request, this.#pageUrl)) return route.fallback();
    if (this.#held !== undefined) {
      this.#twice = true;
      return answerOurselves(route);
    }
    this.#held = request;
    this.#last = request;
    await this.#hold(route, request);
  }

  async #hold(route: Route, request: Request): Promise<void> {
    const { attempt } = this.#scope;
    attempt.boundary('fence:held');
    try {
      await attempt.gate.open({
        name: this.#declaration.name,
        ordered: this.#declaration.ordered,
        requestHash: requestHash(request),
        preview: attempt.dryRun ? requestPreview(request) : undefined,
      });
    } catch (error) {
      await answerOurselves(route).catch(() => undefined);
      this.#decide({ kind: 'stopped', error });
      return;
    }
    attempt.boundary('fence:journalled');
    await this.#release(route);
  }

  async #release(route: Route): Promise<void> {
    const sending = this.#send(route);
    await inTime(sending, handOverMs);
    this.#scope.attempt.boundary('fence:released');
    this.#decide({ kind: 'released' });
    await sending;
  }

  async #send(route: Route): Promise<void> {
    const { send, answerWithinMs } = this.#declaration;
    const request = route.request();
    void request.response().then(
      () => (this.#answered = true),
      () => undefined,
    );
    if (send === 'browser' || !hasWholeBody(request)) return route.continue();
    this.#unanswered.add(route);
    const fault = await sendOnce(route, answerWithinMs ?? defaultAnswerMs).finally(() => this.#unanswered.delete(route));
    this.#unreadable ||= isUnreadable(fault);
  }

  /** A follow-up comes after the answer to the request before it, and each declared one at most once. */
  #takeFollowUp(request: Request): boolean {
    if (this.#held === undefined || !this.#answered) return false;
    const at = this.#followUps.findIndex((pattern) => matchesPattern(request, pattern, this.#pageUrl));
    if (at >= 0) this.#followUps.splice(at, 1);
    return at >= 0;
  }

  /** In a dry run no other write leaves either. */
  async #onOther(route: Route): Promise<void> {
    const request = route.request();
    if (!this.#maySave(request) || this.#matchesAny(request, this.#declaration.harmless)) return route.fallback();
    this.#heldBack += 1;
    return answerOurselves(route);
  }

  /** Counts writes that no route holds: undeclared ones, and those that a redirect made, which routes never see. */
  #onRequest = (request: Request): void => {
    const { request: declared, followUps, harmless } = this.#declaration;
    if (this.#scope.attempt.dryRun && request.redirectedFrom() === null) return;
    const isDeclared = matchesPattern(request, declared, this.#pageUrl) || this.#matchesAny(request, followUps);
    if (request.redirectedFrom() !== null ? this.#isOfHeld(request) : isDeclared) return;
    if (!(this.#maySave(request) || isDeclared) || this.#matchesAny(request, harmless)) return;
    this.#undeclared += 1;
    this.#scope.attempt.logger.info('undeclared write during the commit', { count: this.#undeclared });
  };

  /** Writes; and what goes where the saving request would go, by another method: old software saves by GET. */
  #maySave(request: Request): boolean {
    if (isWrite(request)) return true;
    const { request: declared, followUps = [] } = this.#declaration;
    return [declared, ...followUps].some((pattern) => matchesPattern(request, { ...pattern, method: request.method() }, this.#pageUrl));
  }

  #isOfHeld(request: Request): boolean {
    for (let each: Request | null = request; each !== null; each = each.redirectedFrom()) if (each === this.#held) return true;
    return false;
  }

  #matchesAny(request: Request, patterns: readonly RequestPattern[] | undefined): boolean {
    return patterns?.some((pattern) => matchesPattern(request, pattern, this.#pageUrl)) ?? false;
  }

  /** A handler that throws would end the process; whatever goes wrong in one is the outcome of the act. */
  async #safely(route: Route, handle: () => Promise<void>): Promise<void> {
    try {
      await handle();
    } catch (error) {
      const opened = this.#scope.attempt.gate.opened;
      const place = { step: this.#declaration.name, committed: opened };
      this.#decide({ kind: 'stopped', error: isAmtsboteError(error) ? error : pageFault(error, place) });
      if (!opened) await route.abort().catch(() => undefined);
    }
  }
}

/** Sends the request from this process and hands the answer to the page; lets the browser send what never left. Returns what failed. */
async function sendOnce(route: Route, timeout: number): Promise<unknown> {
  try {
    const response = await route.fetch({ maxRedirects: 0, maxRetries: 0, timeout });
    await route.fulfill({ response });
    return undefined;
  } catch (error) {
    await (neverLeft(error) ? route.continue() : route.abort('connectionreset'));
    return error;
  }
}

/** Node keeps to the letter of HTTP where browsers forgive. */
function isUnreadable(error: unknown): boolean {
  return error instanceof Error && error.message.includes('Parse Error');
}

/** Failures of name look-up, connecting and certificates come before anything is sent. */
function neverLeft(error: unknown): boolean {
  return (
    error instanceof Error &&
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|certificate|CERT_|self.signed|EPROTO/i.test(error.message.split('\n')[0] ?? '')
  );
}

async function answerOurselves(route: Route): Promise<void> {
  await route.fulfill({ status: 204 });
}

function pageOf(request: Request): Page | undefined {
  try {
    return request.frame().page();
  } catch {
    return undefined;
  }
}
