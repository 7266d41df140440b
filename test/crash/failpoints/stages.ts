import { join } from 'node:path';
import type { SubmissionSummary } from '@amtsbote/sdk/runtime';
import { type ChildEnd, runChild, runSync, withClock } from '../../support/child-sync.ts';
import { dogMessage, tradeMessage } from '../../support/messages.ts';
import { makeProject, type Project } from '../../support/project.ts';
import { settleWithPerson } from '../../support/settle.ts';
import { startWitness, type Witness } from '../../support/witness.ts';

/** A project on which processes are killed one after the other, each with something to do that nobody began before. */
export interface Stage {
  readonly project: Project;
  readonly witness: Witness;
  /** Submissions that were handed in. */
  readonly handedIn: number;
  /** Starts a process; it kills itself at the boundary of that name, given as `name#n`. */
  run(boundary?: string): Promise<ChildEnd>;
  /** Goes on until nothing is under way. */
  settle(): Promise<readonly SubmissionSummary[]>;
  close(): Promise<void>;
}

const dayMs = 86_400_000;
const yearMs = 366 * dayMs;

/** What reaches a boundary, by what is done. */
export const stageNames = ['API', 'purge', 'web UI'] as const;

/** One of {@link stageNames}. */
export type StageName = (typeof stageNames)[number];

/** Opens a stage on which everything is set up, and one run has gone through. */
export async function openStage(name: StageName): Promise<Stage> {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  const stage = name === 'purge' ? new PurgeStage(project, witness) : new SyncStage(project, witness, name);
  await stage.prepare();
  return stage;
}

/** Runs a day apart: each delivers, looks up what was cut, reports, and asks how the records of the run before fare. */
class SyncStage implements Stage {
  readonly project: Project;
  readonly witness: Witness;
  handedIn = 0;
  readonly #name: 'API' | 'web UI';
  #runs = 0;

  constructor(project: Project, witness: Witness, name: 'API' | 'web UI') {
    this.project = project;
    this.witness = witness;
    this.#name = name;
  }

  async prepare(): Promise<void> {
    if (this.#name === 'API') await this.run();
  }

  async run(boundary?: string): Promise<ChildEnd> {
    await this.#handIn();
    this.#runs += 1;
    return runSync(withClock(this.project, this.#runs * dayMs), boundary);
  }

  settle(): Promise<readonly SubmissionSummary[]> {
    return settleWithPerson(this.project, (this.#runs + 1) * dayMs);
  }

  async close(): Promise<void> {
    await this.witness.close();
    await this.project.remove();
  }

  /** Through the API two, of which one is cut after it was saved. */
  async #handIn(): Promise<void> {
    const isApi = this.#name === 'API';
    for (let count = isApi ? 2 : 1; count > 0; count -= 1) {
      this.handedIn += 1;
      const message = isApi ? tradeMessage({ businessName: `Betrieb ${this.handedIn}` }) : dogMessage({ dogName: `Hund ${this.handedIn}` });
      await this.project.drop(`einreichung-${this.handedIn}.xml`, message);
    }
    if (isApi) await this.witness.arm({ kind: 'cut-after', match: { method: 'POST', path: '/api/gewerbeanmeldungen' }, times: 1 });
  }
}

/** Purges when everything is over, of more submissions than there are kills. */
class PurgeStage implements Stage {
  readonly project: Project;
  readonly witness: Witness;
  handedIn = 0;

  constructor(project: Project, witness: Witness) {
    this.project = project;
    this.witness = witness;
  }

  async prepare(): Promise<void> {
    for (; this.handedIn < 4; this.handedIn += 1) {
      await this.project.drop(`einreichung-${this.handedIn}.xml`, tradeMessage({ businessName: `Betrieb ${this.handedIn}` }));
    }
    await runSync(this.project);
  }

  run(boundary = ''): Promise<ChildEnd> {
    return runChild('purge-child', this.project, [String(12 * yearMs), boundary]);
  }

  /** Nothing is left to purge: the last one has no submission any more. */
  async settle(): Promise<readonly SubmissionSummary[]> {
    await this.run();
    const { boundaries, stderr } = await this.run();
    if (boundaries.some((one) => one.startsWith('purge:before')) || stderr !== '') throw new Error('a purge did not come to its end');
    const runtime = await this.project.open();
    try {
      return await runtime.list();
    } finally {
      await runtime.close();
    }
  }

  async close(): Promise<void> {
    await this.witness.close();
    await this.project.remove();
  }
}

/** Where a boundary is killed that no stage reaches: a test of its own, which names it. */
export const killedElsewhere: Readonly<Record<string, string>> = {
  'deadline:': join('test', 'fit-connect', 'deadline-killed.test.ts'),
  'fit-connect:': join('test', 'fit-connect', 'sync.test.ts'),
  'fit-connect:message-': join('test', 'fit-connect', 'replies.test.ts'),
};
