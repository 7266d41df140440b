import { describe, expect, test } from 'vitest';
import { NotDelivered } from '../../errors/families.ts';
import type { Incoming, Portal } from '../../portal/contract.ts';
import { MemoryPortal } from '../memory-portal.ts';
import type { ConformanceCase } from './conformance-case.ts';
import { portalConformance } from './portal-conformance.ts';
import type { PortalInjections } from './portal-options.ts';

/** What a portal does otherwise than the honest one. */
type Change = (honest: MemoryPortal) => Partial<Portal>;

interface Liar {
  readonly liar: string;
  readonly fails: string;
  readonly change: Change;
}

describe('an honest portal', () => {
  const suite = memorySuite();
  const runnable = suite.flatMap(({ name, skipped, run }) => (skipped === undefined ? [[name, run] as const] : []));
  test.each(runnable)('%s', (_name, run) => expect(run()).resolves.toBeUndefined());
});

test('a case that cannot be run says why, and does not pass', async () => {
  const skipped = memorySuite(() => ({}), true).filter((one) => one.skipped !== undefined);
  expect(skipped.map((one) => one.skipped)).toEqual(['`inject.broken` is missing', '`inject.unreachable` is missing']);
  for (const one of skipped) await expect(one.run()).rejects.toThrow(one.skipped ?? '');
});

/** Changes what the honest portal yields. */
const yielding =
  (change: (incoming: Incoming, honest: MemoryPortal) => Incoming): Change =>
  (honest) => ({
    async *receive() {
      for await (const incoming of honest.receive()) yield change(incoming, honest);
    },
  });

const liars: readonly Liar[] = [
  {
    liar: 'yields a submission twice',
    fails: 'each once per call',
    change: (honest) => ({
      async *receive() {
        for await (const one of honest.receive()) yield* [one, one];
      },
    }),
  },
  {
    liar: 'acknowledges what it yields',
    fails: 'receiving acknowledges nothing',
    change: (honest) => ({
      async *receive() {
        for await (const one of honest.receive()) {
          await one.acknowledge();
          yield one;
        }
      },
    }),
  },
  {
    liar: 'makes up ids',
    fails: 'is offered again',
    change: yielding((one) => ({ ...one, portalId: crypto.randomUUID() })),
  },
  {
    liar: 'does not let go',
    fails: 'is gone from the portal',
    change: yielding((one) => ({ ...one, acknowledge: async () => undefined })),
  },
  {
    liar: 'lets go of everything',
    fails: 'is gone from the portal',
    change: yielding((one, honest) => ({ ...one, acknowledge: async () => void honest.held.splice(0) })),
  },
  {
    liar: 'lets go of another one at the second time',
    fails: 'acknowledging again',
    change: yielding((one, honest) => ({ ...one, acknowledge: async () => void honest.held.shift() })),
  },
  {
    liar: 'gives its content once',
    fails: 'files can be opened twice',
    change: yielding((one) => {
      const stream = one.message?.open();
      return one.message === undefined || stream === undefined ? one : { ...one, message: { ...one.message, open: () => stream } };
    }),
  },
  {
    liar: 'does not know its sizes',
    fails: 'files can be opened twice',
    change: yielding((one) => (one.message === undefined ? one : { ...one, message: { ...one.message, size: 1 } })),
  },
  {
    liar: 'loses attachments',
    fails: 'files can be opened twice',
    change: yielding((one) => ({ ...one, attachments: [] })),
  },
  {
    liar: 'hashes the message only',
    fails: 'another content',
    change: yielding((one) => ({ ...one, contentHash: one.message?.sha256 ?? '' })),
  },
  {
    liar: 'stops at a broken submission',
    fails: 'does not stop the others',
    change: (honest) => ({
      async *receive() {
        for await (const one of honest.receive()) {
          if (one.problem !== undefined) throw new Error('broken');
          yield one;
        }
      },
    }),
  },
  {
    liar: 'leaves broken submissions out',
    fails: 'does not stop the others',
    change: (honest) => ({
      async *receive() {
        for await (const one of honest.receive()) if (one.problem === undefined) yield one;
      },
    }),
  },
  {
    liar: 'tells the same twice',
    fails: 'sent twice',
    change: (honest) => ({ report: async (report) => void honest.reports.push(report) }),
  },
  { liar: 'tells nothing', fails: 'sent twice', change: () => ({ report: async () => undefined }) },
  {
    liar: 'takes something when it checks',
    fails: 'a check says',
    change: (honest) => ({
      check: async () => {
        honest.held.pop();
        return [];
      },
    }),
  },
  {
    liar: 'throws a foreign error',
    fails: 'an unreachable portal',
    change: (honest) => ({
      async *receive() {
        if (honest.faults.receive.length > 0) throw new Error('ECONNREFUSED');
        yield* honest.receive();
      },
    }),
  },
  {
    liar: 'takes an unreachable portal for an empty one',
    fails: 'an unreachable portal',
    change: (honest) => ({
      async *receive() {
        if (honest.faults.receive.length === 0) yield* honest.receive();
      },
    }),
  },
  {
    liar: 'quotes a name in an id',
    fails: 'hold nothing of a message',
    change: yielding((one) => ({ ...one, portalId: `Lüdenscheidt-O’Neill ${one.portalId}` })),
  },
];

test.each(liars)('a portal that $liar fails the case "$fails"', async ({ fails, change }) => {
  const [named, ...more] = memorySuite(change).filter(({ name }) => name.includes(fails));
  expect(more).toEqual([]);
  const thrown: unknown = await named?.run().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Error);
});

test('every case is failed by some liar', () => {
  const names = memorySuite().map(({ name }) => name);
  expect(names.filter((name) => !liars.some(({ fails }) => name.includes(fails)))).toEqual([]);
});

function memorySuite(change: Change = () => ({}), withoutInjections = false): readonly ConformanceCase[] {
  let honest = new MemoryPortal();
  const inject: PortalInjections = {
    broken: async () =>
      honest.put({
        id: 'broken',
        message: '<half',
        problem: { code: 'AB_ZIP_BROKEN', message: 'the archive is broken' },
      }),
    unreachable: async () => {
      const fault = (): Error => new NotDelivered('AB_PORTAL_UNREACHABLE', 'the portal does not answer');
      honest.faults.receive.push(fault(), fault(), fault());
    },
    clear: async () => void honest.faults.receive.splice(0),
  };
  return portalConformance({
    open: () => ({
      receive: () => honest.receive(),
      report: (report) => honest.report(report),
      check: () => honest.check(),
      ...change(honest),
    }),
    reset: async () => {
      honest = new MemoryPortal();
    },
    offer: async ({ name, message, attachments }) =>
      honest.put({
        id: name,
        message,
        attachments: Object.fromEntries(attachments.map((each) => [each.name, each.bytes])),
      }),
    witness: { held: async () => honest.held.length, told: async () => [...honest.reports] },
    inject: withoutInjections ? undefined : inject,
  });
}
