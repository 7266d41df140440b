import { isDeepStrictEqual } from 'node:util';
import { isAmtsboteError } from '../../errors/amtsbote-error.ts';
import type { Incoming, IncomingFile, Report } from '../../portal/contract.ts';
import { type CaseDefinition, type ConformanceCase, casesOf, counted, expectThat } from './conformance-case.ts';
import { textOfError } from './find-values.ts';
import { PortalBench, bytesOf, reportOn, sha256, tellingText } from './portal-bench.ts';
import type { OfferedSubmission, PortalConformanceOptions, PortalInjections } from './portal-options.ts';

/**
 * The cases that a portal must pass before a municipality may trust it: it lets go of nothing that is not durable with
 * us, hands everything over as it is, and is not confused by repetition. They run one after the other, on a test portal
 * that is emptied before each.
 *
 * @example
 * for (const { name, skipped, run } of portalConformance({
 *   open: (services) => connector.open({ ...services, options: { host } }),
 *   reset: () => mailbox.empty(),
 *   offer: ({ message, attachments }) => mailbox.deliver(message, attachments),
 *   witness: { held: () => mailbox.count(), told: () => mailbox.receipts() },
 *   inject: { broken: () => mailbox.deliver('<half', []) },
 * })) {
 *   test(name, { skip: skipped !== undefined }, run);
 * }
 */
export function portalConformance(options: PortalConformanceOptions): readonly ConformanceCase[] {
  return casesOf(portalCases, options, async (each) => {
    await each.reset();
    return new PortalBench(each);
  });
}

type PortalCase = CaseDefinition<PortalConformanceOptions, PortalBench>;

const needs =
  (name: keyof PortalInjections) =>
  ({ inject }: PortalConformanceOptions): string | undefined =>
    inject?.[name] === undefined ? `\`inject.${name}\` is missing` : undefined;

const portalCases: readonly PortalCase[] = [
  { name: 'everything offered is received, each once per call', body: receivesEach },
  { name: 'receiving acknowledges nothing', body: receivesOnly },
  {
    name: 'what was not acknowledged is offered again, with the same id and the same content hash',
    body: offersAgain,
  },
  { name: 'an acknowledged submission is gone from the portal, the others stay', body: letsGo },
  { name: 'acknowledging again changes nothing', body: acknowledgesTwice },
  {
    name: 'files can be opened twice, and match their size, their hash and what was offered',
    body: opensTwice,
  },
  { name: 'another content has another content hash', body: hashesContent },
  {
    name: 'a submission that cannot be read has a problem, and does not stop the others',
    missing: needs('broken'),
    body: survivesBroken,
  },
  { name: 'a report that is sent twice has no further effect', body: reportsTwice },
  { name: 'a check says that all is well, and changes nothing', body: checksOnly },
  {
    name: 'an unreachable portal is NotDelivered, and is well again later',
    missing: needs('unreachable'),
    body: saysUnreachable,
  },
  { name: 'errors, checks, problems and log lines hold nothing of a message', body: tellsNothing },
];

async function receivesEach(bench: PortalBench): Promise<void> {
  const offered = await bench.offer('first', 'second', 'third');
  const received = await bench.receiveReadable(await bench.openRun(), 3);
  expectThat(new Set(received.map(({ portalId }) => portalId)).size === 3, 'three portal ids', 'the same one more than once');
  const messages = await Promise.all(received.map(async ({ message }) => (message === undefined ? '' : sha256(await bytesOf(message)))));
  const expected = offered.map(({ message }) => sha256(Buffer.from(message)));
  expectThat(isDeepStrictEqual(messages.sort(), expected.sort()), 'the three messages byte for byte', 'others');
}

async function receivesOnly(bench: PortalBench): Promise<void> {
  await bench.offer('first', 'second');
  const run = await bench.openRun();
  await bench.expectUntouched(() => bench.receiveReadable(run, 2));
}

async function offersAgain(bench: PortalBench): Promise<void> {
  await bench.offer('first', 'second');
  const run = await bench.openRun();
  const once = identities(await bench.receiveReadable(run, 2));
  const again = identities(await bench.receiveReadable(run, 2));
  expectThat(isDeepStrictEqual(again, once), 'the same ids and hashes at the second call', 'others');
  const fresh = identities(await bench.receiveReadable(await bench.openRun(), 2));
  expectThat(isDeepStrictEqual(fresh, once), 'the same ids and hashes in another run', 'others');
}

async function letsGo(bench: PortalBench): Promise<void> {
  await bench.offer('first', 'second');
  const run = await bench.openRun();
  const [first, second] = await bench.receiveReadable(run, 2);
  await first?.acknowledge();
  await bench.expectHeld(1);
  const [left] = await bench.receiveReadable(await bench.openRun(), 1);
  expectThat(left?.portalId === second?.portalId, 'the other submission still to be offered', 'the acknowledged one');
}

/** A crash after the first acknowledgement repeats it, through the old reception or a new one of the same. */
async function acknowledgesTwice(bench: PortalBench): Promise<void> {
  await bench.offer('first', 'second');
  const [first] = await bench.receiveReadable(await bench.openRun(), 2);
  const again = (await bench.receiveReadable(await bench.openRun(), 2)).find(({ portalId }) => portalId === first?.portalId);
  await first?.acknowledge();
  await bench.expectUntouched(async () => {
    await first?.acknowledge();
    await again?.acknowledge();
  });
  await bench.expectHeld(1);
}

async function opensTwice(bench: PortalBench): Promise<void> {
  const [offered] = await bench.offer('first');
  const [received] = await bench.receiveReadable(await bench.openRun(), 1);
  if (received?.message === undefined || offered === undefined) return;
  const files: readonly IncomingFile[] = [received.message, ...received.attachments];
  for (const [at, file] of files.entries()) await expectStable(file, at === 0 ? 'the message' : `attachment ${at}`);
  const hashes = received.attachments.map((file) => file.sha256).sort();
  const expected = offered.attachments.map(({ bytes }) => sha256(bytes)).sort();
  expectThat(
    isDeepStrictEqual(hashes, expected),
    `${counted(expected.length, 'attachment')} as offered`,
    `${counted(hashes.length, 'attachment')}, not the same`,
  );
  expectThat(received.message.sha256 === sha256(Buffer.from(offered.message)), 'the message as offered', 'another one');
}

async function expectStable(file: IncomingFile, which: string): Promise<void> {
  const [once, again] = [await bytesOf(file), await bytesOf(file)];
  expectThat(once.equals(again), `${which} to be the same when it is opened twice`, 'two contents');
  expectThat(once.length === file.size, `${which} to be ${file.size} bytes long, as it says`, counted(once.length, 'byte'));
  expectThat(sha256(once) === file.sha256, `${which} to have the SHA-256 that it says`, 'another one');
}

async function hashesContent(bench: PortalBench): Promise<void> {
  const offered = (await bench.offer('first'))[0];
  if (offered === undefined) return;
  const hash = await takeHash(bench);
  const variants: readonly (readonly [what: string, submission: OfferedSubmission])[] = [
    ['message', { ...offered, message: offered.message.replace(tellingText, `${tellingText} `) }],
    ...offered.attachments.map(({ name, bytes }) => {
      const changed = Uint8Array.from(bytes, (byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte));
      return ['attachment', { ...offered, attachments: [{ name, bytes: changed }] }] as const;
    }),
  ];
  for (const [what, submission] of variants) {
    await bench.options.reset();
    await bench.options.offer(submission);
    expectThat((await takeHash(bench)) !== hash, `another content hash for another ${what}`, 'the same one');
  }
  await bench.options.reset();
  await bench.options.offer(offered);
  expectThat((await takeHash(bench)) === hash, 'the same content hash for the same content', 'another one');
}

async function takeHash(bench: PortalBench): Promise<string | undefined> {
  return (await bench.receiveReadable(await bench.openRun(), 1))[0]?.contentHash;
}

async function survivesBroken(bench: PortalBench): Promise<void> {
  await bench.offer('first');
  await bench.options.inject?.broken?.();
  await bench.offer('second');
  const run = await bench.openRun();
  const all = await bench.receive(run);
  const broken = all.filter(({ problem }) => problem !== undefined);
  expectThat(broken.length === 1, 'one submission with a problem', `${broken.length} of ${all.length} received`);
  expectThat(all.length === 3, 'the two others as well', counted(all.length - broken.length, 'other'));
  const once = identities(all);
  expectThat(isDeepStrictEqual(identities(await bench.receive(run)), once), 'the same ids and hashes at the second call', 'others');
}

/** What is told of a record later comes behind `accepted`, in its order. */
async function reportsTwice(bench: PortalBench): Promise<void> {
  await bench.offer('first', 'second');
  const [accepted, rejected] = await bench.receiveReadable(await bench.openRun(), 2);
  if (accepted === undefined || rejected === undefined) return;
  await accepted.acknowledge();
  await rejected.acknowledge();
  const told: readonly Report[] = [
    { ...reportOn(accepted, 'accepted'), submission: 'S-conformance-0' },
    { ...reportOn(rejected, 'rejected'), submission: 'S-conformance-1' },
    { ...reportOn(accepted, 'status'), submission: 'S-conformance-0' },
    { ...reportOn(accepted, 'status'), submission: 'S-conformance-0', state: { status: 'completed', final: true } },
  ];
  for (const [at, one] of told.entries()) await reportTwice(bench, { ...one, id: `R-${at}` });
}

async function reportTwice(bench: PortalBench, report: Report): Promise<void> {
  const { witness } = bench.options;
  const before = await witness.told();
  await (await bench.openRun()).portal.report(report);
  const told = await witness.told();
  const { kind } = report;
  expectThat(kind === 'status' || !isDeepStrictEqual(told, before), `the portal to be told "${kind}"`, 'that it was not');
  await bench.expectUntouched(async () => (await bench.openRun()).portal.report(report));
}

async function checksOnly(bench: PortalBench): Promise<void> {
  await bench.offer('first');
  const { portal } = await bench.openRun();
  await bench.expectUntouched(async () => {
    const bad = (await portal.check()).filter(({ ok }) => !ok).map(({ name }) => name);
    expectThat(bad.length === 0, 'a check that finds all well', `that it does not: ${bad.join(', ')}`);
  });
}

async function saysUnreachable(bench: PortalBench): Promise<void> {
  const { inject } = bench.options;
  await bench.offer('first');
  const run = await bench.openRun();
  await inject?.unreachable?.();
  const thrown = await thrownBy(() => bench.receive(run));
  const effect = isAmtsboteError(thrown) ? thrown.effect : thrown === undefined ? 'no error' : 'a foreign error';
  expectThat(effect === 'not-delivered', 'NotDelivered from `receive`', effect);
  const results = await run.portal.check();
  expectThat(
    results.some(({ ok }) => !ok),
    'the check to say so',
    'that it finds all well',
  );
  await inject?.clear?.();
  await bench.receiveReadable(run, 1);
}

async function tellsNothing(bench: PortalBench): Promise<void> {
  const { inject } = bench.options;
  await bench.offer('first');
  await inject?.broken?.();
  const run = await bench.openRun();
  const all = await bench.receive(run);
  for (const one of all) await one.acknowledge();
  for (const one of all) await run.portal.report(reportOn(one));
  const checks = JSON.stringify(await run.portal.check());
  await inject?.unreachable?.();
  const thrown = inject?.unreachable === undefined ? undefined : await thrownBy(() => bench.receive(run));
  const places: readonly (readonly [place: string, text: string])[] = [
    ['the log', run.logLines.join('\n')],
    ['the result of a check', checks],
    ['a problem', JSON.stringify(all.map(({ problem }) => problem ?? ''))],
    ['an id or a matter', JSON.stringify(all.map(({ portalId, matter }) => [portalId, matter ?? '']))],
    ['an error', thrown === undefined ? '' : textOfError(thrown)],
  ];
  const place = places.find(([, text]) => text.includes(tellingText))?.[0];
  expectThat(place === undefined, 'nothing of a message in logs, errors, problems and checks', `a name of the message in ${place}`);
}

function identities(received: readonly Incoming[]): readonly string[] {
  return received.map(({ portalId, contentHash }) => `${portalId} ${contentHash}`).sort();
}

async function thrownBy(act: () => Promise<unknown>): Promise<unknown> {
  return act().then(
    () => undefined,
    (error: unknown) => error,
  );
}
