import type { EvidenceItem, EvidenceSink } from '../../evidence/contract.ts';
import type { EvidenceScope } from './capture.ts';

/**
 * Takes evidence and keeps it while the pages go on: what is written for the attempt later, such as its intent, is written after it. What
 * could not be kept is logged and fails nothing.
 */
export class EvidenceBeside implements EvidenceSink {
  readonly #scope: EvidenceScope;
  #keeping: Promise<unknown>[] = [];

  constructor(scope: EvidenceScope) {
    this.#scope = scope;
  }

  get wanted(): boolean {
    return this.#scope.evidence.wanted;
  }

  async add(item: EvidenceItem): Promise<void> {
    const keeping = this.#scope.evidence.add(item).catch(() => this.#scope.logger.warn('evidence could not be kept', { kind: item.kind }));
    this.#keeping.push(keeping);
  }

  /** Waits until all that was taken is kept. */
  async settled(): Promise<void> {
    await Promise.all(this.#keeping);
    this.#keeping = [];
  }
}
