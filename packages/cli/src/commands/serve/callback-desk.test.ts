import type { PortalCallback, Runtime } from '@amtsbote/sdk/runtime';
import { expect, test } from 'vitest';
import { CallbackDesk } from './callback-desk.ts';

const request = { headers: {}, body: Buffer.from('{}') };

/** What each opening brings: callbacks by portal, or why it fails. */
function deskOf(...openings: readonly (Readonly<Record<string, PortalCallback>> | Error)[]): { desk: CallbackDesk; closed: string[] } {
  const closed: string[] = [];
  let next = 0;
  const desk = new CallbackDesk(async () => {
    const number = next;
    const opening = openings[next];
    next += 1;
    const callbacks = async (): Promise<ReadonlyMap<string, PortalCallback>> => {
      if (opening instanceof Error) throw opening;
      return new Map(Object.entries(opening ?? {}));
    };
    return { callbacks, close: async () => void closed.push(`runtime ${number}`) } as unknown as Runtime;
  });
  return { desk, closed };
}

const says = (verdict: 'poll' | 'refused'): PortalCallback => ({ verify: async () => verdict });

test('a callback is verified by its own portal, and counted', async () => {
  const { desk } = deskOf({ one: says('poll'), two: says('refused') });
  await desk.renew();
  expect(desk.portals).toEqual(['one', 'two']);
  expect([desk.isHeard('one'), desk.isHeard('three')]).toEqual([true, false]);
  expect([await desk.verify('one', request), await desk.verify('two', request)]).toEqual(['poll', 'refused']);
  expect(desk.counts).toEqual({ taken: 1, refused: 1 });
});

test('one that cannot be verified now is asked for later, and says nothing of the reason', async () => {
  const { desk } = deskOf({ one: { verify: () => Promise.reject(new Error('no secret')) } });
  await desk.renew();
  expect(await desk.verify('one', request)).toBe('later');
});

test('portals are renewed, and what was open before is closed; what cannot be renewed stays as it was', async () => {
  const { desk, closed } = deskOf({ one: says('refused') }, new Error('broken'), { one: says('poll') });
  await desk.renew();
  await expect(desk.renew()).rejects.toThrow('broken');
  expect([closed, await desk.verify('one', request)]).toEqual([['runtime 1'], 'refused']);
  await desk.renew();
  expect([closed, await desk.verify('one', request)]).toEqual([['runtime 1', 'runtime 0'], 'poll']);
  await desk.close();
  expect(closed).toEqual(['runtime 1', 'runtime 0', 'runtime 2']);
});
