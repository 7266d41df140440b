import type { EvidenceCheck } from '@amtsbote/sdk';

/** Names of the checks, in the order in which they are told. */
export const checkNames = [
  'files',
  'identity',
  'form',
  'claims',
  'keys',
  'signatures',
  'unique',
  'order',
  'tags',
  'answer',
  'answer-signature',
  'answer-tags',
  'trust',
  'certificates',
  'unproved',
] as const;

/** One of {@link checkNames}. */
export type CheckName = (typeof checkNames)[number];

/** Gathers how checks ended; one that failed once has failed. */
export class Checks {
  readonly #ends = new Map<CheckName, EvidenceCheck>();

  add(name: CheckName, outcome: EvidenceCheck['outcome'], detail?: string): void {
    const known = this.#ends.get(name);
    if (known?.outcome === 'failed') return;
    this.#ends.set(name, { name: `fit-connect.${name}`, outcome, ...(detail !== undefined && { detail }) });
  }

  /** Looks at every one of several things: `ok` with their number, or what is wrong with the first that is. */
  each<T>(name: CheckName, things: readonly T[], wrong: (thing: T, index: number) => string | undefined): void {
    for (const [index, thing] of things.entries()) {
      const why = wrong(thing, index);
      if (why !== undefined) return this.add(name, 'failed', why);
    }
    this.add(name, things.length === 0 ? 'absent' : 'ok', things.length === 0 ? undefined : String(things.length));
  }

  /** In the order of {@link checkNames}. */
  all(): readonly EvidenceCheck[] {
    return checkNames.flatMap((name) => this.#ends.get(name) ?? []);
  }
}
