import type { Message } from '../../message/message.ts';
import type { AttachmentInfo } from '../../model/attachment.ts';
import type { Finding } from '../../model/finding.ts';
import type { Mapping, MappingContext, MappingResult } from '../mapping.ts';
import { type LeafAccount, LeafAccounts } from './leaf-accounts.ts';

/** How much of one message a mapping takes in. Holds no values. */
export interface MessageCoverage {
  /** As the caller names it, such as the file. */
  readonly message: string;
  readonly leaves: readonly LeafAccount[];
  readonly outcome: MappingResult['outcome'];
  readonly findings: readonly Finding[];
}

/** Leaves by what became of them; together they are all leaves. */
export interface CoverageCounts {
  readonly read: number;
  readonly ignored: number;
  readonly dropped: number;
  /** Of the dropped ones: those that hold something, which gets lost. */
  readonly lost: number;
}

/** One place over all messages: positions among namesakes are left out. */
export interface CoveredPlace extends CoverageCounts {
  /** Such as `/x:antrag/x:person/@id`. */
  readonly path: string;
  readonly fields: readonly string[];
}

/** Coverage over all messages. */
export interface CoverageSummary extends CoverageCounts {
  readonly messages: number;
  /** In the order in which they first come. */
  readonly places: readonly CoveredPlace[];
}

/** The message to look at, and what comes with it. */
export interface CoverageInput {
  readonly name: string;
  readonly message: Message;
  readonly attachments?: readonly AttachmentInfo[] | undefined;
  readonly context?: Omit<MappingContext, 'trace'> | undefined;
}

/** Applies a mapping to a message and says what became of each leaf. */
export function coverageOf(mapping: Mapping, { name, message, attachments = [], context = {} }: CoverageInput): MessageCoverage {
  const accounts = new LeafAccounts();
  const result = mapping.apply(message, attachments, { ...context, trace: accounts });
  return {
    message: name,
    leaves: accounts.of(message),
    outcome: result.outcome,
    findings: result.outcome === 'mapped' ? [] : result.findings,
  };
}

/** How many leaves were read, ignored and dropped. */
export function countsOf(leaves: readonly LeafAccount[]): CoverageCounts {
  const of = (state: LeafAccount['state']): number => leaves.filter((leaf) => leaf.state === state).length;
  const lost = leaves.filter(({ state, empty }) => state === 'dropped' && !empty).length;
  return { read: of('read'), ignored: of('ignored'), dropped: of('dropped'), lost };
}

/** Sums coverage over messages. The same place under another prefix is the same place. */
export function summaryOf(coverages: readonly MessageCoverage[]): CoverageSummary {
  const places = new Map<string, { readonly path: string; readonly leaves: LeafAccount[] }>();
  const leaves = coverages.flatMap((coverage) => coverage.leaves);
  for (const leaf of leaves) {
    const path = leaf.path.replaceAll(/\[\d+\]/g, '');
    const key = path.replaceAll(/(?<=[/@])[^/@:]+:/g, '');
    const place = places.get(key) ?? { path, leaves: [] };
    place.leaves.push(leaf);
    places.set(key, place);
  }
  return {
    messages: coverages.length,
    ...countsOf(leaves),
    places: [...places.values()].map(({ path, leaves: here }) => ({
      path,
      ...countsOf(here),
      fields: [...new Set(here.flatMap(({ fields }) => fields))],
    })),
  };
}
