import type { ValidatedFile, Verdict } from '@amtsbote/sdk/workbench';
import { type Context, projectDirectory } from '../../context.ts';
import { type ExitCode, exitCodes } from '../../exit-codes.ts';
import { projectProfiles } from '../../project-profiles.ts';
import { writeReport } from '../mapping/write-report.ts';

/** The options of `amtsbote xoev validate`. */
export interface ValidateOptions {
  readonly set?: string;
  readonly validationReport?: string;
}

/** Validates files, and writes the report when it is asked for. */
export async function validate(context: Context, files: readonly string[], options: ValidateOptions): Promise<readonly ValidatedFile[]> {
  const { deps } = context;
  const { openSchemaSets, ownProfiles, validateFiles, validationReport } = await deps.loadWorkbench();
  const sets = openSchemaSets(projectDirectory(context));
  const profiles = [...(await projectProfiles(context)), ...ownProfiles];
  const validated = await validateFiles(files, { directory: deps.cwd, sets, set: options.set, profiles });
  if (options.validationReport !== undefined) {
    await writeReport(context, options.validationReport, await validationReport(validated, { at: new Date(deps.now()) }));
  }
  return validated;
}

/** 0 when all are valid, 1 when a validator failed, else 3. */
export function exitCodeOfValidation(files: readonly ValidatedFile[]): ExitCode {
  const verdicts = new Set(files.map(({ validation }) => validation.verdict));
  if (verdicts.has('engine-error')) return exitCodes.defect;
  return verdicts.has('invalid') || verdicts.has('not-checked') ? exitCodes.attention : exitCodes.ok;
}

/** The document of `--json`: findings stand once, and each step says its verdict. */
export function validationDocument(files: readonly ValidatedFile[]): object {
  return {
    schema: 'amtsbote.xoev-validate/1',
    counts: countsOf(files),
    files: files.map(({ validation: { steps, ...validation }, ...file }) => ({
      ...file,
      ...validation,
      steps: steps.map(({ name, verdict }) => ({ name, verdict })),
    })),
  };
}

/** How many files have each verdict. */
export function countsOf(files: readonly ValidatedFile[]): Readonly<Record<Verdict, number>> {
  const count = (verdict: Verdict): number => files.filter(({ validation }) => validation.verdict === verdict).length;
  return { valid: count('valid'), invalid: count('invalid'), 'not-checked': count('not-checked'), 'engine-error': count('engine-error') };
}
