import type { Command } from 'commander';
import type { Host } from '../program.ts';
import { registerAudit } from './audit/command.ts';
import { registerBackup } from './backup/command.ts';
import { registerDoctor } from './doctor/command.ts';
import { registerFitConnect } from './fit-connect/command.ts';
import { registerHold } from './hold/command.ts';
import { registerInit } from './init/command.ts';
import { registerKeys } from './keys/command.ts';
import { registerList } from './list/command.ts';
import { registerMapping } from './mapping/command.ts';
import { registerRestore } from './restore/command.ts';
import { registerPurge } from './purge/command.ts';
import { registerRecord } from './record/command.ts';
import { registerResolve } from './resolve/command.ts';
import { registerRetry } from './retry/command.ts';
import { registerSecret } from './secret/command.ts';
import { registerShow } from './show/command.ts';
import { registerSimulate } from './simulate/command.ts';
import { registerStatus } from './status/command.ts';
import { registerSubject } from './subject/command.ts';
import { registerSync } from './sync/command.ts';
import { registerXoev } from './xoev/command.ts';

/** Declares every command, in the order in which an operator meets them. */
export function registerCommands(root: Command, host: Host): void {
  registerInit(root, host);
  registerDoctor(root, host);
  registerSync(root, host);
  registerStatus(root, host);
  registerList(root, host);
  registerShow(root, host);
  registerRetry(root, host);
  registerResolve(root, host);
  registerSecret(root, host);
  registerKeys(root, host);
  registerFitConnect(root, host);
  registerAudit(root, host);
  registerPurge(root, host);
  registerHold(root, host);
  registerSubject(root, host);
  registerBackup(root, host);
  registerRestore(root, host);
  registerSimulate(root, host);
  registerXoev(root, host);
  registerMapping(root, host);
  registerRecord(root, host);
}
