import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ProposedMapping } from '@amtsbote/sdk/workbench';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { projectOptions } from './project-options.ts';
import { writeReport } from './write-report.ts';

/** The options of `amtsbote mapping new`. */
export interface NewOptions {
  /** A message, or `SET:element`. */
  readonly from: string;
  readonly record?: string;
  /** An XSD file to take types from. */
  readonly schema?: string;
  /** The file to write; without it the mapping is printed. */
  readonly out?: string;
}

/** Proposes a mapping, and writes it where no file is yet. */
export async function newMapping(
  context: Context,
  { from, record, schema, out }: NewOptions,
): Promise<{ readonly proposed: ProposedMapping; readonly file: string | undefined }> {
  const { deps, view } = context;
  if (record !== undefined && !/^[a-z][a-z0-9-]*$/.test(record)) throw new CliError(view.t('mapping.new.badRecord'));
  if (out !== undefined && existsSync(resolve(deps.cwd, out))) {
    throw new CliError(view.t('mapping.new.exists', { file: out }), { hint: view.t('mapping.new.existsHint') });
  }
  const { proposeMappingFile } = await deps.loadWorkbench();
  const proposed = await proposeMappingFile({ ...(await projectOptions(context)), from, record, schema });
  if (out !== undefined) await writeReport(context, out, proposed.yaml);
  return { proposed, file: out };
}
