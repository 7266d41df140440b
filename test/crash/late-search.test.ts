import { describe, expect, test } from 'vitest';
import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { runSync } from '../support/child-sync.ts';
import { expectEachOnce } from '../support/expect-each-once.ts';
import { inLanes } from '../support/in-lanes.ts';
import { dogMessage, tradeMessage } from '../support/messages.ts';
import { makeProject } from '../support/project.ts';
import { settle } from '../support/settle.ts';
import { startWitness } from '../support/witness.ts';

/** How late the search shows a record; its target declares so much. Wrong declarations: `test/conformance/late-search.test.ts`. */
const lags = [0, 400, 5000] as const;
const channels = {
  API: { message: tradeMessage(), saving: '/api/gewerbeanmeldungen', answered: 'rest:answered#1' },
  'web UI': { message: dogMessage(), saving: '/hund/neu/speichern', answered: 'fence:answered#1' },
} as const;
type ChannelName = keyof typeof channels;
const rows = (['API', 'web UI'] as const).flatMap((channel) => lags.map((lagMs) => [channel, lagMs] as const));
const inTurn = inLanes(8);

/** Delivers one submission, in spite of a fault or a kill; returns how the killed run ended. */
async function deliverOnce(channel: ChannelName, lagMs: number, wrong: Fault['kind'] | 'killed'): Promise<string | null> {
  const { message, saving, answered } = channels[channel];
  const witness = await startWitness({ searchLagMs: lagMs });
  const project = await makeProject({ url: witness.url, visibilityLagMs: lagMs });
  try {
    await project.drop('einreichung.xml', message);
    if (wrong !== 'killed') await witness.arm({ kind: wrong, match: { method: 'POST', path: saving }, times: 1 });
    const signal = wrong === 'killed' ? (await runSync(project, answered)).signal : null;
    await expectEachOnce(project, witness, await settle(project), 1);
    return signal;
  } finally {
    await witness.close();
    await project.remove();
  }
}

describe.each(rows)('through the %s, whose search shows a record %i ms late', (channel, lagMs) => {
  test.concurrent.each([
    ['found and not entered again when the connection was cut after saving', 'cut-after', null],
    ['entered again, once, when the connection was cut before saving', 'cut-before', null],
    ['found and not entered again when the run was killed after saving', 'killed', 'SIGKILL'],
  ] as const)('a record is %s', async (_, wrong, signal) => {
    expect(await inTurn(() => deliverOnce(channel, lagMs, wrong))).toBe(signal);
  });
});
