import { type ErrorEffect, isAmtsboteError } from '../../errors/amtsbote-error.ts';
import { NotDelivered, OutcomeUnknown } from '../../errors/families.ts';
import type { DeliveryKey } from '../../model/ids.ts';
import type { MappedRecord } from '../../model/record.ts';
import type { Attempt, Delivered } from '../../target/attempt.ts';
import type { Channel } from '../../target/channel.ts';
import type { MemoryTarget } from '../memory-target.ts';
import { type Change, type MemoryBed, memoryRecord } from './memory-bed.test-support.ts';

/** A target that does not do what it says, and the case that must find out. */
export interface Liar {
  /** Goes on after "a target that". */
  readonly liar: string;
  /** A part of the name of the case that must fail. */
  readonly fails: string;
  readonly bed: MemoryBed;
}

type Save = (target: MemoryTarget, key: DeliveryKey, record: MappedRecord) => string;

/** An act of its own behind the commit point. */
const saving =
  (save: Save): Change =>
  (_honest, target) => ({
    deliver: async (_type, record, attempt) => ({
      reference: await attempt.commit({ name: 'save' }, async () => save(target, attempt.deliveryKey, record)),
    }),
  });

/** A delivery around the honest one. */
const around =
  (act: (deliver: () => Promise<Delivered>, record: MappedRecord, attempt: Attempt) => Promise<Delivered>): Change =>
  (honest) => ({
    deliver: (type, record, attempt) => act(() => honest.deliver(type, record, attempt), record, attempt),
  });

/** Another outcome where the honest channel fails with this effect. */
const instead = (effect: ErrorEffect, answer: (attempt: Attempt) => Delivered): Change =>
  around(async (deliver, _record, attempt) => {
    try {
      return await deliver();
    } catch (error) {
      if (isAmtsboteError(error) && error.effect === effect) return answer(attempt);
      throw error;
    }
  });

const untrue = (): never => {
  throw new NotDelivered('AB_TARGET_BROKEN', 'nothing was saved');
};
const unsure = (): never => {
  throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'who knows');
};

const keeperOf = (record: MappedRecord): string => (typeof record['keeper'] === 'string' ? record['keeper'] : '');

/** Shows a record so much later than it was saved. */
function laggingBy(ms: number): Change {
  const savedAt = new Map<DeliveryKey, number>();
  return (honest, _target, clock) => ({
    deliver: async (type, record, attempt) => {
      const delivered = await honest.deliver(type, record, attempt);
      savedAt.set(attempt.deliveryKey, clock.now());
      return delivered;
    },
    find: async (type, key, signal) => (clock.now() < (savedAt.get(key) ?? 0) + ms ? [] : ((await honest.find?.(type, key, signal)) ?? [])),
  });
}

/** Finds only what the same run entered. */
const forgetful: Change = (honest) => {
  const own = new Map<DeliveryKey, string>();
  return {
    deliver: async (type, record, attempt) => {
      const delivered = await honest.deliver(type, record, attempt);
      own.set(attempt.deliveryKey, delivered.reference);
      return delivered;
    },
    find: async (_type, key) => [own.get(key) ?? []].flat(),
  };
};

const secondAct: Change = (honest: Channel) => ({
  deliver: (type, record, attempt) =>
    honest.deliver(type, record, attempt).catch((error: unknown) => {
      if (!(error instanceof OutcomeUnknown)) throw error;
      return honest.deliver(type, record, { ...attempt, commit: (_intent, act) => act() });
    }),
});

const checkEnters: Change = (honest, target) => ({
  check: (signal) => {
    target.save('AB-CHECK', memoryRecord);
    return honest.check(signal);
  },
});

/** One liar for every way a case can fail that matters. */
export const liars: readonly Liar[] = [
  {
    liar: 'has another look-up than the suite was told',
    fails: 'what the suite was told',
    bed: { capabilities: { find: 'hint' } },
  },
  {
    liar: 'saves twice in one act',
    fails: 'a delivery makes one record',
    bed: { change: saving((to, key, each) => to.save(key, each) && to.save(key, each)) },
  },
  {
    liar: 'changes a value',
    fails: 'a delivery makes one record',
    bed: { change: saving((to, key, each) => to.save(key, { ...each, breed: 'Pudel' })) },
  },
  {
    liar: 'loses the delivery key',
    fails: 'a delivery makes one record',
    bed: { change: saving((to, _key, each) => to.save('', each)) },
  },
  {
    liar: 'returns another reference',
    fails: 'a delivery makes one record',
    bed: { change: saving((to, key, each) => `${to.save(key, each)}0`) },
  },
  {
    liar: 'replaces apostrophes',
    fails: 'special characters',
    bed: {
      change: saving((to, key, each) => to.save(key, { ...each, keeper: keeperOf(each).replace('’', "'") })),
    },
  },
  {
    liar: 'saves before its commit point',
    fails: 'the commit point is reached once',
    bed: {
      change: (_, target) => ({
        deliver: async (_type, record, attempt) => {
          const reference = target.save(attempt.deliveryKey, record);
          return attempt.commit({ name: 'save' }, async () => ({ reference }));
        },
      }),
    },
  },
  {
    liar: 'never reaches its commit point',
    fails: 'the commit point is reached once',
    bed: {
      change: (_, target) => ({
        deliver: async (_type, record, { deliveryKey }) => ({ reference: target.save(deliveryKey, record) }),
      }),
    },
  },
  {
    liar: 'asks for its commit point twice',
    fails: 'the commit point is reached once',
    bed: {
      change: around(async (deliver, _record, { gate }) => {
        const delivered = await deliver();
        await gate.open({ name: 'again' }).catch(() => undefined);
        return delivered;
      }),
    },
  },
  {
    liar: 'enters something when it checks',
    fails: 'a check says that all is well',
    bed: { change: checkEnters },
  },
  {
    liar: 'enters in a dry run',
    fails: 'a dry run stops',
    bed: {
      change: (honest, target) => ({
        deliver: (type, record, attempt) => {
          if (attempt.dryRun) target.save(attempt.deliveryKey, record);
          return honest.deliver(type, record, attempt);
        },
      }),
    },
  },
  {
    liar: 'hides the stop of a dry run',
    fails: 'a dry run stops',
    bed: { change: around((deliver) => deliver().catch(untrue)) },
  },
  {
    liar: 'saves though its lease was lost',
    fails: 'a lost lease',
    bed: {
      change: (_, target) => ({
        deliver: async (_type, record, { gate, deliveryKey }) => {
          await gate.open({ name: 'save' }).catch(() => undefined);
          return { reference: target.save(deliveryKey, record) };
        },
      }),
    },
  },
  {
    liar: 'does not heed that it was aborted',
    fails: 'an attempt that is aborted',
    bed: { change: saving((to, key, each) => to.save(key, each)) },
  },
  {
    liar: 'finds whatever is there',
    fails: 'finds nothing where nothing is',
    bed: { change: () => ({ find: async () => ['REF-1'] }) },
  },
  {
    liar: 'shows a record later than it declares',
    fails: 'once visibilityLagMs has passed',
    bed: { change: laggingBy(5_000) },
  },
  {
    liar: 'shows a record so late that it is taken for absent',
    fails: 'stays one record',
    bed: { change: laggingBy(5_000) },
  },
  { liar: 'finds only what it entered itself', fails: 'a fresh run adopts', bed: { change: forgetful } },
  {
    liar: 'declares an idempotency key that the target does not have',
    fails: 'the same idempotency key',
    bed: {
      capabilities: { idempotencyKey: true },
      declares: { find: 'authoritative', idempotencyKey: true },
    },
  },
  {
    liar: 'declares a key and cannot look up',
    fails: 'without a reliable look-up',
    bed: {
      capabilities: { find: 'none', idempotencyKey: true },
      declares: { find: 'none', idempotencyKey: true },
    },
  },
  {
    liar: 'says that a cut proves nothing was saved',
    fails: 'a connection cut after saving',
    bed: { change: instead('unknown', untrue) },
  },
  {
    liar: 'sends again by itself after a cut',
    fails: 'a connection cut after saving',
    bed: { change: secondAct },
  },
  {
    liar: 'says delivered after a cut',
    fails: 'a connection cut before saving',
    bed: { change: instead('unknown', () => ({ reference: 'REF-0' })) },
  },
  { liar: 'saves later than it declares', fails: 'what takes effect late', bed: { lateMs: 3_000 } },
  {
    liar: 'says delivered after a fault',
    fails: 'a fault of the target',
    bed: { change: instead('not-delivered', () => ({ reference: 'REF-0' })) },
  },
  {
    liar: 'takes a rejection for a fault',
    fails: 'a rejection is final or a case',
    bed: { change: instead('rejected', untrue) },
  },
  {
    liar: 'does not know what an expired session means',
    fails: 'an expired session',
    bed: { change: instead('not-delivered', unsure) },
  },
  {
    liar: 'quotes a value in the cause of an error',
    fails: 'hold no value',
    bed: {
      change: around((deliver, record) =>
        deliver().catch((error: unknown) => {
          throw new OutcomeUnknown('AB_OUTCOME_UNKNOWN', 'cut', {
            cause: new Error(`${String(error)}: ${keeperOf(record)}`),
          });
        }),
      ),
    },
  },
  {
    liar: 'logs a value',
    fails: 'hold no value',
    bed: {
      change: around((deliver, record, attempt) => {
        attempt.logger.info('delivering', { kind: keeperOf(record) });
        return deliver();
      }),
    },
  },
  {
    liar: 'calls a step after a person',
    fails: 'hold no value',
    bed: { change: around((deliver, record, attempt) => attempt.step(keeperOf(record), deliver)) },
  },
];
