import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { systemClock } from '../../runtime/system-clock.ts';
import type { Incoming, IncomingFile, Portal, Report } from '../../portal/contract.ts';
import { counted, expectThat } from './conformance-case.ts';
import { conformanceServices } from './conformance-services.ts';
import type { OfferedSubmission, PortalConformanceOptions } from './portal-options.ts';

/** The portal as one run of Amtsbote has it. */
export interface PortalRun {
  readonly portal: Portal;
  readonly logLines: readonly string[];
}

/** What the cases of one portal work with. */
export class PortalBench implements AsyncDisposable {
  readonly options: PortalConformanceOptions;
  readonly #closes: (() => Promise<void>)[] = [];

  constructor(options: PortalConformanceOptions) {
    this.options = options;
  }

  /** Opens the portal anew: nothing is kept from an earlier run but what the portal itself holds. */
  async openRun(): Promise<PortalRun> {
    const { services, logLines, close } = conformanceServices(this.options.clock ?? systemClock);
    this.#closes.push(close);
    return { portal: await this.options.open(services), logLines };
  }

  /** Offers submissions with these names. */
  async offer(...names: readonly string[]): Promise<readonly OfferedSubmission[]> {
    const offered = names.map((name) => submissionNamed(name, this.options.attachments ?? true));
    for (const one of offered) await this.options.offer(one);
    return offered;
  }

  /** One whole call of `receive`. */
  async receive({ portal }: PortalRun): Promise<readonly Incoming[]> {
    const all: Incoming[] = [];
    for await (const one of portal.receive(new AbortController().signal)) all.push(one);
    return all;
  }

  /** One call of `receive`, which must yield so many submissions that can be read. */
  async receiveReadable(run: PortalRun, count: number): Promise<readonly Incoming[]> {
    const all = await this.receive(run);
    const readable = all.filter(({ problem, message }) => problem === undefined && message !== undefined);
    expectThat(
      readable.length === count,
      `${counted(count, 'submission')} that can be read`,
      `${readable.length} of ${all.length} received`,
    );
    return readable;
  }

  /** What the portal holds and what it was told stays the same. */
  async expectUntouched(act: () => Promise<unknown>): Promise<void> {
    const { witness } = this.options;
    const [held, told] = [await witness.held(), await witness.told()];
    await act();
    const now = await witness.held();
    expectThat(now === held, `${counted(held, 'submission')} held by the portal, as before`, String(now));
    expectThat(isDeepStrictEqual(await witness.told(), told), 'the portal not to be told anything', 'that it was');
  }

  async expectHeld(count: number): Promise<void> {
    const held = await this.options.witness.held();
    expectThat(held === count, `${counted(count, 'submission')} held by the portal`, String(held));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      for (const close of this.#closes) await close();
    } finally {
      await this.options.inject?.clear?.();
    }
  }
}

/** Text that must not be found in logs and errors. */
export const tellingText = 'Lüdenscheidt-O’Neill';

/** A submission for a name: another name, another content. */
function submissionNamed(name: string, withAttachment: boolean): OfferedSubmission {
  const message = `<?xml version="1.0" encoding="UTF-8"?>\n<antrag xmlns="urn:example:antrag"><name>${tellingText} ${name}</name></antrag>\n`;
  const bytes = Buffer.from([...Buffer.from(`%PDF-1.4 ${name}`), ...Array.from({ length: 70_000 }, (_, at) => (at * 31) % 256)]);
  return { name, message, attachments: withAttachment ? [{ name: `${name}_nachweis.pdf`, bytes }] : [] };
}

/** A report on a submission that was received. */
export function reportOn({ portalId, handle }: Incoming, kind: Report['kind'] = 'accepted'): Report {
  const base = {
    id: `R-${kind}-conformance`,
    kind,
    submission: 'S-conformance',
    portalId,
    handle,
    at: Date.UTC(2026, 10, 2, 8),
  };
  const told = { ...base, references: ['REF-2026-1'], findings: [] };
  if (kind === 'status') return { ...told, state: { status: 'processing', final: false } };
  if (kind === 'accepted') return told;
  return {
    ...base,
    references: [],
    findings: [{ code: 'AB_TARGET_REJECTED', message: 'the target rejected the content', officialCode: 'X010' }],
  };
}

/** The bytes of a file, read in one go. */
export async function bytesOf(file: IncomingFile): Promise<Buffer> {
  return Buffer.concat(await file.open().toArray());
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
