import { type CaseDefinition, counted, expectThat } from './conformance-case.ts';
import { type TargetBench, described } from './target-bench.ts';
import type { TargetConformanceOptions } from './target-options.ts';

type TargetCase = CaseDefinition<TargetConformanceOptions, TargetBench>;

const cannotFind = ({ declares }: TargetConformanceOptions): string | undefined =>
  declares.find === 'none' ? 'the channel declares `find: none`' : undefined;
const notAuthoritative = ({ declares }: TargetConformanceOptions): string | undefined =>
  declares.find === 'authoritative' ? undefined : `the channel declares \`find: ${declares.find}\``;
const noKey = ({ declares }: TargetConformanceOptions): string | undefined =>
  declares.idempotencyKey ? undefined : 'the channel declares `idempotencyKey: false`';

/** Cases of what a channel declares: its look-up, its times, its idempotency key. */
export const lookUpCases: readonly TargetCase[] = [
  {
    name: 'a look-up finds nothing where nothing is, and enters nothing',
    missing: cannotFind,
    body: findsNothing,
  },
  {
    name: 'a look-up finds a new record once visibilityLagMs has passed',
    missing: notAuthoritative,
    body: findsInTime,
  },
  {
    name: 'the same delivery again is looked up first, and stays one record',
    missing: notAuthoritative,
    body: staysOne,
  },
  {
    name: 'a fresh run adopts the record of one that died between commit and receipt',
    missing: notAuthoritative,
    body: adopts,
  },
  {
    name: 'a target without a reliable look-up never leads to a second record',
    missing: ({ declares }) => (declares.find === 'authoritative' ? 'the channel declares `find: authoritative`' : undefined),
    body: staysOne,
  },
  {
    name: 'two deliveries with the same idempotency key make one record',
    missing: noKey,
    body: refusesSecond,
  },
];

async function findsNothing(bench: TargetBench): Promise<void> {
  const before = await bench.count();
  const { channel } = await bench.openRun();
  const found = await bench.find(channel, bench.newKey());
  expectThat(found.length === 0, 'no hit for a delivery key that was never used', counted(found.length, 'hit'));
  await bench.expectUnchanged(before);
}

/** Whoever looks is logged in before: what a login takes would hide how late the search is. */
async function findsInTime(bench: TargetBench): Promise<void> {
  const { channel } = await bench.openRun();
  await bench.find(channel, bench.newKey());
  const run = await bench.openRun();
  await bench.deliverWell(run);
  const { key, reference } = await bench.deliverWell(run);
  const { visibilityLagMs } = channel.capabilities;
  await bench.clock.sleep(visibilityLagMs);
  const found = await bench.find(channel, key);
  expectThat(found.length === 1, `one hit ${visibilityLagMs} ms (visibilityLagMs) after saving`, counted(found.length, 'hit'));
  expectThat(found[0] === reference, 'the reference that the delivery returned', 'another one');
}

/** What was delivered is forgotten, as if it had to be delivered anew; only what the look-up proves absent is sent again. */
async function staysOne(bench: TargetBench): Promise<void> {
  const run = await bench.openRun();
  const { key } = await bench.deliverWell(run);
  const { state } = await bench.resolve(run, key);
  if (state === 'ready') await bench.deliver(run, { key });
  await bench.expectOne(key);
}

/** The outcome of the first run is dropped, and the run ends: only the target knows. */
async function adopts(bench: TargetBench): Promise<void> {
  const before = await bench.count();
  const dying = await bench.openRun();
  const outcome = await bench.deliver(dying);
  await dying.close();
  expectThat(outcome.attempt.gate.opened, 'the commit point to be passed', described(outcome));
  const { state, reference } = await bench.resolve(await bench.openRun(), outcome.key);
  expectThat(state === 'delivered', 'the record to be found and adopted', `that the delivery became \`${state}\``);
  await bench.expectOne(outcome.key, { reference });
  const added = (await bench.count()) - before;
  expectThat(added === 1, 'one new record', counted(added, 'new record'));
}

async function refusesSecond(bench: TargetBench): Promise<void> {
  const first = await bench.deliverWell(await bench.openRun());
  const again = await bench.deliver(await bench.openRun(), { key: first.key });
  expectThat(
    again.reference === first.reference,
    'the second delivery to return the reference of the first',
    again.reference === undefined ? described(again) : 'another reference',
  );
  await bench.expectOne(first.key, { reference: first.reference });
}
