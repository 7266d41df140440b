import { setTimeout as wait } from 'node:timers/promises';
import { type FitConnect, senderFor, sendSubmission } from '@amtsbote/simulators/fit-connect';
import { startService } from '../../fit-connect/bench.ts';
import { fitProject } from '../../fit-connect/fit-project.ts';
import { type ChildSync, runSync, startSync } from '../../support/child-sync.ts';
import { tradeMessage } from '../../support/messages.ts';
import type { Project } from '../../support/project.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { submissionsOf } from '../../support/settle.ts';
import { startWitness, type Witness } from '../../support/witness.ts';
import { drawServiceFaults } from './service-faults.ts';

/** What one ledger lived through. */
export interface KillRound {
  readonly kills: number;
  readonly submissions: number;
  readonly lost: number;
  readonly doubled: number;
  readonly wrong: number;
  readonly stuck: number;
  readonly faults: readonly string[];
  /** The boundaries that killed runs had reached last. */
  readonly places: readonly string[];
  /** Why a round is stuck. */
  readonly story?: string;
}

/** A submission as its sender knows it. */
interface SentOne {
  readonly id: string;
  readonly name: string;
  /** Its message is against its schema: it is rejected, with an official code. */
  readonly bad: boolean;
}

interface Range {
  readonly service: FitConnect;
  readonly witness: Witness;
  readonly project: Project;
  readonly random: SeededRandom;
}

/** Boundaries that a run passes for each submission, and besides. */
const perSubmission = 24;
const besides = 6;
const patienceMs = 20_000;
const mostSettlingRuns = 25;

/** Kills runs one after the other over one ledger, with more submitted and other faults before each, and lets the last ones come to an end. */
export async function playKillRound(how: { readonly seed: number; readonly number: number; readonly kills: number }): Promise<KillRound> {
  const random = new SeededRandom(how.seed, how.number);
  const service = await startService();
  const witness = await startWitness();
  const project = await projectFor(service, witness);
  const range: Range = { service, witness, project, random };
  try {
    const sent: SentOne[] = [];
    const faults: string[] = [];
    const places: string[] = [];
    // A run may end before it can be killed.
    for (let run = 0; places.length < how.kills && run < 4 * how.kills; run += 1) {
      // What is armed would hit the sender, too.
      service.disarm();
      const many = 1 + random.below(3);
      for (let one = 0; one < many; one += 1) sent.push(await submit(range, `Betrieb ${how.number}-${sent.length}`));
      const drawn = drawServiceFaults(random);
      service.arm(...drawn.faults);
      faults.push(...drawn.names);
      const place = await killOne(range);
      if (place !== undefined) places.push(place);
    }
    const story = await settle(range, sent.length);
    const counted = { kills: places.length, submissions: sent.length, ...(await count(range, sent)), faults, places };
    return { ...counted, stuck: story === undefined ? 0 : 1, ...(story !== undefined && { story }) };
  } finally {
    await service.close();
    await witness.close();
    await project.remove();
  }
}

/** Lists come in pages of three, so that they shift while submissions are answered. */
async function projectFor(service: FitConnect, witness: Witness): Promise<Project> {
  const project = await fitProject(service, witness.url);
  const config = await project.read('amtsbote.yaml');
  await project.write('amtsbote.yaml', config.replace('      destinations:\n', '      limits: { page: 3 }\n      destinations:\n'));
  return project;
}

async function submit({ service, random }: Range, name: string): Promise<SentOne> {
  const bad = random.chance(0.15);
  const message = tradeMessage({ businessName: name });
  const { submissionId } = await sendSubmission(senderFor(service), {
    destinationId: service.destinations[0]?.destinationId ?? '',
    data: { bytes: Buffer.from(bad ? message.replaceAll('nachrichtenUUID', 'nachrichtenId') : message), mimeType: 'application/xml' },
    attachments: random.chance(0.5)
      ? [{ filename: 'anlage.pdf', mimeType: 'application/pdf', content: Buffer.from(`%PDF-1.4\n${name}`) }]
      : [],
  });
  return { id: submissionId, name, bad };
}

/** Where a run was killed; undefined when it had ended before. */
async function killOne({ service, project, random }: Range): Promise<string | undefined> {
  const waiting = unanswered(service);
  const moment = { boundaries: Math.floor(random.next() * (besides + perSubmission * waiting)), ms: random.below(25) };
  const run = await startSync(project);
  await Promise.race([momentOf(run, moment), run.ended, wait(patienceMs, undefined, { ref: false })]);
  run.process.kill('SIGKILL');
  const { signal, boundaries: reached } = await run.ended;
  if (signal === null) return undefined;
  return (reached.at(-1) ?? 'start').replace(/#\d+$/, '');
}

async function momentOf(run: ChildSync, { boundaries, ms }: { boundaries: number; ms: number }): Promise<void> {
  await run.passed(boundaries);
  await wait(ms);
}

function unanswered({ witness }: FitConnect): number {
  return witness.items().filter(({ state }) => state !== 'accepted' && state !== 'rejected').length;
}

/** Runs on until nothing is under way, neither here nor at the service. Why it came to no end, if it did not. */
async function settle(range: Range, submissions: number): Promise<string | undefined> {
  let last = '';
  range.service.disarm();
  for (let run = 0; run < mostSettlingRuns; run += 1) {
    const { code, stderr } = await runSync(range.project);
    await readAgain(range.project);
    const states = (await submissionsOf(range.project)).map(({ state }) => state);
    const waiting = unanswered(range.service);
    if (waiting === 0 && states.length === submissions && states.every((state) => state === 'accepted' || state === 'rejected'))
      return undefined;
    last = `${code} ${stderr} ${waiting} waiting, ${JSON.stringify(Object.groupBy(states, (state) => state))}`;
    await wait(1000);
  }
  return last;
}

/** What two processes died of while they read it, a person has read again. */
async function readAgain(project: Project): Promise<void> {
  const died = (await submissionsOf(project)).filter(({ state, findings }) => state === 'case' && findings.some(isReadingDied));
  if (died.length === 0) return;
  const runtime = await project.open();
  try {
    for (const { id } of died) await runtime.resolve(id, { answer: 'retry', by: 'anna' });
  } finally {
    await runtime.close();
  }
}

function isReadingDied({ code }: { readonly code: string }): boolean {
  return code === 'AB_READING_DIED';
}

/** Asks both witnesses: the application for records, the service for answers. */
async function count({ service, witness }: Range, sent: readonly SentOne[]): Promise<Pick<KillRound, 'lost' | 'doubled' | 'wrong'>> {
  const records = (await witness.records()).map((record) => JSON.stringify(record));
  let [lost, doubled, wrong] = [0, 0, 0];
  for (const { id, name, bad } of sent) {
    const held = records.filter((record) => record.includes(`${name}"`)).length;
    const events = service.witness.item(id)?.events ?? [];
    const accepts = events.filter(({ act }) => act === 'accept').length;
    const rejects = events.filter(({ act }) => act === 'reject').length;
    if (accepts + rejects === 0 || (!bad && held === 0)) lost += 1;
    if (accepts + rejects > 1 || held > 1) doubled += 1;
    if (bad ? accepts > 0 || held > 0 : rejects > 0) wrong += 1;
  }
  return { lost, doubled, wrong };
}
