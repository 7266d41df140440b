import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SubmissionView } from '@amtsbote/sdk/runtime';
import { readMessage } from '../../../packages/sdk/src/message/read-message.ts';
import { makeProject, type Project } from '../../support/project.ts';
import { type AttackSample, messageOf } from './attack-sample.ts';
import { type Cost, costOf } from './cost.ts';

/** What became of an attack. */
export interface Played {
  readonly name: string;
  /** `STATE CODE` of each submission that it became. */
  readonly became: readonly string[];
  readonly cost: Cost;
}

/** A project in a folder of its own, whose neighbours nobody may touch. */
export interface Range {
  readonly parent: string;
  readonly project: Project;
  /** Puts an attack into the hot folder and runs once. */
  play(sample: AttackSample): Promise<Played>;
  /** All submissions, as `show` tells of them. */
  views(): Promise<readonly SubmissionView[]>;
  close(): Promise<void>;
}

/** Opens a project for attacks. Its targets are at an address where nobody answers. */
export async function openRange(): Promise<Range> {
  const parent = await mkdtemp(join(tmpdir(), 'amtsbote-attacks-'));
  const project = await makeProject({ url: 'http://127.0.0.1:9', parent });
  const runtime = await project.open();
  const play = async (sample: AttackSample): Promise<Played> => {
    await clearFolder(project);
    for (const { name, content } of sample.files) await writeFile(placeOf(project, name), content);
    const { cost, result } = await costOf(() => runtime.sync());
    const became = result.submissions.map(({ state, findings, deliveries }) => {
      const found = [...findings, ...deliveries.flatMap((delivery) => delivery.findings)];
      return `${state} ${found.map(({ code }) => code).join(' ')}`;
    });
    return { name: sample.name, became, cost };
  };
  return {
    parent,
    project,
    play,
    views: async () => Promise.all((await runtime.list({ limit: 5000 })).map(({ id }) => runtime.show(id))),
    close: async () => {
      await runtime.close();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

/** Gives the message of an attack to the reader alone. Undefined where the attack is more than a message. */
export async function readAttack(sample: AttackSample): Promise<Played | undefined> {
  const message = messageOf(sample);
  if (message === undefined) return undefined;
  const { cost, result } = await costOf(async () => {
    try {
      using read = await readMessage(message.bytes, { mediaType: message.mediaType });
      return read.root === undefined ? 'without a root' : 'read whole';
    } catch (error) {
      return (error as { code?: string }).code ?? String(error);
    }
  });
  return { name: sample.name, became: [result], cost };
}

/** What cannot be taken over stays in the folder; the next attack begins with an empty one. */
async function clearFolder(project: Project): Promise<void> {
  const folder = join(project.directory, 'eingang');
  for (const name of await readdir(folder, { encoding: 'buffer' })) await rm(placeOf(project, name), { recursive: true });
}

function placeOf(project: Project, name: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(join(project.directory, 'eingang', '/')), Buffer.from(name)]);
}
