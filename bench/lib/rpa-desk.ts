import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openRuntime, type Runtime } from '@amtsbote/sdk/runtime';
import { demoUser } from '@amtsbote/simulators/musterverfahren';
import { timeOf } from './pairs.ts';
import { makeWorkFolder } from './work-folder.ts';

/** A project with a hot folder and one target that is reached through its pages; browser and session are kept between runs. */
export interface RpaDesk extends AsyncDisposable {
  /** One `sync` of one message: folder, ledger, form, read-back, fence, comparison of the saved record, receipt. In milliseconds. */
  enter(xml: string): Promise<number>;
  /** How often a field was filled by hand, as the step log tells it. */
  filledByHand(): Promise<number>;
}

/** What a desk is for. */
export interface RpaDeskOptions {
  /** Configuration of the target, and the mapping; both as JSON, which is YAML. */
  readonly target: string;
  readonly mapping: string;
  /** Default `none`. */
  readonly evidence?: 'keep' | 'none';
}

const config = {
  ledger: { path: 'ledger.sqlite', masterKey: 'file:master.key' },
  secrets: { sources: ['env'] },
  portals: { eingang: { connector: 'folder', options: { settleMs: 0 } } },
  targets: { application: { productive: false, channels: [{ connector: 'web-form', options: 'target.yaml' }] } },
  routes: { form: { portal: 'eingang', mapping: 'mapping.yaml', unchecked: 'deliver', target: 'application' } },
};

/** Lays out the project and opens it. */
export async function openRpaDesk({ target, mapping, evidence = 'none' }: RpaDeskOptions): Promise<RpaDesk> {
  const folder = await makeWorkFolder('rpa');
  const inside = (name: string): string => join(folder.path, name);
  await mkdir(inside('eingang'));
  await writeFile(inside('master.key'), randomBytes(32).toString('base64'), { mode: 0o600 });
  await writeFile(inside('mapping.yaml'), mapping);
  await writeFile(inside('target.yaml'), target);
  await writeFile(inside('amtsbote.yaml'), JSON.stringify(config));
  const runtime = await openRuntime({
    configFile: inside('amtsbote.yaml'),
    env: { ...process.env, AMTSBOTE_SECRET_USER: demoUser.name, AMTSBOTE_SECRET_PASSWORD: demoUser.password },
    evidence,
    importModule: (name) => import(name),
  });
  let number = 0;
  return {
    enter: async (xml) => {
      number += 1;
      await writeFile(inside(`eingang/m${number}.xml`), xml);
      return timeOf(() => syncOne(runtime));
    },
    filledByHand: async () => {
      const submissions = await runtime.list();
      const views = await Promise.all(submissions.map(({ id }) => runtime.show(id)));
      const steps = views.flatMap(({ attempts }) => attempts.flatMap((attempt) => attempt.steps));
      return steps.filter(({ name }) => name === 'fill field by hand').length;
    },
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function syncOne(runtime: Runtime): Promise<void> {
  const { submissions } = await runtime.sync();
  const [first] = submissions;
  if (first?.state !== 'accepted') throw new Error(`the submission was not accepted, but is ${first?.state}`);
}
