import { glob, readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { findingsOf, isAmtsboteError } from '../../errors/amtsbote-error.ts';
import { ConfigurationFault } from '../../errors/families.ts';
import type { MappingResult } from '../../mapping/mapping.ts';
import { compareResult, type TestOutcome } from '../../mapping/tests/compare-result.ts';
import { type MappingTest, parseTestFile, type ReadTestFile } from '../../mapping/tests/test-file.ts';
import type { Finding } from '../../model/finding.ts';
import { MappingProject, type MappingProjectOptions, type ProjectMapping } from './mapping-project.ts';
import { attachmentsOf, contextOf, readingFindings } from './preview-message.ts';

export interface TestMappingsOptions extends MappingProjectOptions {
  /** Test files; none for all `mappings/*.test.yaml` of the project. */
  readonly files: readonly string[];
}

/** How the tests of one file ended. Holds values of the tests' messages. */
export interface TestedFile {
  readonly file: string;
  /** The mapping could not be read; no test was run. */
  readonly findings: readonly Finding[];
  readonly tests: readonly TestedMapping[];
}

export interface TestedMapping {
  readonly name: string;
  readonly line?: number | undefined;
  readonly milliseconds: number;
  readonly outcome: TestOutcome;
  /** What came, for taking it over. */
  readonly result: MappingResult;
}

/**
 * Runs tests of mappings: a message each, and the record or the findings it must give.
 *
 * Throws `ConfigurationFault` for test files that cannot be read, and AB_USAGE when there are none.
 */
export async function testMappings(options: TestMappingsOptions): Promise<readonly TestedFile[]> {
  const project = new MappingProject(options);
  const files = options.files.length > 0 ? options.files : await testFilesOf(project);
  if (files.length === 0) {
    throw new ConfigurationFault('AB_USAGE', 'There is no test file', { hint: 'Write mappings/NAME.test.yaml, or name the test files.' });
  }
  const tested: TestedFile[] = [];
  for (const file of files) tested.push(await testFile(project, file));
  return tested;
}

async function testFilesOf(project: MappingProject): Promise<readonly string[]> {
  const { directory } = project.options;
  const found: string[] = [];
  for await (const file of glob('mappings/**/*.test.yaml', { cwd: directory })) found.push(project.shown(resolve(directory, file)));
  return found.toSorted();
}

async function testFile(project: MappingProject, file: string): Promise<TestedFile> {
  const path = project.path(file);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new ConfigurationFault('AB_USAGE', 'The test file cannot be read', { where: { file } });
  });
  const read = await parseTestFile(text, file);
  try {
    const [mapped] = await project.mappings([resolve(dirname(path), read.mapping)]);
    if (!mapped) return { file, findings: [], tests: [] };
    const tests: TestedMapping[] = [];
    for (const [index, test] of read.tests.entries()) tests.push(await runTest(project, mapped, { read, test, index }));
    return { file, findings: [], tests };
  } catch (error) {
    if (!isAmtsboteError(error) || error.effect !== 'stop-run') throw error;
    return { file, findings: findingsOf(error), tests: [] };
  }
}

/** A run would not give the message to this mapping. */
const otherKind: Finding = { code: 'AB_MESSAGE_UNKNOWN', message: 'the mapping is not for messages of this kind' };

interface TestInFile {
  readonly read: ReadTestFile;
  readonly test: MappingTest;
  readonly index: number;
}

async function runTest(project: MappingProject, mapped: ProjectMapping, { read, test, index }: TestInFile): Promise<TestedMapping> {
  const started = performance.now();
  const { line } = read.place(['tests', index]);
  const result = await resultOf(project, mapped, { read, test, index });
  return { name: test.name, line, milliseconds: performance.now() - started, outcome: compareResult(test, result), result };
}

async function resultOf(project: MappingProject, mapped: ProjectMapping, { read, test, index }: TestInFile): Promise<MappingResult> {
  const path = resolve(dirname(project.path(read.file)), test.message);
  try {
    using message = await project.message(path);
    if (!mapped.mapping.matches(message, await project.identity(message))) return { outcome: 'case', findings: [otherKind] };
    const context = await contextOf(project, mapped, test.today);
    const constants = { ...context.constants, ...test.constants };
    return mapped.mapping.apply(message, attachmentsOf(test.attachments ?? []), { ...context, constants });
  } catch (error) {
    if (isAmtsboteError(error) && error.code === 'AB_FILE_UNREADABLE') {
      const where = { file: read.file, ...read.place(['tests', index, 'message']) };
      return { outcome: 'case', findings: [{ code: error.code, message: 'the message file of the test cannot be read', where }] };
    }
    return { outcome: 'case', findings: readingFindings(error) };
  }
}
