import { expect, test } from 'vitest';
import { NotDelivered } from '../errors/families.ts';
import type { MemoryFault } from '../testing/memory-target.ts';
import { mostFailedLooks } from './look-decision.ts';
import { messageFor, openBench } from './engine.test-support.ts';

test('a submission is kept, acknowledged, delivered once and reported once', async () => {
  await using bench = await openBench();
  bench.portal.put({ message: messageFor('Rex'), attachments: {} });
  await bench.run();
  const view = await bench.only();
  expect(view).toMatchObject({ state: 'accepted', deliveries: [{ state: 'delivered', reference: 'REF-1', channel: 'api', attempts: 1 }] });
  expect(bench.target.saved).toMatchObject([{ key: view.deliveries[0]!.key, record: { name: 'Rex' } }]);
  expect(bench.portal.held).toEqual([]);
  expect(bench.portal.reports).toMatchObject([{ kind: 'accepted', references: ['REF-1'] }]);
  await bench.run();
  expect(bench.target.saved).toHaveLength(1);
  expect(bench.portal.reports).toHaveLength(1);
});

test('the intent is durable before the act, and the receipt after it', async () => {
  await using bench = await openBench();
  const states: string[] = [];
  bench.onBoundary = (name) => void states.push(name);
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  const order = [
    'intake:stored',
    'intake:acknowledged',
    'plan:done',
    'delivery:claimed',
    'gate:opened',
    'commit:answered',
    'delivery:receipt',
    'report:sent',
  ];
  expect(states.filter((name) => order.includes(name))).toEqual(order);
});

test('the same submission again is a duplicate and enters nothing', async () => {
  await using bench = await openBench();
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  bench.portal.put({ message: messageFor('Rex') });
  const tally = await bench.run();
  expect(tally).toMatchObject({ received: 0, duplicates: 1 });
  expect((await bench.only()).duplicates).toBe(1);
  expect(bench.target.saved).toHaveLength(1);
  expect(bench.portal.held).toEqual([]);
});

test('a known id with other content is a case beside the first', async () => {
  await using bench = await openBench();
  bench.portal.put({ id: 'p-1', message: messageFor('Rex') });
  await bench.run();
  bench.portal.put({ id: 'p-1', message: messageFor('Rexa') });
  await bench.run();
  bench.portal.put({ id: 'p-1', message: messageFor('Rexa') });
  await bench.run();
  const list = await bench.ledger.views.list({});
  expect(list).toMatchObject([{ state: 'case', findings: [{ code: 'AB_ID_REUSED' }], duplicates: 1 }, { state: 'accepted' }]);
  expect(bench.target.saved).toHaveLength(1);
});

test('what certainly was not delivered waits with backoff, then arrives', async () => {
  await using bench = await openBench();
  bench.target.faults.push('unreachable');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).deliveries[0]).toMatchObject({
    state: 'ready',
    dueAt: bench.clock.now() + 15_000,
    findings: [{ code: 'AB_TARGET_UNREACHABLE' }],
  });
  await bench.run();
  expect(bench.target.saved).toHaveLength(0);
  bench.clock.advance(15_000);
  await bench.run();
  expect((await bench.only()).state).toBe('accepted');
});

test('after too many failures a person is asked, and can have it tried again', async () => {
  await using bench = await openBench();
  bench.target.faults.push('unreachable', 'unreachable', 'unreachable');
  bench.portal.put({ message: messageFor('Rex') });
  for (let run = 0; run < 3; run += 1) {
    await bench.run();
    bench.clock.advance(3_600_000);
  }
  const view = await bench.only();
  expect(view.deliveries[0]).toMatchObject({
    state: 'case',
    findings: [{ code: 'AB_RETRIES_EXHAUSTED' }, { code: 'AB_TARGET_UNREACHABLE' }],
  });
  await bench.ledger.deliveries.change({
    key: view.deliveries[0]!.key,
    to: 'ready',
    now: bench.clock.now(),
    resetAttempts: true,
    by: 'anna',
  });
  await bench.run();
  expect((await bench.only()).state).toBe('accepted');
});

test.each<MemoryFault>(['cut-after-saving', 'foreign-error-after-saving'])(
  '%s: the record is found and adopted in the same run',
  async (fault) => {
    await using bench = await openBench();
    bench.target.faults.push(fault);
    bench.portal.put({ message: messageFor('Rex') });
    await bench.run();
    const view = await bench.only();
    expect(view.deliveries[0]).toMatchObject({ state: 'delivered', reference: 'REF-1' });
    expect(bench.target.saved).toHaveLength(1);
    expect(JSON.stringify(view)).not.toContain('secret value');
  },
);

test('cut before saving: absence is proved by two looks, then it is sent again', async () => {
  await using bench = await openBench();
  bench.target.faults.push('cut-before-saving');
  bench.portal.put({ message: messageFor('Rex') });
  const begin = bench.clock.now();
  await bench.run();
  expect(bench.target.saved).toHaveLength(1);
  expect(bench.boundaries.filter((name) => name === 'look:before')).toHaveLength(2);
  expect(bench.clock.now() - begin).toBeGreaterThanOrEqual(500 + 200 + 1_000);
});

test('a target that cannot look up makes an unknown outcome a case, with both answers open', async () => {
  await using bench = await openBench({ channels: (target) => [target.channel('api', { find: 'none' })] });
  bench.target.faults.push('cut-after-saving');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).deliveries[0]).toMatchObject({
    state: 'case',
    findings: [{ code: 'AB_OUTCOME_UNRESOLVED' }],
    answers: ['delivered', 'retry', 'reject'],
  });
});

test('a look-up that is only a hint never proves absence', async () => {
  await using bench = await openBench({ channels: (target) => [target.channel('api', { find: 'hint' })] });
  bench.target.faults.push('cut-before-saving');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).deliveries[0]!.state).toBe('case');
  expect(bench.target.saved).toHaveLength(0);
});

test('a channel with an idempotency key is asked again', async () => {
  await using bench = await openBench({ channels: (target) => [target.channel('api', { find: 'none', idempotencyKey: true })] });
  bench.target.faults.push('cut-before-saving');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  await bench.run();
  expect((await bench.only()).state).toBe('accepted');
});

test('two records with one key are never touched again: only "delivered" can be answered', async () => {
  await using bench = await openBench();
  bench.target.faults.push('cut-after-saving');
  bench.onBoundary = (name) => {
    const [first] = bench.target.saved;
    if (name === 'look:before' && first !== undefined && bench.target.saved.length === 1) bench.target.save(first.key, first.record);
  };
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).deliveries[0]).toMatchObject({
    state: 'case',
    findings: [{ code: 'AB_FOUND_TWICE' }],
    answers: ['delivered'],
  });
});

test('a look-up that fails leaves the outcome unknown and is repeated', async () => {
  await using bench = await openBench({ retry: { waitForUnknownMs: 0 } });
  bench.target.faults.push('cut-after-saving');
  bench.target.failingLooks = 1;
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  bench.clock.advance(1_000);
  await bench.run();
  expect((await bench.only()).deliveries[0]!.state).toBe('unknown');
  bench.clock.advance(3_600_000);
  await bench.run();
  expect((await bench.only()).deliveries[0]!.state).toBe('delivered');
  expect(bench.target.saved).toHaveLength(1);
});

test('look-ups that fail for ever end as a case with the reason; a person may go on, and counting begins anew', async () => {
  await using bench = await openBench({ retry: { waitForUnknownMs: 0 } });
  const runDaily = async (days: number): Promise<void> => {
    for (let day = 0; day < days; day += 1) {
      await bench.run();
      bench.clock.advance(86_400_000);
    }
  };
  bench.portal.put({ message: messageFor('Rex') });
  bench.target.faults.push('cut-before-saving');
  bench.target.failingLooks = mostFailedLooks;
  await runDaily(mostFailedLooks + 1);
  const [delivery] = (await bench.only()).deliveries;
  expect(delivery).toMatchObject({
    state: 'case',
    findings: [{ code: 'AB_LOOK_UP_FAILED' }, { code: 'AB_TARGET_UNREACHABLE' }],
    answers: ['delivered', 'retry', 'reject'],
  });
  expect(bench.target.saved).toEqual([]);
  await bench.ledger.deliveries.change({ key: delivery!.key, to: 'ready', now: bench.clock.now(), resetAttempts: true });
  bench.target.faults.push('cut-before-saving');
  bench.target.failingLooks = 2;
  await runDaily(6);
  expect(bench.target.saved).toHaveLength(1);
});

test('the next channel is tried at once when the first certainly saved nothing', async () => {
  await using bench = await openBench({ channels: (target) => [target.channel('api'), target.channel('rpa')] });
  bench.target.faults.push('unreachable');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect((await bench.only()).deliveries[0]).toMatchObject({ state: 'delivered', channel: 'rpa' });
});

test('a failed login pauses the target at once, and costs no attempt', async () => {
  await using bench = await openBench();
  bench.target.faults.push('login-failed');
  bench.portal.put({ message: messageFor('Rex') }, { message: messageFor('Bella') });
  await bench.run();
  expect(bench.boundaries.filter((name) => name === 'step:prepare:begin').length).toBeLessThanOrEqual(4);
  expect((await bench.ledger.views.counts()).pauses).toMatchObject([{ target: 'registry', code: 'AB_LOGIN_FAILED' }]);
  await bench.ledger.targets.resume('registry', bench.clock.now());
  await bench.run();
  expect(bench.target.saved).toHaveLength(2);
});

test('a proven content fault is rejected and told to the portal only where the route allows it', async () => {
  for (const rejections of ['allowed', 'never'] as const) {
    await using bench = await openBench({ route: { rejections } });
    bench.target.faults.push('rejected');
    bench.portal.put({ message: messageFor('Rex') }, { message: messageFor('Bella', '<verboten/>') });
    await bench.run();
    const states = (await bench.ledger.views.list({})).map((one) => one.state);
    expect(states).toEqual(rejections === 'allowed' ? ['rejected', 'rejected'] : ['case', 'case']);
    expect(bench.portal.reports.map((report) => report.kind)).toEqual(rejections === 'allowed' ? ['rejected', 'rejected'] : []);
    expect(bench.portal.reports.flatMap((report) => report.findings.map((finding) => finding.officialCode ?? 'none')).toSorted()).toEqual(
      rejections === 'allowed' ? ['X010', 'none'] : [],
    );
  }
});

test.each<MemoryFault>(['no-commit', 'foreign-error'])(
  '%s is a defect: the delivery becomes a case without the foreign message',
  async (fault) => {
    await using bench = await openBench();
    bench.target.faults.push(fault);
    bench.portal.put({ message: messageFor('Rex') });
    await bench.run();
    const view = await bench.only();
    expect(view.deliveries[0]).toMatchObject({ state: 'case', findings: [{ code: 'AB_DEFECT' }] });
    expect(JSON.stringify(view)).not.toContain('secret value');
  },
);

test('a second commit in one attempt is refused, and the outcome looked up', async () => {
  await using bench = await openBench();
  bench.target.faults.push('commit-twice');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  expect(bench.target.saved).toHaveLength(1);
  expect((await bench.only()).deliveries[0]!.state).toBe('delivered');
});

test('what cannot be read or mapped is a case that names code and place, and stops nothing else', async () => {
  await using bench = await openBench();
  bench.portal.put(
    { message: '<antrag' },
    { message: '<other xmlns="urn:x"/>' },
    { message: messageFor('') },
    { message: messageFor('Rex') },
  );
  await bench.run();
  const list = (await bench.ledger.views.list({})).toReversed();
  expect(list.map((one) => one.findings[0]?.code)).toEqual(['AB_XML_MALFORMED', 'AB_MESSAGE_UNKNOWN', 'AB_FIELD_MISSING', undefined]);
  expect(list.map((one) => one.state)).toEqual(['case', 'case', 'case', 'accepted']);
  expect(list[0]!.answers).toEqual(['delivered', 'retry', 'reject']);
});

test('an attachment that no rule uses is a case', async () => {
  await using bench = await openBench();
  bench.portal.put({ message: messageFor('Rex'), attachments: { 'nachweis.pdf': '%PDF' } });
  await bench.run();
  expect((await bench.only()).findings).toMatchObject([{ code: 'AB_ATTACHMENT_UNUSED' }]);
});

test('a test message goes to a target that is not productive only', async () => {
  for (const productive of [true, false]) {
    await using bench = await openBench({ productive });
    bench.portal.put(
      { message: messageFor('Rex').replace('<antrag', '<antrag test="true"') },
      { message: messageFor('Bella'), test: true },
    );
    await bench.run();
    expect((await bench.ledger.views.list({})).map((one) => one.state)).toEqual(productive ? ['case', 'case'] : ['accepted', 'accepted']);
  }
});

test('a record waiting is mapped anew when its mapping changed', async () => {
  await using bench = await openBench();
  bench.target.faults.push('unreachable');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  await bench.setMapping(`
message: { root: antrag, namespace: 'urn:example:antrag' }
record: dog
fields:
  name: { value: Changed }
`);
  bench.clock.advance(60_000);
  await bench.run();
  expect(bench.target.saved).toMatchObject([{ record: { name: 'Changed' } }]);
});

test('a record mapped anew that the target does not take is a case, and nothing is sent', async () => {
  await using bench = await openBench();
  bench.target.faults.push('unreachable');
  bench.portal.put({ message: messageFor('Rex') });
  await bench.run();
  await bench.setMapping(`
message: { root: antrag, namespace: 'urn:example:antrag' }
record: dog
fields:
  colour: { value: brown }
`);
  bench.clock.advance(60_000);
  await bench.run();
  const codes = (await bench.only()).deliveries[0]!.findings.map((finding) => finding.code);
  expect(codes).toEqual(['AB_RECORD_INVALID', 'AB_RECORD_INVALID']);
  expect(bench.target.saved).toEqual([]);
});

test('a portal that fails is told of, and reports to it wait', async () => {
  await using bench = await openBench();
  bench.portal.put({ message: messageFor('Rex') });
  bench.portal.faults.report.push(new NotDelivered('AB_PORTAL_UNREACHABLE', 'down'));
  await bench.run();
  expect((await bench.only()).reports).toMatchObject([{ kind: 'accepted', tries: 1, sentAt: undefined }]);
  bench.portal.faults.receive.push(new Error('secret value'));
  const tally = await bench.run();
  expect(tally.portalsFailed).toMatchObject([{ portal: 'folder', findings: [{ code: 'AB_PORTAL_UNREACHABLE' }] }]);
  expect(JSON.stringify(tally.portalsFailed)).not.toContain('secret value');
  bench.clock.advance(3_600_000);
  await bench.run();
  expect(bench.portal.reports).toHaveLength(1);
});

test('a submission that the portal cannot let go of does not hold up the others, and enters nothing twice', async () => {
  await using bench = await openBench();
  bench.portal.put({ message: messageFor('Rex') }, { message: messageFor('Bella') });
  bench.portal.faults.acknowledge.push(new Error('secret value'));
  const tally = await bench.run();
  expect(tally.portalsFailed).toHaveLength(1);
  expect(JSON.stringify(tally.portalsFailed)).not.toContain('secret value');
  expect(bench.target.saved).toHaveLength(2);
  expect(bench.portal.held).toHaveLength(1);
  expect(await bench.run()).toMatchObject({ duplicates: 1, portalsFailed: [] });
  expect(bench.target.saved).toHaveLength(2);
  expect(bench.portal.held).toHaveLength(0);
});
