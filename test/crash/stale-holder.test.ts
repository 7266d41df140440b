import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { startSync } from '../support/child-sync.ts';
import { inLanes } from '../support/in-lanes.ts';
import { tradeMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { startWitness } from '../support/witness.ts';

/** How long an attempt may take, and longer: the holder sleeps through its deadline. */
const deadlineMs = 5000;
const stoppedMs = 5500;
const dayMs = 86_400_000;

/** Where the holder is stopped; and whether its request goes out all the same, because its intent was durable before. */
const boundaries = [
  ['delivery:claimed', false],
  ['gate:before', false],
  ['gate:opened', true],
  ['rest:answered', true],
  ['delivery:before-receipt', true],
] as const;
/** `npm run crash` has no longer form: the number is a constant. */
const timesEach = 4;
const inTurn = inLanes(10);

/** Everything but runs and checkpoints: a run that ends writes its own. */
function contentOf(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database
      .prepare(
        `select name from sqlite_master where type = 'table' and name not in ('runs', 'checkpoints', 'sqlite_sequence') order by name`,
      )
      .all() as { name: string }[];
    return tables.flatMap(({ name }) =>
      database
        .prepare(`select * from "${name}"`)
        .all()
        .map((row) => `${name} ${textOf(row)}`),
    );
  } finally {
    database.close();
  }
}

function textOf(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(row, (_, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64').slice(0, 60) : value,
  );
}

/** As a holder on another machine would, once the lease is over. */
function takeOver(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.prepare(`update deliveries set fence = fence + 1, state = 'case', due_at = ?`).run(Date.now() + dayMs);
  database.close();
}

async function withShortDeadline(url: string): Promise<Project> {
  const project = await makeProject({ url });
  const text = (await project.read('amtsbote.yaml')).replace('attempt: 30s', `attempt: ${deadlineMs}ms`);
  await project.write('amtsbote.yaml', text);
  await project.drop('gewerbe.xml', tradeMessage());
  return project;
}

async function wakeStaleHolder(
  boundary: string,
): Promise<{ readonly before: readonly string[]; readonly after: readonly string[]; readonly records: number }> {
  const witness = await startWitness();
  const project = await withShortDeadline(witness.url);
  try {
    const holder = await startSync(project, `${boundary}#1`, { signal: 'SIGSTOP' });
    try {
      await holder.reached(`${boundary}#1`);
      takeOver(project.ledgerFile);
      await wait(stoppedMs);
    } catch (error) {
      holder.process.kill('SIGKILL');
      throw error;
    }
    const before = contentOf(project.ledgerFile);
    holder.process.kill('SIGCONT');
    await holder.ended;
    return { before, after: contentOf(project.ledgerFile), records: (await witness.records()).length };
  } finally {
    await witness.close();
    await project.remove();
  }
}

const rounds = boundaries.flatMap(([boundary, sends]) => Array.from({ length: timesEach }, (_, n) => [boundary, n + 1, sends] as const));

test.skipIf(process.platform === 'win32').concurrent.each(rounds)(
  'a holder that was stopped at %s beyond its deadline and woke after another took over writes nothing (%i)',
  async (boundary, _, sends) => {
    const { before, after, records } = await inTurn(() => wakeStaleHolder(boundary));
    expect(after).toEqual(before);
    expect(records).toBe(sends ? 1 : 0);
  },
);
