import type { CoveredMessages } from '@amtsbote/sdk/workbench';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { projectOptions } from './project-options.ts';
import { writeReport } from './write-report.ts';

/** The options of `amtsbote mapping coverage`. */
export interface CoverageOptions {
  readonly mapping?: string;
  readonly today?: string;
  readonly html?: string;
  readonly markdown?: string;
  /** Show every place, not only what is lost. */
  readonly all?: boolean;
}

/** What `coverage` hands back. */
export interface Covered {
  readonly covered: CoveredMessages;
  /** The reports that were written. */
  readonly written: readonly string[];
}

/** Says what of the messages is read, ignored and lost, and writes the reports that were asked for. */
export async function cover(context: Context, messages: readonly string[], options: CoverageOptions): Promise<Covered> {
  const { coverMessages, coverageHtml, coverageMarkdown } = await context.deps.loadWorkbench();
  const { mapping, today } = options;
  const covered = await coverMessages({ ...(await projectOptions(context)), messages, mapping, today });
  const written: string[] = [];
  const reports = [
    [options.html, coverageHtml],
    [options.markdown, coverageMarkdown],
  ] as const;
  for (const [file, make] of reports) {
    if (file === undefined) continue;
    const [only, ...others] = covered.mappings;
    if (!only) continue;
    if (others.length > 0)
      throw new CliError(context.view.t('mapping.coverage.oneMapping'), { hint: context.view.t('mapping.coverage.oneMappingHint') });
    const { file: name, recordType, coverages, summary } = only;
    await writeReport(context, file, make({ mapping: name, recordType, coverages, summary, language: context.view.language }));
    written.push(file);
  }
  return { covered, written };
}
