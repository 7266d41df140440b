import type { RecordDescription, WebFormOptions } from '@amtsbote/connectors/targets/web-form';
import type { Fault } from '@amtsbote/simulators/musterverfahren';
import { expect, onTestFinished, test } from 'vitest';
import { dogMessage } from './support/messages.ts';
import { makeProject } from './support/project.ts';
import { describeWebTarget, tabRecordsTarget } from './support/tab-records-target.ts';
import { startWitness, type Witness } from './support/witness.ts';

/** What was delivered, or not: the delivery as `show` has it. */
async function deliver(change: (target: WebFormOptions) => WebFormOptions = (target) => target, ...faults: readonly Fault[]) {
  const witness = await startWitness({ skin: 'app', quirks: ['tab-records'] });
  await witness.arm(...faults);
  const project = await makeProject({ url: witness.url, rejections: 'allowed' });
  onTestFinished(async () => {
    await witness.close();
    await project.remove();
  });
  await describeWebTarget(project, change(tabRecordsTarget(witness.url)));
  await project.drop('einreichung.xml', dogMessage());
  const runtime = await project.open();
  try {
    await runtime.sync({});
    const [submission] = await runtime.list({});
    const view = await runtime.show(submission?.id ?? '');
    return { witness, delivery: view.deliveries[0], events: view.events };
  } finally {
    await runtime.close();
  }
}

async function saves(witness: Witness): Promise<readonly string[]> {
  const requests = await witness.requests();
  return requests.filter(({ act }) => act === 'save').map(({ path }) => path.split('/').at(-1) ?? '');
}

test('tabs that save one by one make one record: each tab is sent once, in its order, and the saved record is compared', async () => {
  const { witness, delivery, events } = await deliver();
  expect(delivery).toMatchObject({ state: 'delivered', reference: expect.stringMatching(/^HU-/) });
  expect(await saves(witness)).toEqual(['tier', 'halter', 'anschrift']);
  expect(await witness.records()).toMatchObject([{ fields: { familienname: 'Müller-Lüdenscheidt', ort: 'Cottbus' } }]);
  expect(events.filter(({ type }) => type === 'committing' || type === 'act')).toHaveLength(3);
});

const whole = { familienname: 'Müller-Lüdenscheidt', ort: 'Cottbus', hundename: 'Änne', chipnummer: '276098100000017' };

test.each([
  ['tier', 'cut-before', ['tier', 'tier', 'halter', 'anschrift']],
  ['halter', 'cut-after', ['tier', 'halter', 'anschrift']],
  ['anschrift', 'http-500', ['tier', 'halter', 'anschrift', 'anschrift']],
] as const)('the tab %s with the fault %s: the record is looked up and goes on where it stopped', async (tab, kind, sent) => {
  const { witness, delivery } = await deliver(undefined, { kind, match: { method: 'PUT', path: `/${tab}$/` }, times: 1 });
  expect(delivery).toMatchObject({ state: 'delivered' });
  expect(await witness.records()).toMatchObject([{ fields: whole }]);
  expect(await saves(witness)).toEqual(sent);
});

/** The description with another one of its record. */
function changed(target: WebFormOptions, change: (record: RecordDescription) => RecordDescription): WebFormOptions {
  const records = Object.entries(target.records).map(([type, record]) => [type, change(record)]);
  return { ...target, records: Object.fromEntries(records) as WebFormOptions['records'] };
}

test('a further tab that cannot be filled is a case that says what stands and what is missing; nobody is told that nothing was sent', async () => {
  const { witness, delivery } = await deliver((target) =>
    changed(target, (record) => ({
      ...record,
      further: record.further?.map((act) =>
        act.name === 'Halter' ? { ...act, steps: [...act.steps, { fill: { Geburtsname: '{familyName}' } }] } : act,
      ),
    })),
  );
  expect(await saves(witness)).toEqual(['tier']);
  expect(delivery).toMatchObject({ state: 'case', findings: [{ code: 'AB_RECORD_INCOMPLETE' }] });
  expect(delivery?.findings[0]?.message).toMatch(/the record was begun, and "Halter" could not be added: .*"Geburtsname"/);
  expect(delivery?.findings[0]?.message).not.toMatch(/nothing was/);
});

test('tabs described as mere steps: what saved by a way nobody declared is looked up, and a stop before it names the other writes', async () => {
  const steps = (record: RecordDescription) => [
    { open: '/hund/neu' },
    ...(record.further ?? []).flatMap((act) => [...act.steps, { click: 'Reiter speichern' }]),
    ...record.steps.slice(1),
    { click: 'Reiter speichern' },
  ];
  const asSteps = (expecting: readonly { expect: string }[]) => (target: WebFormOptions) =>
    changed(target, ({ further, resume, ...record }) => ({
      ...record,
      screens: 'unchecked',
      steps: [...steps({ ...record, further, resume }), ...expecting],
      commit: { click: 'Verbindlich speichern', request: { path: '/daten/hund' } },
    }));
  const found = await deliver(asSteps([]));
  expect(found.delivery).toMatchObject({ state: 'delivered' });
  expect(await found.witness.records()).toMatchObject([{ fields: whole }]);
  const stopped = await deliver(asSteps([{ expect: 'Bitte prüfen' }]));
  expect(stopped.delivery).toMatchObject({ state: 'case', findings: [{ code: 'AB_FORM_CHANGED' }] });
  expect(stopped.delivery?.findings[0]?.message).toMatch(/the request that saves was not sent, \d+ other writes of its pages were$/);
});
