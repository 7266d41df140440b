import { resolve } from 'node:path';
import type { ImportRemark } from '@amtsbote/sdk/workbench';
import { type Context, projectDirectory } from '../../context.ts';
import { type SetSummary, summaryOf } from './set-summary.ts';

/** The options of `amtsbote xoev import`. */
export interface ImportCommandOptions {
  readonly name?: string;
  readonly replace?: boolean;
}

/** What an import brought. */
export interface ImportSummary {
  /** Undefined when there were code lists only. */
  readonly set: SetSummary | undefined;
  /** The code lists of the source. */
  readonly codeLists: readonly { readonly uri: string; readonly version: string; readonly title: string }[];
  readonly compileMs: number;
  readonly remarks: readonly ImportRemark[];
}

/** Imports a schema set, or code lists, into the project. */
export async function importSet(context: Context, source: string, { name, replace }: ImportCommandOptions): Promise<ImportSummary> {
  const { deps } = context;
  const { openSchemaSets } = await deps.loadWorkbench();
  const sets = openSchemaSets(projectDirectory(context));
  const imported = await sets.import(resolve(deps.cwd, source), { name, replace, importedAt: new Date(deps.now()) });
  return {
    set: imported.set && summaryOf(imported.set),
    codeLists: imported.codeLists.map(({ uri, version, title }) => ({ uri, version, title })),
    compileMs: Math.round(imported.compileMs),
    remarks: imported.remarks,
  };
}
