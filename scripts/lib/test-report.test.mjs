import { expect, test } from 'vitest';
import { countTests, readResultLine, resultLine, slowTests } from './test-report.mjs';

const passing = {
  status: 'passed',
  assertionResults: [{ status: 'passed', duration: 5, fullName: 'quick' }],
};
const report = {
  numPassedTests: 1,
  numFailedTests: 0,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [passing],
};

test('the counts of the report become one line that can be read back', () => {
  const counts = countTests(report, 0);
  expect(resultLine(counts)).toBe('1 passed, 0 failed, 3 skipped');
  expect(readResultLine(resultLine(counts))).toEqual(counts);
  expect(resultLine({ passed: 4, failed: 0, skipped: 0 })).toBe('4 passed, 0 failed');
  expect(readResultLine('Tests 4 passed')).toBeUndefined();
});

test('a file that cannot be loaded counts as a failure', () => {
  const broken = { status: 'failed', assertionResults: [] };
  expect(countTests({ ...report, testResults: [passing, broken] }, 1).failed).toBe(1);
});

test('a bad end without a failed test counts as a failure', () => {
  expect(countTests(report, 1).failed).toBe(1);
  expect(countTests(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('slow tests are named, the slowest first', () => {
  const slow = {
    assertionResults: [
      { duration: 11_000, fullName: 'slow' },
      { duration: 20_500, fullName: 'slower' },
    ],
  };
  expect(slowTests({ ...report, testResults: [passing, slow] })).toEqual(['Slowest tests:', '    20.5 s  slower', '    11.0 s  slow']);
  expect(slowTests(undefined)).toEqual([]);
});
