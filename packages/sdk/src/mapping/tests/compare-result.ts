import type { Finding } from '../../model/finding.ts';
import type { RecordValue } from '../../model/record.ts';
import type { MappingResult } from '../mapping.ts';
import type { ExpectedFinding, MappingTest } from './test-file.ts';

/** What differs between what a test expects and what came. Holds values of the test's message. */
export interface FieldDifference {
  /** Such as `keeper.familyName` or `activities[0]`. */
  readonly field: string;
  /** Left out where the test expects no such field. */
  readonly expected?: RecordValue | undefined;
  /** Left out where no such field came. */
  readonly actual?: RecordValue | undefined;
}

/** How a test ended. */
export interface TestOutcome {
  readonly ok: boolean;
  readonly differences: readonly FieldDifference[];
  /** Findings that came and are not expected. */
  readonly unexpected: readonly Finding[];
  /** Findings that are expected and did not come. */
  readonly absent: readonly ExpectedFinding[];
  /** The test says neither record nor findings. */
  readonly expectsNothing: boolean;
}

/** Compares what a mapping made of a message with what its test expects. */
export function compareResult({ record, findings }: MappingTest, result: MappingResult): TestOutcome {
  const came = result.outcome === 'mapped' ? [] : result.findings;
  const { unexpected, absent } = compareFindings(findings ?? [], came);
  const made = result.outcome === 'mapped' ? result.record : {};
  const differences = record !== undefined && result.outcome !== 'mapped' ? [] : differencesOf(record ?? {}, made, '');
  const expectsNothing = record === undefined && findings === undefined;
  const mapped = (result.outcome === 'mapped') === (findings === undefined);
  const ok = mapped && !expectsNothing && differences.length + unexpected.length + absent.length === 0;
  return { ok, differences, unexpected, absent, expectsNothing };
}

/** Each finding that came stands for one that is expected, those with a field first. */
function compareFindings(expected: readonly ExpectedFinding[], came: readonly Finding[]): Pick<TestOutcome, 'unexpected' | 'absent'> {
  const open = [...came];
  const absent: ExpectedFinding[] = [];
  for (const one of expected.toSorted((left, right) => Number(left.field === undefined) - Number(right.field === undefined))) {
    const at = open.findIndex(({ code, where }) => code === one.code && (one.field === undefined || where?.field === one.field));
    if (at < 0) absent.push(one);
    else open.splice(at, 1);
  }
  return { unexpected: open, absent };
}

function differencesOf(expected: RecordValue | undefined, actual: RecordValue | undefined, field: string): readonly FieldDifference[] {
  if (expected === actual) return [];
  if (isList(expected) && isList(actual)) {
    const length = Math.max(expected.length, actual.length);
    return Array.from({ length }, (_, index) => differencesOf(expected[index], actual[index], `${field}[${index}]`)).flat();
  }
  if (isRecord(expected) && isRecord(actual)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return [...names].flatMap((name) => differencesOf(own(expected, name), own(actual, name), field === '' ? name : `${field}.${name}`));
  }
  return [{ field, expected, actual }];
}

function own(record: Readonly<Record<string, RecordValue>>, name: string): RecordValue | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function isList(value: RecordValue | undefined): value is readonly RecordValue[] {
  return Array.isArray(value);
}

function isRecord(value: RecordValue | undefined): value is Readonly<Record<string, RecordValue>> {
  return typeof value === 'object' && !Array.isArray(value);
}
