import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AnswerDeadline } from '../model/answer-deadline.ts';
import type { CheckResult } from '../model/check.ts';
import type { Finding } from '../model/finding.ts';
import type { Incoming, IncomingFile, Portal, Report } from '../portal/contract.ts';

/** A submission for a {@link MemoryPortal}. */
export interface MemorySubmission {
  /** The portal's id; default: the hash of the content, as with a folder. */
  readonly id?: string;
  readonly message: string;
  readonly attachments?: Readonly<Record<string, string | Uint8Array>>;
  readonly matter?: string;
  readonly test?: boolean;
  /** Until when the portal waits to be told the outcome. Default: for ever. */
  readonly answerBy?: AnswerDeadline;
  /** It cannot be read: yielded without its message, with this reason. */
  readonly problem?: Finding;
}

/** A portal in memory that behaves like a real one: it holds a submission until it may let go, and remembers what it was told. */
export class MemoryPortal implements Portal {
  readonly held: MemorySubmission[] = [];
  readonly acknowledged: string[] = [];
  readonly reports: Report[] = [];
  /** Thrown by the next calls of `receive`, `report` or `acknowledge`, one each. */
  readonly faults: { receive: Error[]; report: Error[]; acknowledge: Error[] } = {
    receive: [],
    report: [],
    acknowledge: [],
  };

  put(...submissions: readonly MemorySubmission[]): void {
    this.held.push(...submissions);
  }

  async *receive(): AsyncIterable<Incoming> {
    const fault = this.faults.receive.shift();
    if (fault !== undefined) throw fault;
    for (const submission of this.held.slice()) yield this.#incoming(submission);
  }

  async report(report: Report): Promise<void> {
    const fault = this.faults.report.shift();
    if (fault !== undefined) throw fault;
    if (!this.reports.some(({ id }) => id === report.id)) this.reports.push(report);
  }

  async check(): Promise<readonly CheckResult[]> {
    return [{ name: 'reachable', ok: this.faults.receive.length === 0 }];
  }

  #incoming(submission: MemorySubmission): Incoming {
    const message = file('message.xml', 'application/xml', Buffer.from(submission.message, 'utf8'));
    const attachments = Object.entries(submission.attachments ?? {}).map(([name, content]) =>
      file(name, 'application/octet-stream', Buffer.from(content as Uint8Array)),
    );
    const contentHash = sha256(Buffer.from([message, ...attachments].map((one) => `${one.name}\0${one.sha256}`).join('\n')));
    const portalId = submission.id ?? contentHash;
    return {
      portalId,
      contentHash,
      matter: submission.matter,
      test: submission.test,
      answerBy: submission.answerBy,
      ...(submission.problem === undefined
        ? { message, attachments }
        : { problem: submission.problem, attachments: [message, ...attachments] }),
      acknowledge: async () => {
        const fault = this.faults.acknowledge.shift();
        if (fault !== undefined) throw fault;
        this.acknowledged.push(portalId);
        const index = this.held.indexOf(submission);
        if (index >= 0) this.held.splice(index, 1);
      },
    };
  }
}

function file(name: string, mediaType: string, bytes: Buffer): IncomingFile {
  return {
    name,
    mediaType,
    size: bytes.length,
    sha256: sha256(bytes),
    open: () => Readable.from([bytes], { objectMode: false }),
  };
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
