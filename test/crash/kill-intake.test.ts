import { expect, test } from 'vitest';
import { runSync } from '../support/child-sync.ts';
import { expectEachOnce } from '../support/expect-each-once.ts';
import { tradeMessage } from '../support/messages.ts';
import { makeProject } from '../support/project.ts';
import { settle } from '../support/settle.ts';
import { startWitness } from '../support/witness.ts';

test('what a portal holds, and processes die of each time, keeps nothing back that was taken in before', async () => {
  const witness = await startWitness();
  const project = await makeProject({ url: witness.url });
  try {
    await project.drop('a.xml', tradeMessage({ businessName: 'Bäckerei Eins' }));
    expect(await runSync(project, 'intake:stored#1')).toMatchObject({ signal: 'SIGKILL' });
    await project.drop('b.xml', tradeMessage({ businessName: 'Bäckerei Zwei' }));
    expect(await runSync(project, 'intake:before#1')).toMatchObject({ signal: 'SIGKILL' });
    expect((await witness.records()).map(({ fields }) => fields['betrieb_name'])).toEqual(['Bäckerei Eins']);
    expect(await project.files('angenommen')).toHaveLength(1);
    await expectEachOnce(project, witness, await settle(project), 2);
  } finally {
    await witness.close();
    await project.remove();
  }
});
