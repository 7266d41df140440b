import { describe, expect, test } from 'vitest';
import { processesLeft, runSync } from '../support/child-sync.ts';
import { expectEachOnce } from '../support/expect-each-once.ts';
import { inLanes } from '../support/in-lanes.ts';
import { dogMessage } from '../support/messages.ts';
import { makeProject, type Project } from '../support/project.ts';
import { settle } from '../support/settle.ts';
import { describeWebTarget, tabRecordsTarget } from '../support/tab-records-target.ts';
import { startWitness, type Witness } from '../support/witness.ts';

interface Stage {
  readonly project: Project;
  readonly witness: Witness;
  close(): Promise<void>;
}

async function stageFor(options: Parameters<typeof tabRecordsTarget>[1] = {}): Promise<Stage> {
  const witness = await startWitness({ skin: 'app', quirks: ['tab-records'] });
  const project = await makeProject({ url: witness.url });
  await describeWebTarget(project, tabRecordsTarget(witness.url, options));
  await project.drop('einreichung.xml', dogMessage());
  const close = async (): Promise<void> => {
    await witness.close();
    await project.remove();
  };
  return { project, witness, close };
}

async function savesOf(witness: Witness): Promise<readonly string[]> {
  const requests = await witness.requests();
  return requests.filter(({ act }) => act === 'save').map(({ path }) => path.split('/').at(-1) ?? '');
}

const tabs = ['tier', 'halter', 'anschrift'];
const around = ['fence:held', 'gate:opened', 'fence:released', 'fence:answered'];
const boundaries = tabs.flatMap((_, at) => around.map((name) => `${name}#${at + 1}`));
const inTurn = inLanes(3);

describe('a record that three tabs make, killed', () => {
  test.concurrent.each(boundaries)('three tabs make one record, killed at %s', async (boundary) => {
    await inTurn(async () => {
      const { project, witness, close } = await stageFor();
      try {
        expect((await runSync(project, boundary)).signal).toBe('SIGKILL');
        await expectEachOnce(project, witness, await settle(project), 1);
        expect(await witness.records()).toMatchObject([
          { fields: { familienname: 'Müller-Lüdenscheidt', ort: 'Cottbus', hundename: 'Änne' } },
        ]);
        expect((await savesOf(witness)).toSorted()).toEqual(tabs.toSorted());
        expect(await processesLeft(project)).toEqual([]);
      } finally {
        await close();
      }
    });
  });

  test.concurrent.each(['fence:answered#1', 'fence:released#2'])(
    'at %s, where the key comes last: a case that says which tabs were let go, and nothing is sent again',
    async (boundary) => {
      await inTurn(async () => {
        const { project, witness, close } = await stageFor({ keyLast: true });
        try {
          const killed = await runSync(project, boundary);
          expect([killed.signal, killed.stderr]).toEqual(['SIGKILL', '']);
          const [submission] = await settle(project);
          const [delivery] = submission?.deliveries ?? [];
          expect(delivery).toMatchObject({
            state: 'case',
            findings: [{ code: 'AB_OUTCOME_UNRESOLVED' }, { code: 'AB_RECORD_INCOMPLETE' }],
          });
          const sent = boundary.endsWith('1') ? '"save dog-registration"' : '"save dog-registration", "save Anschrift"';
          expect(delivery?.findings[1]?.message).toContain(`these were let go: ${sent}.`);
          expect(await savesOf(witness)).toHaveLength(boundary.endsWith('1') ? 1 : 2);
        } finally {
          await close();
        }
      });
    },
  );
});
