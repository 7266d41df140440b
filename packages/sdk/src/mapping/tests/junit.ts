import { visible } from '../../message/characters/visible.ts';

/** A suite of tests for JUnit's XML, as GitLab and Jenkins read it. */
export interface JUnitSuite {
  readonly name: string;
  readonly file: string;
  readonly cases: readonly JUnitCase[];
}

export interface JUnitCase {
  readonly name: string;
  readonly seconds: number;
  readonly line?: number | undefined;
  /** What is wrong, one line each; left out when the test passed. Names fields and codes, never values. */
  readonly failure?: readonly string[] | undefined;
  /** The test could not be run. */
  readonly error?: readonly string[] | undefined;
}

/** Writes the results of tests as JUnit XML. */
export function junitXml(suites: readonly JUnitSuite[]): string {
  const all = suites.flatMap(({ cases }) => cases);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="amtsbote mapping test" ${counts(all)}>`,
    ...suites.flatMap(({ name, file, cases }) => [
      `  <testsuite name="${escaped(name)}" ${counts(cases)}>`,
      ...cases.flatMap((one) => testCase(one, name, file)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function counts(cases: readonly JUnitCase[]): string {
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  const errors = cases.filter(({ error }) => error !== undefined).length;
  const seconds = cases.reduce((sum, one) => sum + one.seconds, 0);
  return `tests="${cases.length}" failures="${failures}" errors="${errors}" skipped="0" time="${seconds.toFixed(3)}"`;
}

function testCase({ name, seconds, line, failure, error }: JUnitCase, suite: string, file: string): readonly string[] {
  const place = `file="${escaped(file)}"${line === undefined ? '' : ` line="${line}"`}`;
  const head = `    <testcase name="${escaped(name)}" classname="${escaped(suite)}" ${place} time="${seconds.toFixed(3)}"`;
  const [kind, lines] = failure ? (['failure', failure] as const) : (['error', error ?? []] as const);
  if (lines.length === 0) return [`${head}/>`];
  const type = kind === 'failure' ? 'AB_MAPPING_TEST_FAILED' : 'AB_MAPPING_INVALID';
  const body = `      <${kind} message="${escaped(lines[0] ?? '')}" type="${type}">${escaped(lines.join('\n'))}</${kind}>`;
  return [`${head}>`, body, '    </testcase>'];
}

/** Escaped for XML; what XML does not have, and what could turn a text around, becomes a visible mark. */
function escaped(text: string): string {
  return text
    .split('\n')
    .map(visible)
    .join('\n')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
