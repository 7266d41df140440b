import { type Context, projectDirectory } from '../../context.ts';
import { type SetSummary, summaryOf } from './set-summary.ts';

/** The schema sets of a project. */
export interface SetList {
  readonly sets: readonly SetSummary[];
  /** How many code lists were imported by themselves. */
  readonly codeLists: number;
}

/** Lists schema sets and code lists. */
export async function listSets(context: Context): Promise<SetList> {
  const { openSchemaSets } = await context.deps.loadWorkbench();
  const sets = openSchemaSets(projectDirectory(context));
  return { sets: (await sets.list()).map(summaryOf), codeLists: (await sets.codeListFiles()).length };
}
