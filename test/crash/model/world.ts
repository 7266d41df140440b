import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePortal, defineTarget, recordShape } from '@amtsbote/sdk';
import { createMasterKey, openRuntime, type Runtime, type SubmissionSummary } from '@amtsbote/sdk/runtime';
import { MemoryPortal, settableClock, type SettableClock } from '@amtsbote/sdk/testing';
import { z } from '@amtsbote/sdk/zod';
import { mostAttempts } from './reference-model.ts';
import { type Look, SimulatedTarget } from './simulated-target.ts';

const mapping = `
message: { root: antrag, namespace: 'urn:example:antrag' }
prefixes: { a: profile }
record: dog
fields:
  name: { path: a:name, required: true, text: { max: 40 } }
`;

function configuration(key: string): string {
  return `ledger: { masterKey: 'file:.amtsbote/${key}' }
secrets: { sources: [env] }
portals: { portal: { connector: model-portal } }
targets: { registry: { channels: [{ connector: model-target }] } }
routes:
  dogs: { portal: portal, mapping: dogs.yaml, target: registry, unchecked: deliver, rejections: allowed }
retry: { attempts: ${mostAttempts}, first: 30s, max: 1h, waitForUnknown: 30s, attempt: 30s }
`;
}

/** The real side of a sequence: engine and ledger as shipped, a portal and a target in memory, and a clock that is set. */
export class World {
  readonly portal: MemoryPortal = new MemoryPortal();
  readonly target: SimulatedTarget;
  readonly clock: SettableClock = settableClock();
  /** Told of boundaries while a run is on. */
  onBoundary: () => void = () => undefined;
  readonly #folder: string;
  #runtime: Runtime | undefined;
  #keys = 0;

  private constructor(folder: string, look: Look) {
    this.#folder = folder;
    this.target = new SimulatedTarget(look);
  }

  static async make(look: Look): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'amtsbote-model-'));
    await mkdir(join(folder, '.amtsbote'));
    const world = new World(folder, look);
    await writeFile(join(folder, 'dogs.yaml'), mapping);
    await writeFile(join(folder, 'amtsbote.yaml'), configuration('key-0'));
    await createMasterKey('file:.amtsbote/key-0', folder);
    return world;
  }

  async runtime(): Promise<Runtime> {
    return (this.#runtime ??= await openRuntime({
      configFile: join(this.#folder, 'amtsbote.yaml'),
      env: {},
      clock: this.clock,
      random: () => 0.5,
      boundary: () => this.onBoundary(),
      importModule: async (name) => this.#connector(name),
    }));
  }

  /** Oldest first. */
  async list(): Promise<readonly SubmissionSummary[]> {
    return (await (await this.runtime()).list({ limit: 1000 })).toReversed();
  }

  /** As if the program had ended and begun again. */
  async reopen(): Promise<void> {
    await this.#runtime?.close();
    this.#runtime = undefined;
  }

  async rotateKeys(): Promise<void> {
    this.#keys += 1;
    await (await this.runtime()).rotateKeys(`file:.amtsbote/key-${this.#keys}`);
    await this.reopen();
    await writeFile(join(this.#folder, 'amtsbote.yaml'), configuration(`key-${this.#keys}`));
  }

  async remove(): Promise<void> {
    await this.reopen();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #connector(name: string): unknown {
    if (name.endsWith('model-portal')) {
      return { connector: definePortal({ name: 'model-portal', options: z.unknown(), open: () => this.portal }) };
    }
    const open = async (): Promise<unknown> => ({
      records: { dog: recordShape({ name: { required: true, max: 40 } }) },
      channels: [this.target.channel],
    });
    return { connector: defineTarget({ name: 'model-target', options: z.unknown(), open: open as never }) };
  }
}
