import {
  type Fault,
  type MusterverfahrenOptions,
  startMusterverfahren,
  type StoredRecord,
  type WriteEntry,
} from '@amtsbote/simulators/musterverfahren';

/** A running Musterverfahren, and what it saw. */
export interface Witness {
  readonly url: string;
  records(): Promise<readonly StoredRecord[]>;
  /** Every request but GET and HEAD. */
  requests(): Promise<readonly WriteEntry[]>;
  /** Replaces the list of faults. */
  arm(...faults: readonly Fault[]): Promise<void>;
  close(): Promise<void>;
}

/** Starts Musterverfahren in this process: it survives what is killed. */
export async function startWitness(options: MusterverfahrenOptions = {}): Promise<Witness> {
  const app = await startMusterverfahren(options);
  const get = async (path: string): Promise<unknown> => (await fetch(`${app.url}${path}`)).json();
  return {
    url: app.url,
    records: async () => ((await get('/__witness/records')) as { records: StoredRecord[] }).records,
    requests: async () => ((await get('/__witness/requests')) as { requests: WriteEntry[] }).requests,
    arm: async (...faults) => {
      const answer = await fetch(`${app.url}/__faults`, { method: 'POST', body: JSON.stringify(faults) });
      if (!answer.ok) throw new Error(`faults were not taken: HTTP ${answer.status}`);
    },
    close: () => app.close(),
  };
}
