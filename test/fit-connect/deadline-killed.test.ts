import { sendSubmission, senderFor } from '@amtsbote/simulators/fit-connect';
import { expect, onTestFinished, test } from 'vitest';
import { runSync, withClock } from '../support/child-sync.ts';
import { tradeMessage } from '../support/messages.ts';
import { submissionsOf } from '../support/settle.ts';
import { startService } from './bench.ts';
import { fitProject } from './fit-project.ts';

const dayMs = 86_400_000;
/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

test('killed at deadline:closed, a submission whose deadline came is a case, once, and the killed run has lost nothing of it', async () => {
  const service = await startService();
  const project = await fitProject(service, nowhere);
  onTestFinished(async () => {
    await service.close();
    await project.remove();
  });
  const data = { bytes: Buffer.from(tradeMessage({ businessName: 'Seilerei' })), mimeType: 'application/xml' as const };
  await sendSubmission(senderFor(service), { destinationId: service.destinations[0]?.destinationId ?? '', data });
  await runSync(project);
  expect((await submissionsOf(project)).map(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual([['ready']]);

  const late = withClock(project, 12 * dayMs);
  await service.clock.set(Date.now() + 12 * dayMs);
  expect(await runSync(late, 'deadline:closed#1')).toMatchObject({ signal: 'SIGKILL' });
  const [killed] = await submissionsOf(project);
  expect(killed?.deliveries).toMatchObject([
    { state: 'case', findings: [{ code: 'AB_PORTAL_DEADLINE' }, { code: 'AB_TARGET_UNREACHABLE' }] },
  ]);

  const next = await runSync(late);
  expect(next.boundaries).not.toContain('deadline:closed#1');
  const runtime = await project.open();
  const { events } = await runtime.show(killed?.id ?? '');
  await runtime.close();
  expect(events.filter(({ type }) => type === 'case')).toHaveLength(1);
});
