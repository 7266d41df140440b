import type { Page } from 'playwright-core';
import { type AmtsboteError, isAmtsboteError } from '../errors/amtsbote-error.ts';
import { NotDelivered, OutcomeUnknown } from '../errors/families.ts';
import type { CheckResult } from '../model/check.ts';
import type { DeliveryKey } from '../model/ids.ts';
import type { MappedRecord } from '../model/record.ts';
import type { Attempt, CommitIntent, Delivered } from '../target/attempt.ts';
import type { Channel, ChannelCapabilities, FoundRecord, RecordProgress } from '../target/channel.ts';
import type { ConnectorServices, Watcher } from '../target/services.ts';
import type { AccountOptions } from './session/account-options.ts';
import { type AccountSession, accountSession } from './session/account-session.ts';
import { EvidenceBeside } from './evidence/evidence-beside.ts';
import {
  type EvidenceScope,
  type MaskedRecord,
  captureConfirmation,
  captureForm,
  captureReadBack,
  captureUnexpected,
} from './evidence/capture.ts';
import { type ReachableScreen, expectScreens, screenChecks } from './drift/screen-check.ts';
import type { Unmasked } from './evidence/mask-style.ts';
import type { ReadBackRow } from './evidence/read-back-table.ts';
import { OtherWrites, tellWrites } from './other-writes.ts';
import { guardPage, pageFault } from './page-fault.ts';
import { type Pause, pauseFor } from './watching.ts';
import { type CommitAnswer, type CommitDeclaration, commitBehindFence } from './write-fence.ts';

/** Pages of the target, for reading only. */
export interface RpaVisit {
  readonly signal: AbortSignal;
  /** Loads a page of the target, logged in. */
  open(path: string): Promise<Page>;
  /** Runs a browser action and lets only errors of ours out. */
  guard<T>(step: string, act: () => Promise<T>): Promise<T>;
}

/** One try of one delivery through a web UI. */
export interface RpaAttempt extends Omit<Attempt, 'commit'>, RpaVisit {
  /** The page of the account, logged in; the same one until the attempt ends. */
  page(): Promise<Page>;
  /** Throws the fault of what happened beside the steps: an unexpected dialog. */
  expectUndisturbed(): void;
  /** True while the page shown belongs to the session. */
  isLoggedIn(): Promise<boolean>;
  /**
   * The commit point: the click behind the write fence. Takes a masked screenshot of the form when evidence is wanted. Once per attempt; once
   * for each of several ordered acts.
   */
  commit(declaration: CommitDeclaration, click: (page: Page) => Promise<void>): Promise<CommitAnswer>;
  /** Writes that left the pages so far, beside signing in and the commit. */
  readonly otherWrites: number;
  /** A screenshot of the page with every control masked; never fails. */
  captureForm(name: string): Promise<void>;
  /** The page as PDF, HTML and ARIA snapshot with the record's values masked; changes the page, never fails. */
  captureConfirmation(page: Page): Promise<void>;
  /** A table of what was compared, without values; never fails. */
  captureReadBack(rows: readonly ReadBackRow[]): Promise<void>;
  /** Gets past the declared notices that the page shows. */
  passNotices(): Promise<void>;
}

/** A channel through a web UI. */
export interface RpaChannelOptions {
  readonly services: ConnectorServices<unknown>;
  readonly account: AccountOptions;
  readonly capabilities: ChannelCapabilities;
  readonly records?: readonly string[] | undefined;
  /** Screens that are looked at by `doctor` and before the first delivery of a run, without entering anything. */
  readonly screens?: readonly ReachableScreen[] | undefined;
  /** What evidence may show. Default nothing of the record. */
  readonly unmasked?: Unmasked | undefined;
  deliver(recordType: string, record: MappedRecord, attempt: RpaAttempt): Promise<Delivered>;
  find?: ((recordType: string, key: DeliveryKey, visit: RpaVisit) => Promise<readonly string[]>) | undefined;
  /** For records that several ordered acts make: how far the one is that was found. See `Channel.progress`. */
  progress?: ((recordType: string, found: FoundRecord, visit: RpaVisit) => Promise<RecordProgress>) | undefined;
  /** Looks whether the account can be used. Default: looks at the screens; without any, opens the base address. */
  check?: ((visit: RpaVisit) => Promise<readonly CheckResult[]>) | undefined;
}

/**
 * A channel that works through the pages of a target: one browser per run, one session per account, one delivery at a
 * time in it.
 */
export function rpaChannel(options: RpaChannelOptions): Channel {
  const { find, progress } = options;
  const session = (): Promise<AccountSession> => accountSession(options.services, options.account);
  return {
    kind: 'rpa',
    capabilities: options.capabilities,
    records: options.records,
    deliver: async (recordType, record, attempt) => deliver(await session(), options, { recordType, record, attempt }),
    check: async (signal) => check(await session(), options, signal),
    ...(find === undefined
      ? {}
      : {
          find: async (recordType: string, key: DeliveryKey, signal: AbortSignal): Promise<readonly string[]> => {
            const own = await session();
            return lookIn(own, signal, (visit) => find(recordType, key, visit));
          },
        }),
    ...(progress === undefined
      ? {}
      : {
          progress: async (recordType: string, found: FoundRecord, signal: AbortSignal) => {
            const own = await session();
            return lookIn(own, signal, (visit) => progress(recordType, found, visit));
          },
        }),
  };
}

function lookIn<T>(own: AccountSession, signal: AbortSignal, look: (visit: RpaVisit) => Promise<T>): Promise<T> {
  return guardPage(
    () => ({ step: 'look up', committed: false, signal }),
    () => own.use(signal, () => look(visitOf(own, signal))),
  );
}

interface Delivering {
  readonly recordType: string;
  readonly record: MappedRecord;
  readonly attempt: Attempt;
}

async function deliver(session: AccountSession, options: RpaChannelOptions, what: Delivering): Promise<Delivered> {
  const { recordType, record, attempt } = what;
  const wrapped = new WrappedAttempt(session, attempt, { record, unmasked: options.unmasked, watcher: options.services.watcher });
  try {
    return await session.use(attempt.signal, async () => {
      try {
        await checkScreensOnce(session, options, attempt);
        return await options.deliver(recordType, record, wrapped);
      } catch (error) {
        if (!wrapped.isStop(error)) await wrapped.captureUnexpected();
        throw error;
      }
    });
  } catch (error) {
    if (wrapped.isStop(error)) throw error;
    const fault = pageFault(error, wrapped.place('deliver'));
    throw wrapped.gate.opened ? afterCommit(fault) : tellWrites(fault, wrapped.otherWrites);
  } finally {
    wrapped.end();
    await wrapped.beside.settled();
  }
}

/** The screens of a target are looked at before its first delivery of a run; a look that found something is not the last. */
async function checkScreensOnce(session: AccountSession, { services, screens = [] }: RpaChannelOptions, attempt: Attempt): Promise<void> {
  if (screens.length === 0) return;
  const run = await services.resources.shared(`rpa:screens:${services.name}`, async () => ({
    value: { areWell: false },
    close: async () => undefined,
  }));
  if (run.areWell) return;
  const fallbacks = await attempt.step('look at the screens', () => expectScreens(screens, visitOf(session, attempt.signal)));
  run.areWell = true;
  if (fallbacks.length > 0) services.logger.warn('drift: fields were found by a fallback only', { count: fallbacks.length });
}

/** Once the gate was opened only a proof may say anything but "unknown", whatever a helper meant to say. */
function afterCommit(fault: AmtsboteError): AmtsboteError {
  const isProof =
    fault.effect === 'rejected' ||
    (fault.effect === 'case' && ['AB_PROOF_MISSING', 'AB_RECORD_INCOMPLETE', 'AB_TARGET_REFUSED'].includes(fault.code));
  if (fault.effect === 'unknown' || isProof) return fault;
  return new OutcomeUnknown('AB_OUTCOME_UNKNOWN', `after the commit something failed (${fault.code}) before the record was proven`);
}

async function check(session: AccountSession, options: RpaChannelOptions, signal: AbortSignal): Promise<readonly CheckResult[]> {
  const look =
    options.check ??
    (async (visit: RpaVisit): Promise<readonly CheckResult[]> => {
      const { screens = [] } = options;
      if (screens.length === 0) await visit.open(options.account.baseUrl);
      const seen = await screenChecks(screens, visit);
      return [{ name: 'web UI and login', ok: true }, ...seen];
    });
  try {
    return await session.use(signal, () => look(visitOf(session, signal)));
  } catch (error) {
    const fault = pageFault(error, { step: 'check', committed: false, signal });
    return [{ name: 'web UI and login', ok: false, detail: `${fault.code}: ${fault.message}`, hint: fault.hint }];
  }
}

function visitOf(session: AccountSession, signal: AbortSignal): RpaVisit {
  return {
    signal,
    open: (path) => session.open(path, signal),
    guard: (step, act) => guardPage(() => ({ step, committed: false, signal }), act),
  };
}

class WrappedAttempt implements RpaAttempt {
  readonly #session: AccountSession;
  readonly #attempt: Attempt;
  readonly #masked: MaskedRecord;
  readonly #watcher: Watcher | undefined;
  #page: Page | undefined;
  #stop: unknown;
  #commits = 0;
  readonly #writes = new OtherWrites();
  readonly beside: EvidenceBeside;
  readonly #taking: EvidenceScope;
  readonly deliveryKey: DeliveryKey;
  readonly number: number;
  readonly begun: string | undefined;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly clock: Attempt['clock'];
  readonly logger: Attempt['logger'];
  readonly evidence: Attempt['evidence'];
  readonly boundary: Attempt['boundary'];
  readonly attachments: Attempt['attachments'];
  readonly gate: Attempt['gate'];

  constructor(session: AccountSession, attempt: Attempt, { watcher, ...masked }: MaskedRecord & { watcher: Watcher | undefined }) {
    this.#session = session;
    this.#attempt = attempt;
    this.#masked = masked;
    this.#watcher = watcher;
    this.deliveryKey = attempt.deliveryKey;
    this.number = attempt.number;
    this.begun = attempt.begun;
    this.dryRun = attempt.dryRun;
    this.signal = attempt.signal;
    this.clock = attempt.clock;
    this.logger = attempt.logger;
    this.evidence = attempt.evidence;
    this.beside = new EvidenceBeside(attempt);
    this.#taking = { evidence: this.beside, logger: attempt.logger };
    this.boundary = attempt.boundary;
    this.attachments = attempt.attachments;
    this.gate = rememberingGate(attempt.gate, (error) => (this.#stop = error));
  }

  attachment(ref: string): ReturnType<Attempt['attachment']> {
    return this.#attempt.attachment(ref);
  }

  step<T>(name: string, act: () => Promise<T>): Promise<T> {
    return this.#attempt.step(name, async () => {
      await this.#pause(this.gate.opened ? undefined : this.#watcher?.beforeStep, { what: name });
      return this.guard(name, act);
    });
  }

  async guard<T>(step: string, act: () => Promise<T>): Promise<T> {
    return guardPage(() => this.place(step), act);
  }

  async page(): Promise<Page> {
    this.#expectPage();
    return (this.#page ??= await this.#watched(() => this.#session.page(this.signal)));
  }

  async open(path: string): Promise<Page> {
    this.#expectPage();
    return (this.#page = await this.#watched(() => this.#session.open(path, this.signal)));
  }

  get otherWrites(): number {
    return this.#writes.count;
  }

  /** Writes of the pages count from when they are handed over. */
  async #watched(open: () => Promise<Page>): Promise<Page> {
    const page = await this.#writes.except(open);
    this.#writes.watch(page.context());
    return page;
  }

  end(): void {
    this.#writes.end();
  }

  /** A page that was lost is not replaced within the attempt: what was filled in is gone with it. */
  #expectPage(): void {
    if (this.#page?.isClosed() !== true) return;
    throw new NotDelivered('AB_TARGET_BROKEN', 'the browser or the tab ended while entering; nothing was sent');
  }

  async isLoggedIn(): Promise<boolean> {
    const inside = await this.#session.isLoggedIn(await this.page(), this.signal);
    if (!inside) this.#session.forget();
    return inside;
  }

  expectUndisturbed(): void {
    const fault = this.#session.dialogFault();
    if (fault !== undefined) throw fault;
  }

  /** A step of the core, without the guard: its errors, the stop of a dry run among them, go out as they are. */
  async commit(declaration: CommitDeclaration, click: (page: Page) => Promise<void>): Promise<CommitAnswer> {
    this.expectUndisturbed();
    const page = await this.page();
    const saving = [declaration.request, ...(declaration.followUps ?? [])];
    if (!this.dryRun) await this.#pause(this.#watcher?.beforeCommit ?? this.#watcher?.beforeStep, { what: declaration.name, saving });
    this.expectUndisturbed();
    const name = (this.#commits += 1) === 1 ? 'form' : `form-${this.#commits}`;
    if (!this.dryRun) await captureForm(page, { ...this.#masked, name }, this.#taking);
    const scope = {
      page,
      attempt: this,
      blocked: (): AmtsboteError | undefined => this.#session.dialogFault(),
      stopped: () => captureForm(page, { ...this.#masked, name }, this.#taking),
    };
    const answer = await this.#attempt.step(declaration.name, () => commitBehindFence(scope, declaration, click));
    this.#page = answer.page;
    return answer;
  }

  async #pause(ask: Watcher['beforeStep'], what: Pick<Pause, 'what' | 'saving'>): Promise<void> {
    if (ask !== undefined) await pauseFor(this.#page, { ask, ...what, signal: this.signal });
  }

  captureForm(name: string): Promise<void> {
    return this.#page === undefined ? Promise.resolve() : captureForm(this.#page, { ...this.#masked, name }, this.#taking);
  }

  captureConfirmation(page: Page): Promise<void> {
    return captureConfirmation(page, this.#masked, this.#taking);
  }

  captureReadBack(rows: readonly ReadBackRow[]): Promise<void> {
    return captureReadBack(rows, this.#taking);
  }

  async passNotices(): Promise<void> {
    const page = await this.page();
    await this.guard('pass notices', () => this.#session.passNotices(page, this.signal));
  }

  async captureUnexpected(): Promise<void> {
    if (this.#page !== undefined) await captureUnexpected(this.#page, this.#masked, this.#taking);
  }

  /** True for what the gate threw: the stop of a dry run, or a lost lease. */
  isStop(error: unknown): boolean {
    return this.#stop !== undefined && error === this.#stop && !(isAmtsboteError(error) && this.gate.opened);
  }

  place(step: string): { step: string; committed: boolean; signal: AbortSignal } {
    return { step, committed: this.gate.opened, signal: this.signal };
  }
}

function rememberingGate(gate: Attempt['gate'], remember: (error: unknown) => void): Attempt['gate'] {
  return {
    get opened() {
      return gate.opened;
    },
    open: async (intent: CommitIntent): Promise<void> => {
      try {
        await gate.open(intent);
      } catch (error) {
        remember(error);
        throw error;
      }
    },
  };
}
