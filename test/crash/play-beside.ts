import { setTimeout as wait } from 'node:timers/promises';
import { isAmtsboteError } from '@amtsbote/sdk';
import type { Runtime } from '@amtsbote/sdk/runtime';
import { startSync } from '../support/child-sync.ts';
import { tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { startWitness } from '../support/witness.ts';

/** What came of runs beside readers and people who answer. */
export interface BesideCount {
  readonly runs: number;
  readonly reads: number;
  readonly answers: number;
  readonly delivered: number;
  readonly submissions: number;
  readonly doubled: number;
  /** What reached a user and should not: a busy database, or an error that is none of ours. */
  readonly faults: readonly string[];
  /** The longest that a reader or a person waited, in milliseconds. */
  readonly longestMs: number;
}

const readers = 7;
const perBatch = 8;
/** A person may be told that there is nothing to answer any more; never that the ledger is busy. */
const allowed = new Set(['AB_ANSWER_NOT_ALLOWED', 'AB_ID_UNKNOWN']);

class Beside {
  reads = 0;
  answers = 0;
  longestMs = 0;
  readonly faults: string[] = [];

  /** One thing a user does; what it throws is noted. */
  async do(count: 'reads' | 'answers', act: () => Promise<unknown>): Promise<void> {
    const started = performance.now();
    try {
      await act();
      this[count] += 1;
    } catch (error) {
      if (!isAmtsboteError(error) || !allowed.has(error.code)) this.faults.push(faultOf(error));
    }
    this.longestMs = Math.max(this.longestMs, performance.now() - started);
  }
}

/** With all that SQLite says: what is seen once in many runs must be told whole. */
function faultOf(error: unknown): string {
  return isAmtsboteError(error) ? error.code : `${error instanceof Error ? error.stack : String(error)} ${JSON.stringify(error)}`;
}

/** For so long: runs one after the other on fresh submissions, beside seven readers, `resolve` and `retry`, each on a connection of its own. */
export async function playBeside(ms: number): Promise<BesideCount> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  const beside = new Beside();
  const until = Date.now() + ms;
  const goesOn = (): boolean => Date.now() < until;
  try {
    const [{ runs, submissions }] = await Promise.all([
      runOver(project, beside, goesOn),
      ...Array.from({ length: readers }, (_, number) => readOver(project, beside, { goesOn, number })),
      answerOver(project, beside, goesOn),
      retryOver(project, beside, goesOn),
    ]);
    const records = await witness.records();
    const doubled = records.length - new Set(records.map(({ fremdschluessel }) => fremdschluessel)).size;
    const { reads, answers, faults, longestMs } = beside;
    return { runs, reads, answers, delivered: records.length, submissions, doubled, faults, longestMs: Math.round(longestMs) };
  } finally {
    await witness.close();
    await project.remove();
  }
}

async function runOver(project: Project, beside: Beside, goesOn: () => boolean): Promise<{ runs: number; submissions: number }> {
  let runs = 0;
  let submissions = 0;
  for (; goesOn(); runs += 1) {
    for (let n = 0; n < perBatch; n += 1, submissions += 1) {
      const isBroken = n % 4 === 3;
      const message = tradeMessage({ businessName: `Betrieb ${submissions}` });
      await project.drop(`einreichung-${submissions}.xml`, isBroken ? message.replace('</xga:satz>', '') : message);
    }
    // As when cron starts one while another still runs: one works, the other leaves at once.
    const started = await Promise.all([startSync(project), startSync(project)]);
    const ends = await Promise.all(started.map(({ ended }) => ended));
    for (const { code, stderr } of ends) if (code !== 0 && stderr !== 'AB_LEDGER_BUSY') beside.faults.push(`sync: ${code} ${stderr}`);
    if (!ends.some(({ code }) => code === 0)) beside.faults.push('sync: neither of two worked');
  }
  return { runs, submissions };
}

async function readOver(project: Project, beside: Beside, { goesOn, number }: { goesOn: () => boolean; number: number }): Promise<void> {
  while (goesOn()) {
    await withRuntime(project, beside, async (runtime) => {
      for (let n = 0; n < 20 && goesOn(); n += 1) {
        await beside.do('reads', async () => {
          await runtime.status();
          const list = await runtime.list({ limit: 20 });
          const one = list[number % Math.max(1, list.length)];
          if (one !== undefined) await runtime.show(one.id);
        });
        await wait(10 + number * 7);
      }
    });
  }
}

async function answerOver(project: Project, beside: Beside, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    await withRuntime(project, beside, async (runtime) => {
      for (const { id } of await runtime.list({ state: 'case', limit: 5 })) {
        const answer = beside.answers % 2 === 0 ? 'retry' : 'reject';
        await beside.do('answers', () => runtime.resolve(id, { answer, by: 'anna', code: 'X000' }));
      }
    });
    await wait(40);
  }
}

async function retryOver(project: Project, beside: Beside, goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    await withRuntime(project, beside, async (runtime) => {
      for (const { id } of await runtime.list({ state: 'routed', limit: 5 })) await beside.do('answers', () => runtime.retry(id));
    });
    await wait(40);
  }
}

async function withRuntime(project: Project, beside: Beside, use: (runtime: Runtime) => Promise<void>): Promise<void> {
  const runtime = await project.open();
  try {
    await use(runtime);
  } catch (error) {
    beside.faults.push(faultOf(error));
  } finally {
    await runtime.close();
  }
}
