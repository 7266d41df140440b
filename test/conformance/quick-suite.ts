import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@amtsbote/sdk';
import { type ConformanceServices, type TargetInjections, testServices } from '@amtsbote/sdk/testing';

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

/** What the runs of one suite have in common, as those of one machine have: a browser, and the sessions that they keep. */
export interface CommonServices extends AsyncDisposable {
  /** The services of a run, with that. */
  with(services: ConformanceServices): ConformanceServices;
}

/** Runs begin and end as ever, but none starts a browser of its own or logs in where the one before has. */
export function commonServices(): CommonServices {
  const common = testServices(undefined);
  const kept = new Map<string, string>();
  const sessions = {
    get: async (name: string) => kept.get(name),
    set: async (name: string, value: string) => void kept.set(name, value),
  };
  return {
    with: (services) => ({
      ...services,
      sessions,
      resources: {
        shared: (key, create) => (key.startsWith('rpa:browser') ? common : services).resources.shared(key, create),
      },
    }),
    [Symbol.asyncDispose]: () => common.close(),
  };
}
