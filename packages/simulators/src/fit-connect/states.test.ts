import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFitConnect, transitions, type Act, type FitConnect, type State } from './index.ts';
import { Portal } from './portal.test-support.ts';
import { Receiver } from './receiver.test-support.ts';

const day = 86_400_000;
let service: FitConnect;
let portal: Portal;
let receiver: Receiver;

beforeAll(async () => {
  service = await startFitConnect({ keyBits: 2048, tokenSeconds: 100_000 * 86_400 });
  portal = new Portal(service);
  receiver = new Receiver(service);
});
afterAll(() => service.close());

const calls = ['finalise', 'forward', 'accept', 'reject', 'fetch', 'list', 'wait'] as const;
const reachable = (from: State): readonly State[] =>
  Object.values(transitions)
    .filter((transition) => transition.from.includes(from))
    .map(({ to }) => to);

test('no sequence of calls leads to a state that the table does not allow', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...calls), { minLength: 1, maxLength: 8 }), async (sequence) => {
      const announced = await portal.announced([]);
      const id = announced.submissionId;
      for (const call of sequence) {
        const before = service.witness.item(id)!.state;
        const status = await make(call, announced);
        const after = service.witness.item(id)!.state;
        if (call === 'fetch') expect(status).toBe(before === 'submitted' || before === 'forwarded' ? 200 : 404);
        else if (call === 'list') expect(status).toBe(before === 'submitted' ? 1 : 0);
        else if (call !== 'wait') expect(status).toBe(expected(call, before));
        if (after !== before) expect(reachable(before)).toContain(after);
        expect(after === before || call !== 'list').toBe(true);
      }
      const acts = service.witness.item(id)!.events.map(({ act }) => act);
      expect(replayed(acts)).toBe(service.witness.item(id)!.state);
    }),
    { numRuns: 40 },
  );
}, 60_000);

type Answering = 'forward' | 'accept' | 'reject';

function expected(call: 'finalise' | Answering, state: State): number {
  if (call === 'finalise') return state === 'incomplete' ? 200 : state === 'deleted' ? 404 : 409;
  return transitions[call].from.includes(state) ? 204 : 409;
}

async function make(call: (typeof calls)[number], of: { submissionId: string; caseId: string }): Promise<number> {
  if (call === 'finalise') return (await portal.finalise(of.submissionId, await sealed(of.submissionId))).status;
  if (call === 'fetch') return (await receiver.call('GET', `/submissions/${of.submissionId}`)).status;
  if (call === 'list')
    return (await receiver.list('&limit=500')).filter((entry) => (entry as typeof of).submissionId === of.submissionId).length;
  if (call === 'wait') {
    await service.clock.advance(5 * day);
    return 0;
  }
  const problems = [{ type: 'urn:a', title: 'x', detail: 'x', instance: 'data' }];
  const contents = { accept: { authenticationTags: tagsOf(of.submissionId) }, reject: { problems }, forward: {} };
  return (await receiver.post(of.caseId, receiver.claims(of, `${call}-submission`, contents[call]))).status;
}

const jwes = new Map<string, string>();

async function sealed(submissionId: string): Promise<string> {
  const jwe = jwes.get(submissionId) ?? (await portal.jwe('{}'));
  jwes.set(submissionId, jwe);
  return jwe;
}

function tagsOf(submissionId: string): object {
  const tag = jwes.get(submissionId)?.split('.')[4] ?? '';
  return { metadata: tag, data: tag, attachments: {} };
}

function replayed(acts: readonly Act[]): State {
  return acts.reduce<State>((state, act) => {
    expect(act === 'create' || transitions[act].from.includes(state)).toBe(true);
    return transitions[act].to;
  }, 'incomplete');
}
