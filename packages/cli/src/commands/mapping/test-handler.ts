import { resolve } from 'node:path';
import type { JUnitSuite, TestedFile, TestedMapping } from '@amtsbote/sdk/workbench';
import { CliError } from '../../cli-error.ts';
import type { Context } from '../../context.ts';
import { ask } from '../../prompt.ts';
import { projectOptions } from './project-options.ts';
import { writeReport } from './write-report.ts';

/** The options of `amtsbote mapping test`. */
export interface TestOptions {
  /** Write JUnit XML into this file. */
  readonly junit?: string;
  /** Take over what came, after asking. */
  readonly update?: boolean;
  /** Do not ask. */
  readonly yes?: boolean;
}

/** What `test` hands back. */
export interface Tested {
  readonly tested: readonly TestedFile[];
  /** Files into which the new results were written. */
  readonly updated: readonly string[];
}

/** Runs the tests of mappings; with `--update` shows what differs, asks, and writes it into the test files. */
export async function runTests(context: Context, files: readonly string[], options: TestOptions): Promise<Tested> {
  const { deps, view } = context;
  if (options.update === true && options.yes !== true && (deps.stdin.isTTY !== true || context.options.json === true)) {
    throw new CliError(view.t('mapping.test.needsYes'), { hint: view.t('mapping.test.needsYesHint') });
  }
  const { testMappings, updateTests, junitXml } = await deps.loadWorkbench();
  const tested = await testMappings({ ...(await projectOptions(context)), files });
  if (options.junit !== undefined) await writeReport(context, options.junit, junitXml(tested.map(suiteOf)));
  const updated: string[] = [];
  if (options.update === true) {
    for (const file of tested.filter(({ findings, tests }) => findings.length === 0 && tests.some(({ outcome }) => !outcome.ok))) {
      if (options.yes !== true && !(await agrees(context, file))) continue;
      await updateTests(resolve(deps.cwd, file.file), file);
      updated.push(file.file);
    }
  }
  return { tested, updated };
}

async function agrees(context: Context, file: TestedFile): Promise<boolean> {
  const { testText } = await import('../../render/mapping/test.ts');
  context.deps.stderr.write(`${testText([file], [], context.view)}\n`);
  const answer = await ask(context.deps, context.view.t('mapping.test.ask', { file: file.file }));
  return /^(y|yes|j|ja)$/i.test(answer);
}

/** Names fields and codes, never values: reports are kept by others. */
function suiteOf({ file, findings, tests }: TestedFile): JUnitSuite {
  const unread = findings.length > 0 ? [{ name: file, seconds: 0, error: findings.map(({ code, message }) => `${code} ${message}`) }] : [];
  return { name: file.replace(/\.test\.ya?ml$/i, ''), file, cases: [...unread, ...tests.map(caseOf)] };
}

function caseOf({ name, line, milliseconds, outcome }: TestedMapping): JUnitSuite['cases'][number] {
  const { ok, differences, unexpected, absent, expectsNothing } = outcome;
  const lines = [
    ...(expectsNothing ? ['the test expects neither a record nor findings'] : []),
    ...differences.map(
      ({ field, expected, actual }) => `${field} ${expected === undefined ? 'is new' : actual === undefined ? 'is missing' : 'differs'}`,
    ),
    ...unexpected.map(({ code, message }) => `unexpected ${code}: ${message}`),
    ...absent.map(({ code, field }) => `expected ${code}${field === undefined ? '' : ` for ${field}`}, which did not come`),
  ];
  const failure = ok ? undefined : lines.length > 0 ? lines : ['the message became a record, and the test expects findings'];
  return { name, line, seconds: milliseconds / 1000, failure };
}
