import { expect, test } from 'vitest';
import {
  ConfigurationFault,
  Defect,
  type DeliveryState,
  type ErrorCode,
  LoginFailed,
  NeedsPerson,
  NotDelivered,
  type SubmissionState,
} from '@amtsbote/sdk';
import type { SubmissionSummary, SyncResult } from '@amtsbote/sdk/runtime';
import { CliError, Interrupted } from './cli-error.ts';
import { exitCodeOfDoctor, exitCodeOfError, exitCodeOfSync, mostImportant } from './exit-codes.ts';

const found = (code: ErrorCode | undefined) => (code === undefined ? [] : [{ code, message: 'a sentence' }]);

function delivery(state: DeliveryState, code?: ErrorCode): SubmissionSummary {
  const findings = found(code);
  const one = {
    key: 'AB-1',
    route: 'r',
    target: 't',
    recordType: 'x',
    state,
    attempts: 1,
    findings,
    answers: [],
  };
  return {
    id: 's-1',
    portal: 'p',
    state: 'routed',
    receivedAt: 0,
    duplicates: 0,
    findings: [],
    answers: [],
    deliveries: [one],
  };
}

function waiting(code: string): SubmissionSummary {
  const ready = delivery('ready');
  return { ...ready, deliveries: ready.deliveries.map((one) => ({ ...one, waits: { until: 1, code } })) };
}

function submission(state: SubmissionState, code?: ErrorCode): SubmissionSummary {
  return {
    id: 's-2',
    portal: 'p',
    state,
    receivedAt: 0,
    duplicates: 0,
    findings: found(code),
    answers: [],
    deliveries: [],
  };
}

function result(submissions: readonly SubmissionSummary[], more: Partial<SyncResult> = {}): SyncResult {
  return {
    startedAt: 0,
    endedAt: 1,
    received: 0,
    duplicates: 0,
    submissions,
    portalsFailed: [],
    defects: 0,
    interrupted: false,
    dryRunEvidence: [],
    previews: [],
    ...more,
  };
}

const portalDown = { portalsFailed: [{ portal: 'p', findings: found('AB_PORTAL_UNREACHABLE') }] };

test.each([
  ['nothing was due', result([]), 0],
  ['everything was delivered', result([delivery('delivered')]), 0],
  ['a delivery waits without a fault, such as behind a case of its matter', result([delivery('ready')]), 0],
  ['a delivery is a case', result([delivery('case', 'AB_CODE_UNKNOWN')]), 3],
  ['a delivery is rejected', result([delivery('rejected', 'AB_SCHEMA_INVALID')]), 3],
  ['a submission is a case', result([submission('case', 'AB_ZIP_BROKEN')]), 3],
  ['the target was not reachable', result([delivery('ready', 'AB_TARGET_UNREACHABLE'), delivery('case')]), 4],
  ['the target pauses after a failure of others', result([waiting('AB_LOGIN_FAILED')]), 4],
  ['the target is closed by its hours', result([waiting('AB_TARGET_CLOSED')]), 0],
  ['an outcome is not known yet', result([delivery('unknown', 'AB_OUTCOME_UNKNOWN')]), 4],
  ['a portal was not reachable', result([delivery('case')], portalDown), 4],
  ['a connector has a defect', result([delivery('case', 'AB_DEFECT')], portalDown), 1],
  ['the run was interrupted, whatever else', result([delivery('case', 'AB_DEFECT')], { interrupted: true }), 130],
])('when %s, the run ends with its code', (_what, outcome, code) => {
  expect(exitCodeOfSync(outcome)).toBe(code);
});

test.each([
  ['never', delivery('case'), 0],
  ['case', delivery('case'), 3],
  ['case', delivery('rejected'), 0],
  ['case', submission('rejected'), 0],
  ['rejected', delivery('rejected'), 3],
  ['never', delivery('ready', 'AB_TARGET_UNREACHABLE'), 4],
  ['never', delivery('case', 'AB_DEFECT'), 1],
  ['open', delivery('delivered'), 3],
] as const)('with --fail-on %s only what it names counts, and what is technical always', (failOn, one, code) => {
  expect(exitCodeOfSync(result([one]), { failOn, openCases: 1 })).toBe(code);
});

test('the precedence is 130, 1, 2, 5, 4, 3, 0', () => {
  const order = [130, 1, 2, 5, 4, 3, 0] as const;
  order.forEach((code, index) => expect(mostImportant(order.slice(index).toReversed())).toBe(code));
  expect(mostImportant([])).toBe(0);
});

test.each([
  [new Interrupted(), 130],
  [new CliError('wrong'), 2],
  [new ConfigurationFault('AB_CONFIG_INVALID', 'wrong'), 2],
  [new ConfigurationFault('AB_LEDGER_BUSY', 'held'), 5],
  [new NotDelivered('AB_INTERRUPTED', 'stopped'), 130],
  [new NotDelivered('AB_PORTAL_UNREACHABLE', 'down'), 4],
  [new LoginFailed('AB_LOGIN_FAILED', 'refused'), 4],
  [new NeedsPerson('AB_FORM_CHANGED', 'changed'), 3],
  [new Defect('AB_DEFECT', 'ours'), 1],
  [new TypeError('unknown'), 1],
  ['thrown text', 1],
])('the error %o ends with code %i', (error, code) => {
  expect(exitCodeOfError(error)).toBe(code);
});

test('doctor tells what is not reachable from what is set up wrongly', () => {
  const section = (name: string, ok: boolean) => ({ name, checks: [{ name: 'a check', ok }] });
  expect(exitCodeOfDoctor([section('ledger', true), section('portal eingang', true)])).toBe(0);
  expect(exitCodeOfDoctor([section('ledger', true), section('target musterverfahren', false)])).toBe(4);
  expect(exitCodeOfDoctor([section('ledger', false), section('portal eingang', false)])).toBe(2);
});
