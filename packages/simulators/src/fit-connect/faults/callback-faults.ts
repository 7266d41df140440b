import { randomUUID } from 'node:crypto';
import { callbackMac } from '../crypto/callback-mac.ts';
import type { Fault } from './fault.ts';

/** Faults of callbacks. */
export const callbackFaultKinds = [
  'callback-wrong-mac',
  'callback-stale',
  'callback-repeated',
  'callback-dropped',
  'callback-unknown-type',
  'callback-foreign-ids',
] as const;

type CallbackFaultKind = (typeof callbackFaultKinds)[number];

/** A callback before it is sent. */
export interface OutgoingCallback {
  readonly body: string;
  readonly timestamp: string;
  readonly mac: string;
}

type Change = (callback: OutgoingCallback, secret: string) => OutgoingCallback & { readonly times?: number };

/** What each of them does. */
export const callbackFaults: Readonly<Record<CallbackFaultKind, { readonly text: string; readonly change: Change }>> = {
  'callback-wrong-mac': {
    text: 'the callback is signed with another secret',
    change: (callback) => ({ ...callback, mac: callbackMac('another secret', callback.timestamp, callback.body) }),
  },
  'callback-stale': {
    text: 'the callback is six minutes old, and properly signed',
    change: (callback, secret) => signed({ ...callback, timestamp: String(Number(callback.timestamp) - 360) }, secret),
  },
  'callback-repeated': { text: 'the callback is sent twice', change: (callback) => ({ ...callback, times: 2 }) },
  'callback-dropped': { text: 'the callback is never sent', change: (callback) => ({ ...callback, times: 0 }) },
  'callback-unknown-type': {
    text: 'the callback is of a type that nobody knows',
    change: (callback, secret) =>
      signed({ ...callback, body: changed(callback.body, { type: 'https://schema.example.org/unknown' }) }, secret),
  },
  'callback-foreign-ids': {
    text: 'the callback names a submission that does not exist',
    change: (callback, secret) => {
      const entry = { destinationId: randomUUID(), submissionId: randomUUID(), caseId: randomUUID() };
      return signed({ ...callback, body: changed(callback.body, { submissionIds: [entry.submissionId], submissions: [entry] }) }, secret);
    },
  },
};

/** A callback with the faults that act on it; `times` says how often it is sent. */
export function alterCallback(
  callback: OutgoingCallback,
  { acting, secret }: { acting: readonly Fault[]; secret: string },
): OutgoingCallback & { readonly times: number } {
  let altered: OutgoingCallback & { readonly times: number } = { ...callback, times: 1 };
  for (const { kind } of acting) if (isCallbackFault(kind)) altered = { ...altered, ...callbackFaults[kind].change(altered, secret) };
  return altered;
}

/** True for a fault of callbacks. */
export function isCallbackFault(kind: string): kind is CallbackFaultKind {
  return Object.hasOwn(callbackFaults, kind);
}

function signed(callback: OutgoingCallback, secret: string): OutgoingCallback {
  return { ...callback, mac: callbackMac(secret, callback.timestamp, callback.body) };
}

function changed(body: string, changes: object): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), ...changes });
}
