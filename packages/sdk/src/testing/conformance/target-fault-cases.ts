import { type CaseDefinition, counted, expectThat } from './conformance-case.ts';
import { tellingValues, textOfError } from './find-values.ts';
import { type AttemptOutcome, type DeliverOptions, type TargetBench, type TargetRun, described } from './target-bench.ts';
import type { TargetConformanceOptions, TargetInjections } from './target-options.ts';

type TargetCase = CaseDefinition<TargetConformanceOptions, TargetBench>;

const needs =
  (name: keyof TargetInjections) =>
  ({ inject }: TargetConformanceOptions): string | undefined =>
    inject?.[name] === undefined ? `\`inject.${name}\` is missing` : undefined;

/** Cases of deliveries in which something goes wrong. */
export const faultCases: readonly TargetCase[] = [
  {
    name: 'a connection cut after saving leaves the outcome unknown, and the look-up finds the one record',
    missing: needs('cutAfterSaving'),
    body: cutAfterSaving,
  },
  {
    name: 'an answer later than the deadline leaves the outcome unknown, and the look-up finds the one record',
    missing: needs('lateAnswer'),
    body: lateAnswer,
  },
  {
    name: 'a connection cut before saving never passes for delivered, and one more attempt makes one record',
    missing: needs('cutBeforeSaving'),
    body: cutBeforeSaving,
  },
  {
    name: 'what takes effect late does so within maxInFlightMs',
    missing: needs('lateSaving'),
    body: lateSaving,
  },
  {
    name: 'a fault of the target never passes for delivered, and leads to at most one record',
    missing: needs('serverError'),
    body: serverError,
  },
  {
    name: 'a rejection is final or a case, and leaves no record',
    missing: needs('rejection'),
    body: rejection,
  },
  {
    name: 'an expired session is renewed or tried again, and leads to at most one record',
    missing: needs('sessionExpired'),
    body: sessionExpired,
  },
  { name: 'errors, checks and log lines hold no value of the record', body: tellsNothing },
];

/** How long after the commit point a deadline passes here; shorter than any answer that is injected late. */
const afterGateMs = 500;

async function cutAfterSaving(bench: TargetBench): Promise<void> {
  const run = await bench.openRun();
  await bench.inject.cutAfterSaving?.();
  await expectFoundAgain(bench, await bench.deliver(run));
}

async function lateAnswer(bench: TargetBench): Promise<void> {
  const run = await bench.openRun();
  await bench.inject.lateAnswer?.(3 * afterGateMs);
  await expectFoundAgain(bench, await bench.deliver(run, deadlineAfterGate()));
}

async function expectFoundAgain(bench: TargetBench, outcome: AttemptOutcome): Promise<void> {
  await bench.inject.clear?.();
  expectThat(outcome.error?.effect === 'unknown', 'OutcomeUnknown: the record may have been saved', described(outcome));
  await bench.expectOne(outcome.key);
  const { state, reference } = await bench.settle(outcome);
  const { find, idempotencyKey } = bench.options.declares;
  if (find === 'authoritative')
    expectThat(state === 'delivered', 'the record to be found and adopted', `that the delivery became \`${state}\``);
  if (state === 'ready') {
    expectThat(idempotencyKey, 'no second attempt without proof', 'one that the look-up allowed');
    await bench.deliver(await bench.openRun(), { key: outcome.key });
  }
  await bench.expectOne(outcome.key, { reference });
}

async function cutBeforeSaving(bench: TargetBench): Promise<void> {
  const run = await bench.openRun();
  await bench.inject.cutBeforeSaving?.();
  const outcome = await bench.deliver(run);
  await bench.inject.clear?.();
  expectThat(['unknown', 'not-delivered'].includes(outcome.error?.effect ?? ''), 'OutcomeUnknown or NotDelivered', described(outcome));
  await expectNone(bench, outcome);
  const { state } = await bench.settle(outcome);
  if (bench.options.declares.find === 'authoritative') {
    expectThat(state === 'ready', 'the delivery to be ready for another attempt', `that it became \`${state}\``);
  }
  if (state !== 'ready') return;
  const again = await bench.deliverWell(run, { key: outcome.key });
  await bench.expectOne(outcome.key, { reference: again.reference });
}

async function lateSaving(bench: TargetBench): Promise<void> {
  const run = await bench.openRun();
  const lateMs = (await bench.inject.lateSaving?.()) ?? 0;
  const outcome = await bench.deliver(run, deadlineAfterGate());
  const ended = bench.clock.now();
  await bench.inject.clear?.();
  const { state } = await bench.settle(outcome);
  const leftMs = lateMs - (bench.clock.now() - ended);
  if (leftMs > 0) await bench.clock.sleep(leftMs + afterGateMs);
  const records = (await bench.options.witness.records(outcome.key)).length;
  expectThat(
    state !== 'ready' || records === 0,
    'nothing to be saved after it was proved absent',
    `a record, ${lateMs} ms after the request`,
  );
  expectThat(state !== 'delivered' || records === 1, 'one record', counted(records, 'record'));
}

async function serverError(bench: TargetBench): Promise<void> {
  const run = await bench.openRun();
  await bench.inject.serverError?.();
  const outcome = await bench.deliver(run);
  await bench.inject.clear?.();
  await expectHonest(bench, outcome);
  expectThat(outcome.error !== undefined, 'the attempt to fail', described(outcome));
  const { state } = await bench.settle(outcome);
  if (state === 'ready') await bench.deliverWell(run, { key: outcome.key });
  const records = (await bench.options.witness.records(outcome.key)).length;
  expectThat(records <= 1, 'one record at most', counted(records, 'record'));
  expectThat(state === 'case' || records === 1, 'one record, or a case', `\`${state}\` without a record`);
}

async function rejection(bench: TargetBench): Promise<void> {
  const run = await bench.openRun();
  const before = await bench.count();
  const record = (await bench.inject.rejection?.(bench.options.record)) ?? bench.options.record;
  const outcome = await bench.deliver(run, { record });
  await bench.inject.clear?.();
  expectThat(['rejected', 'case'].includes(outcome.error?.effect ?? ''), 'RejectedByTarget or NeedsPerson', described(outcome));
  await bench.expectUnchanged(before);
  const { key } = await bench.deliverWell(run);
  await bench.expectOne(key);
}

async function sessionExpired(bench: TargetBench): Promise<void> {
  const run = await bench.openRun();
  await bench.deliverWell(run);
  await bench.inject.sessionExpired?.();
  const outcome = await bench.deliver(run);
  await bench.inject.clear?.();
  const fine = outcome.error === undefined || outcome.error.effect === 'not-delivered';
  expectThat(fine, 'the record to be delivered, or NotDelivered', described(outcome));
  await expectHonest(bench, outcome);
  if (outcome.error !== undefined) await bench.deliverWell(run, { key: outcome.key });
  await bench.expectOne(outcome.key);
}

/** Every fault that can be injected, and everything that was said while it happened. */
async function tellsNothing(bench: TargetBench): Promise<void> {
  const { inject } = bench;
  const run = await bench.openRun();
  const evidence = true;
  const outcomes = [await bench.deliver(run, { evidence }), await bench.deliver(run, { evidence, signal: AbortSignal.abort() })];
  for (const fault of ['cutBeforeSaving', 'cutAfterSaving', 'serverError', 'sessionExpired'] as const) {
    if (inject[fault] === undefined) continue;
    await inject[fault]();
    outcomes.push(await bench.deliver(run, { evidence }));
    await inject.clear?.();
  }
  const refused = (await inject.rejection?.(bench.options.record)) ?? bench.options.record;
  outcomes.push(await bench.deliver(run, { evidence, record: refused }));
  await inject.clear?.();
  const checks = await run.channel.check(new AbortController().signal);
  expectSilence({ run, outcomes, checks: JSON.stringify(checks) }, [bench.options.record, refused]);
}

interface Said {
  readonly run: TargetRun;
  readonly outcomes: readonly AttemptOutcome[];
  readonly checks: string;
}

function expectSilence({ run, outcomes, checks }: Said, records: readonly TargetConformanceOptions['record'][]): void {
  const places: readonly (readonly [place: string, text: string])[] = [
    ['the log of the connector', run.logLines.join('\n')],
    ['the result of a check', checks],
    ...outcomes.flatMap(({ attempt, thrown, error }): readonly (readonly [string, string])[] => [
      [`the log of an attempt`, attempt.logLines.join('\n')],
      ['the name of a step or boundary', attempt.events.join('\n')],
      ['the name of the commit', attempt.intents.map(({ name }) => name).join('\n')],
      ['the name of a piece of evidence', attempt.kept.map(({ name }) => name).join('\n')],
      ...(thrown === undefined ? [] : [[`an error (${error?.code ?? 'unknown'})`, textOfError(thrown)] as const]),
    ]),
  ];
  for (const [field, value] of records.flatMap((record) => tellingValues(record))) {
    const place = places.find(([, text]) => text.includes(value))?.[0];
    expectThat(place === undefined, 'no value of the record in errors and logs', `that of ${field} in ${place}`);
  }
}

/** An error says of the target only what the witness confirms. */
async function expectHonest(bench: TargetBench, outcome: AttemptOutcome): Promise<void> {
  const records = (await bench.options.witness.records(outcome.key)).length;
  const { error } = outcome;
  expectThat(records <= 1, 'one record at most', counted(records, 'record'));
  if (error === undefined) return expectThat(records === 1, 'one record, as the delivery says', counted(records, 'record'));
  const open =
    error.effect === 'unknown' || error.code === 'AB_PROOF_MISSING' || (error.effect === 'defect' && outcome.attempt.gate.opened);
  expectThat(open || records === 0, `no record, as ${error.name} (${error.code}) says`, counted(records, 'record'));
}

async function expectNone(bench: TargetBench, { key }: AttemptOutcome): Promise<void> {
  const records = (await bench.options.witness.records(key)).length;
  expectThat(records === 0, 'no record', counted(records, 'record'));
}

/** A deadline that passes soon after the commit point. */
function deadlineAfterGate(): Pick<DeliverOptions, 'signal' | 'onOpen'> {
  const ended = new AbortController();
  return {
    signal: ended.signal,
    onOpen: () => void setTimeout(() => ended.abort(new Error('deadline')), afterGateMs),
  };
}
