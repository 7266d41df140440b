import { relative, resolve } from 'node:path';
import {
  type CheckResult,
  ConfigurationFault,
  type ConnectorServices,
  type Incoming,
  isAmtsboteError,
  NotDelivered,
  type Portal,
  type Report,
} from '@amtsbote/sdk';
import { checkFolders } from './check-folders.ts';
import { type Candidate, groupFiles } from './grouping.ts';
import { doneMarker, isGone, isSameFile, type ListedFile, listFolder, listTree } from './listing.ts';
import type { FolderOptions } from './options.ts';
import { FolderProblem, StillChanging } from './problem.ts';
import { expectSameFiles, readSubmission, type ReadSubmission } from './read-submission.ts';
import { writeReceipt } from './receipt.ts';
import { writeStatusReceipt } from './receipt-of-status.ts';
import { finishRemovals, removeOriginals } from './removal.ts';
import { readinessOf } from './settling.ts';

/** Submissions that are read at the same time, while as many are taken in. */
const together = 16;

/** A hot folder as a portal. */
export class FolderPortal implements Portal {
  readonly #services: ConnectorServices<FolderOptions>;
  readonly #path: string;
  readonly #receipts: Readonly<Record<Report['kind'], string>>;

  /** @throws ConfigurationFault AB_CONFIG_INVALID when receipts would go into the hot folder */
  constructor(services: ConnectorServices<FolderOptions>) {
    const { options, baseDirectory } = services;
    this.#services = services;
    this.#path = resolve(baseDirectory, options.path);
    this.#receipts = {
      accepted: resolve(baseDirectory, options.accepted),
      rejected: resolve(baseDirectory, options.rejected),
      status: resolve(baseDirectory, options.status),
    };
    for (const [field, folder] of Object.entries(this.#receipts)) expectOutside(this.#path, folder, field);
  }

  async *receive(signal: AbortSignal): AsyncIterable<Incoming> {
    await this.#reached(() => finishRemovals(this.#path));
    const first = await this.#candidates();
    const pending: Candidate[] = [];
    const complete: Candidate[] = [];
    for (const candidate of first) {
      const readiness = this.#readiness(candidate);
      if (readiness === 'look-again') pending.push(candidate);
      if (readiness === 'complete') complete.push(candidate);
    }
    yield* this.#readAll(complete, signal);
    if (pending.length === 0 || signal.aborted) return;
    await this.#services.clock.sleep(this.#services.options.settleMs, signal);
    const before = new Map(pending.map((candidate) => [keyOf(candidate), candidate]));
    const settled = (await this.#candidates()).filter((candidate) => isUnchanged(candidate, before.get(keyOf(candidate))));
    yield* this.#readAll(settled, signal);
  }

  async report(report: Report): Promise<void> {
    const write = report.kind === 'status' ? writeStatusReceipt : writeReceipt;
    await this.#reached(() => write(this.#receipts[report.kind], report));
  }

  async check(): Promise<readonly CheckResult[]> {
    return checkFolders({ path: this.#path, ...this.#receipts });
  }

  /** Reads the next ones while some are taken in: reading waits for files, taking in for the disk. */
  async *#readAll(candidates: readonly Candidate[], signal: AbortSignal): AsyncIterable<Incoming> {
    let reading = this.#startReading(candidates.slice(0, together));
    for (let next = together; reading.length > 0; next += together) {
      await Promise.allSettled(reading.map(({ read }) => read));
      const some = reading;
      reading = this.#startReading(candidates.slice(next, next + together));
      for (const { candidate, read } of some) {
        if (signal.aborted) return;
        const incoming = await this.#unchanged(candidate, read);
        if (incoming !== undefined) yield incoming;
      }
    }
  }

  #startReading(candidates: readonly Candidate[]): readonly Reading[] {
    const { limits } = this.#services.options;
    return candidates.map((candidate) => {
      const read = readSubmission(candidate, limits);
      read.catch(() => undefined);
      return { candidate, read };
    });
  }

  /** What was read, if it still is what lies in the folder. */
  async #unchanged(candidate: Candidate, read: Promise<ReadSubmission>): Promise<Incoming | undefined> {
    const { logger, options } = this.#services;
    try {
      const { taken, ...submission } = await read;
      await expectSameFiles(candidate, options.limits);
      return { ...submission, acknowledge: async () => (taken ? this.#letGo(candidate) : undefined) };
    } catch (error) {
      if (!(error instanceof StillChanging)) throw error;
      logger.info('a submission is still changing; left for a later run', { portal: this.#services.name });
      return undefined;
    }
  }

  async #letGo(candidate: Candidate): Promise<void> {
    const { files, marker, path } = candidate;
    const originals = {
      files: marker === undefined ? files : [...files, marker],
      folders: path === undefined ? [] : [path],
    };
    if (await this.#reached(() => removeOriginals(this.#path, originals))) return;
    this.#services.logger.warn('an original changed after it was read; it stays in the folder', {
      portal: this.#services.name,
    });
  }

  async #candidates(): Promise<readonly Candidate[]> {
    const { files, folders, ignored, misnamed } = await this.#reached(() => listFolder(this.#path));
    if (ignored > 0) {
      this.#services.logger.warn('links and special files are ignored', {
        portal: this.#services.name,
        count: ignored,
      });
    }
    const groups = groupFiles(files);
    const markers = new Map(files.filter(({ name }) => name.endsWith('.done')).map((file) => [file.name.slice(0, -5), file]));
    const inFolders: Candidate[] = [];
    for (const folder of folders) inFolders.push(await this.#folderCandidate(folder, markers.get(folder.name)));
    return [...groups, ...inFolders, ...misnamed.map(misnamedCandidate)].sort(byAge);
  }

  async #folderCandidate(folder: { name: string; path: string }, beside: ListedFile | undefined): Promise<Candidate> {
    const { name: base, path } = folder;
    try {
      const tree = await listTree(path, this.#services.options.limits.entries);
      const marker = beside ?? tree.find(({ name }) => name === doneMarker);
      return { kind: 'folder', base, path, files: tree.filter(({ name }) => name !== doneMarker), marker };
    } catch (error) {
      return { kind: 'folder', base, path, files: [], unreadable: error instanceof FolderProblem ? error : unlisted };
    }
  }

  #readiness(candidate: Candidate): ReturnType<typeof readinessOf> {
    const { options, clock } = this.#services;
    return readinessOf(candidate, {
      now: clock.now(),
      settleMs: options.settleMs,
      requireDone: options.requireDone,
    });
  }

  /** The errors of the file system hold paths; the folder that is configured is named instead. */
  async #reached<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (isAmtsboteError(error)) throw error;
      const reason = isGone(error) ? 'is missing' : 'or its receipts cannot be read or written';
      throw new NotDelivered('AB_PORTAL_UNREACHABLE', `the hot folder of portal ${this.#services.name} ${reason}`, {
        hint: 'Create the folder of `path`, and let the account that runs Amtsbote read and write it.',
      });
    }
  }
}

interface Reading {
  readonly candidate: Candidate;
  readonly read: Promise<ReadSubmission>;
}

const unlisted = new FolderProblem('AB_FILE_UNREADABLE', 'the subfolder of the submission cannot be read; it stays where it is');
const unnamed = new FolderProblem('AB_FILE_NAME', 'a file has a name that is not UTF-8; it stays where it is');

/** A file that cannot be named: one case for as long as it lies there. */
function misnamedCandidate(base: string): Candidate {
  return { kind: 'orphan', base, files: [], unreadable: unnamed };
}

function keyOf({ kind, base, files }: Candidate): string {
  return JSON.stringify([kind, base, kind === 'orphan' ? files[0]?.name : '']);
}

function byAge(one: Candidate, other: Candidate): number {
  return ageOf(one) - ageOf(other) || (one.base < other.base ? -1 : 1);
}

function ageOf({ files }: Candidate): number {
  return Math.max(0, ...files.map((file) => file.stamp.changedMs));
}

function isUnchanged(now: Candidate, before: Candidate | undefined): boolean {
  if (before === undefined || before.files.length !== now.files.length) return false;
  const known = new Map(before.files.map((file) => [file.name, file.stamp]));
  return now.files.every((file) => isSameFile(file.stamp, known.get(file.name)));
}

function expectOutside(hotFolder: string, folder: string, field: string): void {
  if (relative(hotFolder, folder) !== '' && relative(hotFolder, folder).startsWith('..')) return;
  throw new ConfigurationFault('AB_CONFIG_INVALID', `the folder of \`${field}\` lies in the hot folder`, {
    where: { field },
  });
}
