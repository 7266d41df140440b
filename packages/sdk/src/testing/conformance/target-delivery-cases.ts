import { AmtsboteError } from '../../errors/amtsbote-error.ts';
import type { MappedRecord } from '../../model/record.ts';
import { type CaseDefinition, counted, expectThat } from './conformance-case.ts';
import { type TargetBench, described } from './target-bench.ts';
import type { TargetConformanceOptions } from './target-options.ts';

type TargetCase = CaseDefinition<TargetConformanceOptions, TargetBench>;

/** Cases of deliveries in which the target does what it should. */
export const deliveryCases: readonly TargetCase[] = [
  { name: 'the channel declares what the suite was told', body: declaresAsTold },
  { name: 'a delivery makes one record, with its fields and its delivery key', body: deliversOnce },
  { name: 'the commit point is reached once, and nothing is saved before it', body: commitsOnce },
  {
    name: 'special characters arrive as they were sent',
    missing: ({ textFields = [] }) => (textFields.length > 0 ? undefined : 'no `textFields` are named'),
    body: keepsCharacters,
  },
  { name: 'a check says that all is well, and enters nothing', body: checksOnly },
  { name: 'a dry run stops at the commit point, and enters nothing', body: stopsInDryRun },
  { name: 'a lost lease keeps the commit point shut, and nothing is entered', body: heedsShutGate },
  { name: 'an attempt that is aborted before its commit point enters nothing', body: heedsAbort },
];

const texts = [
  'O’Neill-Müller-Lüdenscheidt',
  'ẞophie Ẑoë Đặng Ņikĭta Þórir',
  '0003046',
  '<b>"Rose" & \'Sohn\'</b> %41 +1;',
  '{deliveryKey} {{x}} $& ${y} \\n \\',
];

async function declaresAsTold(bench: TargetBench): Promise<void> {
  const { channel } = await bench.openRun();
  const { find, idempotencyKey, maxInFlightMs, visibilityLagMs } = channel.capabilities;
  const told = bench.options.declares;
  expectThat(find === told.find, `find: ${told.find}`, `find: ${find}`);
  expectThat(idempotencyKey === told.idempotencyKey, `idempotencyKey: ${told.idempotencyKey}`, `idempotencyKey: ${idempotencyKey}`);
  expectThat(
    (channel.find === undefined) === (find === 'none'),
    'a look-up exactly where `find` is not none',
    channel.find === undefined ? 'none' : 'one',
  );
  expectThat(maxInFlightMs > 0, 'maxInFlightMs above 0: a request takes time', String(maxInFlightMs));
  expectThat(visibilityLagMs >= 0, 'visibilityLagMs of 0 or more', String(visibilityLagMs));
}

async function deliversOnce(bench: TargetBench): Promise<void> {
  const before = await bench.count();
  const { key, reference } = await bench.deliverWell(await bench.openRun(), { evidence: true });
  const added = (await bench.count()) - before;
  expectThat(added === 1, 'one new record', counted(added, 'new record'));
  await bench.expectOne(key, { reference });
}

async function commitsOnce(bench: TargetBench): Promise<void> {
  const before = await bench.count();
  let atGate: number | undefined;
  const onOpen = async (): Promise<void> => {
    atGate ??= await bench.count();
  };
  const outcome = await bench.deliver(await bench.openRun(), { onOpen });
  const asked = outcome.asked();
  expectThat(asked === 1, 'the commit point to be reached once', `it reached ${asked} times`);
  expectThat(atGate === before, 'nothing saved before the commit point', counted((atGate ?? 0) - before, 'record'));
  expectThat(outcome.reference !== undefined, 'the record to be delivered', described(outcome));
  await bench.expectOne(outcome.key);
}

async function keepsCharacters(bench: TargetBench): Promise<void> {
  const { record, textFields = [] } = bench.options;
  const run = await bench.openRun();
  for (const text of texts) {
    const special: MappedRecord = {
      ...record,
      ...Object.fromEntries(textFields.map((field) => [field, text])),
    };
    const { key } = await bench.deliverWell(run, { record: special });
    await bench.expectOne(key, { record: special });
  }
}

async function checksOnly(bench: TargetBench): Promise<void> {
  const before = await bench.count();
  const { channel } = await bench.openRun();
  const results = await channel.check(new AbortController().signal);
  const bad = results.filter(({ ok }) => !ok).map(({ name }) => name);
  expectThat(results.length > 0, 'results of the check', 'none');
  expectThat(bad.length === 0, 'a check that finds all well', `that it does not: ${bad.join(', ')}`);
  await bench.expectUnchanged(before);
}

async function stopsInDryRun(bench: TargetBench): Promise<void> {
  const before = await bench.count();
  const outcome = await bench.deliver(await bench.openRun(), { dryRun: true });
  const asked = outcome.asked();
  expectThat(asked === 1, 'the commit point to be reached once', `it reached ${asked} times`);
  expectThat(outcome.reference === undefined, 'the attempt to stop at the commit point', 'that it says it delivered');
  expectThat(isStop(outcome.thrown), 'the stop of the dry run to come out as it was thrown', described(outcome));
  await bench.expectUnchanged(before);
}

async function heedsShutGate(bench: TargetBench): Promise<void> {
  const before = await bench.count();
  const onOpen = (): never => {
    throw new LeaseLost();
  };
  const outcome = await bench.deliver(await bench.openRun(), { onOpen });
  expectThat(outcome.reference === undefined, 'the attempt to fail', 'that it says it delivered');
  expectThat(outcome.thrown instanceof LeaseLost, 'the error of the commit point to come out as it was thrown', described(outcome));
  await bench.expectUnchanged(before);
}

async function heedsAbort(bench: TargetBench): Promise<void> {
  const before = await bench.count();
  const run = await bench.openRun();
  const outcome = await bench.deliver(run, { signal: AbortSignal.abort(new Error('interrupted')) });
  expectThat(outcome.reference === undefined, 'the attempt to fail', 'that it says it delivered');
  expectThat(outcome.asked() === 0, 'the commit point not to be reached', 'that it was');
  await bench.expectUnchanged(before);
  const { key } = await bench.deliverWell(run);
  await bench.expectOne(key);
}

function isStop(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'TestDryRunStop';
}

/** What the engine's commit point throws when another run has taken the delivery over. */
class LeaseLost extends AmtsboteError {
  readonly effect = 'case' as const;

  constructor() {
    super('AB_LEDGER_BUSY', 'another run took this delivery over; nothing was sent');
  }
}
