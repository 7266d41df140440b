import { crash } from '../support/browser-processes.ts';
import type { Quirk, SkinName } from '@amtsbote/simulators/musterverfahren';
import type { Desk, DeskTimes } from './desk.ts';

/** One thing that happens to a delivery through screens, and what comes of it: a row of `docs/rpa-outcomes.md`. */
export interface Outcome {
  readonly happens: string;
  /** The delivery after the run in which it happened. */
  readonly state: string;
  readonly code: string;
  /** Records in the application then. */
  readonly records: 0 | 1;
  /** What the run after it does, once it is over. */
  readonly next: string;
  /** Where it is tried. */
  readonly skins: readonly SkinName[];
  /** Tried at a desk of its own: it needs its first delivery, other times, or leaves the application changed. */
  readonly own?: DeskTimes;
  /** Stays as it is until a person has mended the account. */
  readonly stays?: true;
  /** Makes it happen in the next run. */
  arrange(desk: Desk): Promise<void> | void;
  /** Ends it before the runs after. */
  mend?(desk: Desk): Promise<void> | void;
}

const slowMs = 20_000;
const filled = /^step:fill form:end$/;
const released = /^fence:released$/;
/** The application has saved, and its answer is still on the way when something dies. */
const slowAnswer = { kind: 'latency', ms: 1500, when: 'after', match: { act: 'save' }, times: 1 } as const;
const saved = 'looks it up and adopts what it finds';
const again = 'enters it';
const lookedUp = 'looks twice, finds nothing, enters it';
const answered = 'a case: answered with `retry`, it is entered';
const rests = 'the target rests; once `doctor` is well it is entered';

/** All of them, in the order of the table. */
export const outcomes: readonly Outcome[] = [
  ...ofBrowsers('browsers', 'the browser process is killed', ['pages', 'frames']),
  ...ofBrowsers('tabs', 'the tab crashes', ['pages', 'app']),
  {
    happens: 'the network is cut while the form is filled',
    state: 'ready',
    code: 'AB_TARGET_UNREACHABLE',
    records: 0,
    next: again,
    skins: ['pages', 'app', 'frames'],
    arrange: (desk) => desk.at(filled, desk.network.cut),
    mend: (desk) => desk.network.mend(),
  },
  {
    happens: 'the network is cut before the saving request arrives',
    state: 'unknown',
    code: 'AB_OUTCOME_UNKNOWN',
    records: 0,
    next: lookedUp,
    skins: ['pages', 'app'],
    arrange: (desk) => desk.at(/^fence:journalled$/, desk.network.cut),
    mend: (desk) => desk.network.mend(),
  },
  {
    happens: 'the network is cut before the answer to the saving request arrives',
    state: 'unknown',
    code: 'AB_OUTCOME_UNKNOWN',
    records: 1,
    next: saved,
    skins: ['app', 'frames'],
    arrange: async (desk) => {
      await desk.arm(slowAnswer);
      desk.at(released, () => void setTimeout(desk.network.cut, 500));
    },
    mend: (desk) => desk.network.mend(),
  },
  {
    happens: 'the session ends before the form is opened',
    state: 'delivered',
    code: '–',
    records: 1,
    next: 'nothing: one login, and it was entered',
    skins: ['pages', 'app', 'frames'],
    arrange: (desk) => desk.arm({ kind: 'session-lost', match: { act: 'open-form' }, times: 1 }),
  },
  {
    happens: 'the session ends while the form is filled',
    state: 'ready',
    code: 'AB_TARGET_BROKEN',
    records: 0,
    next: again,
    skins: ['pages', 'app'],
    arrange: (desk) => desk.arm({ kind: 'session-lost', match: { act: 'step' }, times: 1 }),
  },
  {
    happens: 'the session ends with the saving request',
    state: 'unknown',
    code: 'AB_OUTCOME_UNKNOWN',
    records: 0,
    next: lookedUp,
    skins: ['pages', 'app', 'frames'],
    arrange: (desk) => desk.arm({ kind: 'session-lost', match: { act: 'save' }, times: 1 }),
  },
  {
    happens: 'the session ends before the confirmation is shown',
    state: 'unknown',
    code: 'AB_OUTCOME_UNKNOWN',
    records: 1,
    next: saved,
    skins: ['pages'],
    arrange: (desk) => desk.arm({ kind: 'session-lost', match: { path: String.raw`/^\/hund\/HU-.*bestaetigung/` }, times: 1 }),
  },
  {
    happens: 'the session ends before the saved record is read back',
    state: 'delivered',
    code: '–',
    records: 1,
    next: 'nothing: one login, and it was proven',
    skins: ['pages', 'app', 'frames'],
    arrange: (desk) => desk.arm({ kind: 'session-lost', match: { act: 'read' }, times: 1 }),
  },
  {
    happens: 'the account is locked',
    state: 'ready',
    code: 'AB_LOGIN_FAILED',
    records: 0,
    next: 'the target rests, an hour at first, then longer: nobody logs in meanwhile; `doctor` ends it once the account is mended',
    skins: ['pages', 'frames'],
    own: {},
    stays: true,
    arrange: (desk) => desk.lockAccount(),
  },
  {
    happens: 'a dialog that nobody declared comes with the form',
    state: 'case',
    code: 'AB_FORM_CHANGED',
    records: 0,
    next: answered,
    skins: ['pages', 'frames'],
    arrange: (desk) => desk.arm({ kind: 'dialog', match: { act: 'open-form' }, times: 1 }),
  },
  {
    happens: 'a dialog that nobody declared asks before saving',
    state: 'case',
    code: 'AB_FORM_CHANGED',
    records: 0,
    next: answered,
    skins: ['pages', 'app', 'frames'],
    arrange: (desk) => desk.switchOn('confirm-save'),
    mend: (desk) => desk.switchOn(),
  },
  ...ofDrift('renamed-label', 'a label is renamed', 'AB_FORM_CHANGED', ['app', 'frames']),
  ...ofDrift('new-field', 'a new field is required', 'AB_TARGET_REFUSED', ['pages', 'frames']),
  {
    happens: 'the form takes 20 s to open, longer than is waited',
    state: 'ready',
    code: 'AB_DEADLINE',
    records: 0,
    next: again,
    skins: ['pages', 'frames'],
    own: { timeoutMs: 4000 },
    arrange: (desk) => desk.arm({ kind: 'latency', ms: slowMs, match: { act: 'open-form' }, times: 1 }),
  },
  {
    happens: 'the answer to saving takes 20 s, longer than is declared',
    state: 'unknown',
    code: 'AB_OUTCOME_UNKNOWN',
    records: 1,
    next: saved,
    skins: ['app', 'frames'],
    own: { maxInFlightMs: 4000 },
    arrange: (desk) => desk.arm({ kind: 'latency', ms: slowMs, when: 'after', match: { act: 'save' }, times: 1 }),
  },
];

/** Tried apart, for it takes its time: saving takes 20 s, and more is declared. */
export const slowSaving: Outcome = {
  happens: 'saving takes 20 s, shorter than is declared',
  state: 'delivered',
  code: '–',
  records: 1,
  next: 'nothing: one click, and its answer was awaited',
  skins: ['pages', 'frames'],
  own: { maxInFlightMs: 45_000, timeoutMs: 45_000 },
  arrange: (desk) => desk.arm({ kind: 'latency', ms: slowMs, match: { act: 'save' }, times: 1 }),
};

function ofBrowsers(what: 'browsers' | 'tabs', name: string, skins: readonly SkinName[]): readonly Outcome[] {
  return [
    {
      happens: `${name} while the form is filled`,
      state: 'ready',
      code: 'AB_TARGET_BROKEN',
      records: 0,
      next: again,
      skins,
      arrange: (desk) => desk.at(filled, () => void crash(what)),
    },
    {
      happens: `${name} after the saving request was let go`,
      state: 'unknown',
      code: 'AB_OUTCOME_UNKNOWN',
      records: 1,
      next: saved,
      skins,
      arrange: async (desk) => {
        await desk.arm(slowAnswer);
        desk.at(released, () => void setTimeout(() => crash(what), 500));
      },
    },
  ];
}

/** Screens are looked at before the first delivery of a run; what changes after that is met while entering. */
function ofDrift(quirk: Quirk, name: string, code: string, skins: readonly SkinName[]): readonly Outcome[] {
  const drift = { arrange: (desk: Desk) => desk.switchOn(quirk), mend: (desk: Desk) => desk.switchOn(), skins, records: 0 } as const;
  return [
    { ...drift, happens: `${name} before a run`, state: 'ready', code: 'AB_SCREEN_CHANGED', next: rests, own: {} },
    { ...drift, happens: `${name} during a run`, state: 'case', code, next: answered },
  ];
}
