import { openRuntime, type Runtime, type SyncEvent } from '@amtsbote/sdk/runtime';

/** Opens the runtime of a project whose hot folder holds so many messages, delivers all, and closes it. */
export async function deliverAll(configFile: string, messages: number, onEvent?: (event: SyncEvent) => void): Promise<void> {
  const runtime = await openRuntime({ configFile, evidence: 'none', importModule: (name) => import(name) });
  try {
    await expectDelivered(runtime, messages, onEvent);
  } finally {
    await runtime.close();
  }
}

async function expectDelivered(runtime: Runtime, messages: number, onEvent: ((event: SyncEvent) => void) | undefined): Promise<void> {
  const { submissions } = await runtime.sync(onEvent === undefined ? {} : { onEvent });
  const accepted = submissions.filter(({ state }) => state === 'accepted').length;
  if (accepted !== messages) throw new Error(`${accepted} of ${messages} submissions were accepted`);
}
