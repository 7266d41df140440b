import { coverageOf, type CoverageSummary, type MessageCoverage, summaryOf } from '../../mapping/cover/coverage.ts';
import type { Finding } from '../../model/finding.ts';
import { messageFiles } from '../message-files.ts';
import { MappingProject, type MappingProjectOptions, type ProjectMapping } from './mapping-project.ts';
import { contextOf, fittingMappings, noMapping, readingFindings } from './preview-message.ts';

export interface CoverMessagesOptions extends MappingProjectOptions {
  /** Files and folders with messages. */
  readonly messages: readonly string[];
  /** A mapping file. Default: those of all routes, each for the messages it takes. */
  readonly mapping?: string | undefined;
  readonly today?: string | undefined;
}

/** How much of the messages each mapping takes in. Holds no values. */
export interface CoveredMessages {
  readonly mappings: readonly MappingCoverage[];
  /** Messages that cannot be read, or that no mapping takes. */
  readonly others: readonly { readonly message: string; readonly findings: readonly Finding[] }[];
}

export interface MappingCoverage {
  readonly file: string;
  readonly recordType: string;
  readonly coverages: readonly MessageCoverage[];
  readonly summary: CoverageSummary;
}

/**
 * Says for messages which of their places a mapping reads, knowingly ignores and drops; each place counts exactly once.
 *
 * Throws `ConfigurationFault` for files of the operator that cannot be read.
 */
export async function coverMessages(options: CoverMessagesOptions): Promise<CoveredMessages> {
  const project = new MappingProject(options);
  const mappings = await project.mappings(options.mapping === undefined ? [] : [options.mapping]);
  const files = await messageFiles(options.messages, options.cwd);
  const covered = new Map<ProjectMapping, MessageCoverage[]>();
  const others: { message: string; findings: readonly Finding[] }[] = [];
  for (const name of files) {
    try {
      using message = await project.message(name);
      const fitting = await fittingMappings(project, mappings, message);
      if (fitting.length === 0) others.push({ message: name, findings: [noMapping(message)] });
      for (const mapped of fitting) {
        const context = await contextOf(project, mapped, options.today);
        const coverage = coverageOf(mapped.mapping, { name, message, context });
        covered.set(mapped, [...(covered.get(mapped) ?? []), coverage]);
      }
    } catch (error) {
      others.push({ message: name, findings: readingFindings(error) });
    }
  }
  return {
    mappings: [...covered].map(([{ file, mapping }, coverages]) => ({
      file,
      recordType: mapping.recordType,
      coverages,
      summary: summaryOf(coverages),
    })),
    others,
  };
}
