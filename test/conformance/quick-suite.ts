import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Resources } from '@amtsbote/sdk';
import type { ConformanceServices, TargetInjections } from '@amtsbote/sdk/testing';

/** A clock for suites against a simulator of this process. */
export interface HastyClock extends Clock {
  /** Injections after which waits take as long as they say where something is on its way that comes late. */
  watching(inject: TargetInjections): TargetInjections;
}

/** Longer than any case with a late effect. */
const lateCaseMs = 60_000;

/** Waits pass at once where nothing is under way; after something was sent that takes effect late, they are real. */
export function hastyClock(): HastyClock {
  let aheadMs = 0;
  let realUntil = 0;
  return {
    now: () => Date.now() + aheadMs,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      if (Date.now() < realUntil) await wait(ms, undefined, signal === undefined ? {} : { signal });
      else aheadMs += ms;
    },
    watching: (inject) => ({
      ...inject,
      lateSaving: async () => {
        realUntil = Date.now() + lateCaseMs;
        return (await inject.lateSaving?.()) ?? 0;
      },
    }),
  };
}

/** Runs end and begin as ever, with sessions of their own, but share a browser: starting one is not what is tried here. */
export function withBrowserOf(common: Resources, services: ConformanceServices): ConformanceServices {
  const { resources } = services;
  return { ...services, resources: { shared: (key, create) => (key.startsWith('rpa:browser') ? common : resources).shared(key, create) } };
}
