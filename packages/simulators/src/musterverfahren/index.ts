export { demoApiClient, demoUser, startMusterverfahren } from './start.ts';
export type { Musterverfahren, MusterverfahrenOptions } from './start.ts';
export type { Account } from './accounts.ts';
export type { Act } from './acts.ts';
export type { Fault, FaultKind } from './faults.ts';
export { type Quirk, readQuirks } from './quirks/quirks.ts';
export type { SkinName } from './skins/skin.ts';
export type { StoredAttachment, StoredRecord } from './store.ts';
export type { WriteEntry } from './write-log.ts';
