import { expect, test } from 'vitest';
import type { SubmissionView, SyncResult } from '@amtsbote/sdk/runtime';
import type { View } from '../context.ts';
import { translator } from '../texts/texts.ts';
import { listText } from './list.ts';
import { showText } from './show.ts';
import { createStyle, wantsColour } from './style.ts';
import { statusText } from './status.ts';
import { syncText } from './sync.ts';
import { table, width } from './table.ts';
import { doctorText } from './doctor.ts';

const view = (language: 'de' | 'en', colours = false): View => ({
  t: translator(language),
  language,
  style: createStyle(colours),
  timeZone: 'Europe/Berlin',
});

const at = Date.UTC(2026, 10, 22, 9, 30);

const submission: SubmissionView = {
  id: 's-7k3m9x2q4w',
  portal: 'eingang',
  state: 'case',
  receivedAt: at,
  duplicates: 1,
  findings: [],
  answers: [],
  portalId: 'abc\u001b[2J',
  test: false,
  messageSize: 4096,
  attachments: [{ ref: 'a1', name: 'aus\u202eweis.pdf', mediaType: 'application/pdf', size: 12_345, sha256: '00' }],
  deliveries: [
    {
      key: 'AB-7K3M-9X2Q-4WTR-0C5D',
      route: 'hundesteuer',
      target: 'musterverfahren',
      recordType: 'dog-registration',
      state: 'case',
      attempts: 1,
      channel: 'rpa',
      findings: [
        {
          code: 'AB_CODE_UNKNOWN',
          message: 'the code has no entry for field breed',
          where: { file: 'mappings/dog.yaml', line: 12, field: 'breed' },
          hint: 'Add the code to `codes.values`; nothing is passed through.',
        },
      ],
      answers: ['retry', 'reject'],
    },
  ],
  attempts: [
    {
      delivery: 'AB-7K3M-9X2Q-4WTR-0C5D',
      number: 1,
      channel: 'rpa',
      startedAt: at,
      outcome: 'case',
      code: 'AB_CODE_UNKNOWN',
      steps: [
        { name: 'open form', ms: 120.4, ok: true },
        { name: 'fill', ms: 9, ok: false },
      ],
    },
  ],
  related: [],
  reports: [],
  events: [{ at, type: 'received', detail: { bytes: 4096 } }],
  evidence: [],
};

test('show says state, reason, place, advice, allowed answers, attempts and history', () => {
  expect(showText({ submission }, view('en'))).toMatchInlineSnapshot(`
    "Submission s-7k3m9x2q4w  case
      from eingang, received 22 Nov 2026, 10:30:00
      id at the portal: abc�[2J
      handed over again: 1 time(s)
      message: 4.1 kB
      attachment a1: aus�weis.pdf, 12.3 kB

    Delivery AB-7K3M-9X2Q-4WTR-0C5D: hundesteuer → musterverfahren  case
      AB_CODE_UNKNOWN the code has no entry for field breed (X011)
        Where: file mappings/dog.yaml, line 12, field breed
        Hint: Add the code to \`codes.values\`; nothing is passed through.
      Answers that \`amtsbote resolve AB-7K3M-9X2Q-4WTR-0C5D\` takes:
        --retry                try again; looked up first, so that nothing is entered twice
        --reject CODE          reject it with the official code
      Attempt 1 (web UI), 22 Nov 2026, 10:30:00: case AB_CODE_UNKNOWN
        open form  120 ms
        fill       9 ms    failed

    History
      22 Nov 2026, 10:30:00  received  bytes=4096"
  `);
});

test('show says what the portal was told and when it is told the rest, and which submissions belong together', () => {
  const text = showText(
    {
      submission: {
        ...submission,
        deliveries: [],
        attempts: [],
        related: [{ id: 's-2', relation: 'refers-to', state: 'accepted', receivedAt: at }],
        reports: [
          { id: '1', kind: 'accepted', createdAt: at, sentAt: at + 1_000, tries: 3 },
          { id: '2', kind: 'status', createdAt: at, tries: 2, dueAt: at + 60_000, state: { status: 'processing', final: false } },
          { id: '3', kind: 'status', createdAt: at, tries: 0, state: { status: 'completed', final: true } },
        ],
      },
    },
    view('en'),
  );
  expect(text.slice(text.indexOf('Belongs'), text.indexOf('History'))).toMatchInlineSnapshot(`
    "Belongs together with
      s-2  accepted  22 Nov 2026, 10:30:00  its message refers to that one (a correction, for instance)

    Reports to the portal
      accepted                    written 22 Nov 2026, 10:30:00  sent 22 Nov 2026, 10:30:01, tried 3 time(s)
      being worked on             written 22 Nov 2026, 10:30:00  tried 2 time(s), next 22 Nov 2026, 10:31:00
      completed, nothing further  written 22 Nov 2026, 10:30:00  waits for the one before it

    "
  `);
});

test('a German reader gets title and advice in German, and the exact sentence as a detail', () => {
  const text = showText({ submission }, view('de'));
  expect(text).toContain('AB_CODE_UNKNOWN Ein Code hat in der Abbildung keinen Eintrag');
  expect(text).toContain('Ort: Datei mappings/dog.yaml, Zeile 12, Feld breed');
  expect(text).toContain('Rat: Tragen Sie den Code unter `codes.values` ein');
});

test('advice of the place where an error arose wins over the general advice', () => {
  const [delivery] = submission.deliveries;
  const special = {
    ...delivery,
    findings: [{ code: 'AB_CODE_UNKNOWN', message: 'm', hint: 'Known are: A, B.' }],
  };
  const text = showText({ submission: { ...submission, deliveries: [special] } as SubmissionView }, view('de'));
  expect(text).toContain('Rat: Known are: A, B.');
});

test('control and direction characters of others never reach the terminal', () => {
  const codes = [{ field: 'legalForm', code: '1\u009b', name: 'x\u2066' }];
  const text = showText({ submission, records: [{ delivery: 'AB-1', record: { name: 'x\u009b31m\u2066' }, codes }] }, view('en'));
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]/);
});

test('a record shows what its codes mean', () => {
  const codes = [{ field: 'legalForm', code: '170', name: 'Einzelunternehmen' }];
  const text = showText({ submission, records: [{ delivery: 'AB-1', record: { legalForm: 'Einzel' }, codes }] }, view('de'));
  expect(text).toContain('legalForm  170  Einzelunternehmen');
});

const result: SyncResult = {
  startedAt: at,
  endedAt: at + 10,
  received: 2,
  duplicates: 1,
  submissions: [
    submission,
    {
      ...submission,
      id: 's-2',
      state: 'accepted',
      deliveries: [
        {
          key: 'AB-2',
          route: 'gewerbe',
          target: 'musterverfahren',
          recordType: 'trade',
          state: 'delivered',
          channel: 'api',
          reference: 'GE-2026-000045',
          attempts: 1,
          findings: [],
          answers: [],
        },
      ],
    },
  ],
  portalsFailed: [],
  defects: 0,
  interrupted: false,
  dryRunEvidence: [],
  previews: [],
};

const synced = {
  result,
  known: new Set<string>(),
  dryRun: false,
  exitCode: 3,
  evidence: undefined,
  summary: {},
} as const;

test('sync says what became of each submission, then the counts', () => {
  expect(syncText(synced, view('de'))).toMatchInlineSnapshot(`
    "s-7k3m9x2q4w  Klärfall    hundesteuer → musterverfahren
        AB_CODE_UNKNOWN Ein Code hat in der Abbildung keinen Eintrag (X011)
          Ort: Datei mappings/dog.yaml, Zeile 12, Feld breed
          Genauer: the code has no entry for field breed
          Rat: Tragen Sie den Code unter \`codes.values\` ein; nichts wird ungeprüft durchgereicht.
    s-2           zugestellt  gewerbe → musterverfahren      GE-2026-000045  Schnittstelle

    eingegangen 2 · schon bekannt 1 · zugestellt 1 · abgelehnt 0 · Klärfälle 1 · später 0
    Genauer mit \`amtsbote show <id>\`; einen Klärfall beantworten mit \`amtsbote resolve <id>\`."
  `);
});

test('what was only handed over again is shown as known and not counted as done', () => {
  const text = syncText({ ...synced, known: new Set(['s-7k3m9x2q4w', 's-2']) }, view('en'));
  expect(text).toMatchInlineSnapshot(`
    "s-7k3m9x2q4w  case       hundesteuer → musterverfahren                       already known
    s-2           delivered  gewerbe → musterverfahren      GE-2026-000045  API  already known

    received 2 · already known 1 · delivered 0 · rejected 0 · cases 0 · later 0"
  `);
});

test('a run without anything due says so', () => {
  const nothing = { ...result, received: 0, duplicates: 0, submissions: [] };
  expect(syncText({ ...synced, result: nothing }, view('en'))).toBe('Nothing was due.');
  expect(syncText({ ...synced, result: { ...nothing, states: 2 } }, view('en'))).toBe('Targets said something new of 2 record(s).');
});

test('a dry run shows what would be sent and says that nothing happened', () => {
  const previews = [{ delivery: 'AB-2', preview: 'POST /api\nname=x' }];
  const text = syncText({ ...synced, dryRun: true, result: { ...result, previews } }, view('en'));
  expect(text).toContain('Would be sent for AB-2:\n  POST /api\n  name=x');
  expect(text).toContain('would be delivered 1');
  expect(text).toContain('nothing was entered');
});

test('list has one line per delivery and names the first reason', () => {
  expect(listText([submission], view('en'))).toMatchInlineSnapshot(`
    "Id            Received               State  Target           Reference  Channel  Reason
    s-7k3m9x2q4w  22 Nov 2026, 10:30:00  case   musterverfahren             web UI   AB_CODE_UNKNOWN the code has no entry for field breed"
  `);
  expect(listText([], view('de'))).toBe('Nichts zu zeigen.');
});

test('status leaves out what there is none of', () => {
  const text = statusText(
    {
      submissions: { received: 0, routed: 0, case: 2, rejected: 0, accepted: 12 },
      deliveries: { ready: 0, attempting: 0, committing: 0, unknown: 0, delivered: 12, rejected: 0, case: 2 },
      reportsWaiting: 1,
      reportsWaitSince: at,
      reportsLate: true,
      pauses: [{ target: 'musterverfahren', until: at, code: 'AB_LOGIN_FAILED' }],
      lastRun: { startedAt: at, endedAt: at, pid: 1, host: 'h' },
    },
    view('de'),
  );
  expect(text).toMatchInlineSnapshot(`
    "Einreichungen
      Klärfall    2
      angenommen  12
    Zustellungen
      zugestellt  12
      Klärfall    2
    Wartende Rückmeldungen an Portale: 1, die älteste seit 22.11.2026, 10:30:00. Sehen Sie nach dem Portal: \`amtsbote doctor\`.
    Das Fachverfahren musterverfahren pausiert bis 22.11.2026, 10:30:00: AB_LOGIN_FAILED Die Anmeldung am Fachverfahren ist misslungen
    Letzter Lauf: 22.11.2026, 10:30:00"
  `);
});

test('doctor shows the advice of what is not well only', () => {
  const text = doctorText(
    [
      {
        name: 'ledger',
        checks: [
          { name: 'free space', ok: true, hint: 'x' },
          { name: 'key', ok: false, hint: 'Give it mode 0600.' },
        ],
      },
    ],
    view('en'),
  );
  expect(text).toBe('ledger\n  ✓ free space\n  ✗ key\n      Hint: Give it mode 0600.\nNot well: 1');
});

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: '1' }, true, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  [{ NO_COLOR: '' }, true, true],
  [{ FORCE_COLOR: '1' }, false, true],
  [{ FORCE_COLOR: '0' }, true, false],
  [{ TERM: 'dumb' }, true, false],
])('environment %j with terminal %s decides on colours', (env, isTTY, expected) => {
  expect(wantsColour(env, isTTY)).toBe(expected);
});

test('columns stand under one another whatever colours and umlauts are in them', () => {
  const style = createStyle(true);
  const lines = table([
    [style.red('ä'), 'b'],
    ['xyz', 'c'],
  ]).split('\n');
  expect(lines.map((line) => width(line))).toEqual([6, 6]);
});

const urgent = {
  portal: 'eingang',
  submissions: 2,
  over: 0,
  warning: 1,
  soonest: { submission: 's-7k3m9x2q4w', answerBy: at },
};

test('status says what portals will reject by themselves, and what was found wrong with them', () => {
  const counts = {
    submissions: { received: 0, routed: 2, case: 0, accepted: 0, rejected: 0 },
    deliveries: { ready: 2, attempting: 0, committing: 0, unknown: 0, delivered: 0, rejected: 0, case: 0 },
    reportsWaiting: 0,
    pauses: [],
    deadlines: [urgent],
    portalsFailing: [{ portal: 'zweiter', since: at, at, codes: { AB_DECRYPTION_KEY_MISSING: 3, AB_PORTAL_DEADLINE: 1 } }],
  };
  const text = statusText(counts, view('en'));
  expect(text).toContain('Portal eingang: 2 submission(s) must be answered soon, the first (s-7k3m9x2q4w) until 22 Nov 2026, 10:30:00');
  expect(text).toContain('Portal zweiter is not well since 22 Nov 2026, 10:30:00: AB_DECRYPTION_KEY_MISSING (3), AB_PORTAL_DEADLINE');
  const over = { ...counts, deadlines: [{ ...urgent, over: 1 }] };
  expect(statusText(over, view('de'))).toContain('1 davon hat das Portal von selbst abgelehnt');
});

test('a quiet run warns of a deadline once per warning, a talkative one each time', () => {
  const ended = {
    result: { ...result, submissions: [], portalsFailed: [], deadlines: [urgent] },
    known: new Set<string>(),
    dryRun: false,
  };
  const said = (more: object): string => syncText({ ...ended, exitCode: 0, evidence: undefined, summary: {}, ...more }, view('en'));
  expect(said({ quiet: true, warnings: 0 })).toBe('');
  expect(said({ quiet: true, warnings: 1 })).toContain('must be answered soon');
  expect(said({ quiet: false })).toContain('must be answered soon');
});
