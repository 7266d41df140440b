const slowMs = 10_000;
const nothing = {
  numPassedTests: 0,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
};

/**
 * Counts the tests of a report of vitest's JSON reporter. What failed without being a test (a file that cannot be
 * loaded, an error outside of tests, no report) counts as one failure, so that a bad end never reads as a good one.
 *
 * @param report the report, or undefined when there is none
 * @param {number} code the exit code of vitest
 */
export function countTests(report, code) {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = {
    ...nothing,
    ...report,
  };
  const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  const failed = numFailedTests + broken.length;
  return {
    passed: numPassedTests,
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}

/** The one line that other programs read: `N passed, N failed[, N skipped]`. */
export function resultLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Reads a {@link resultLine}; undefined when the text is none. */
export function readResultLine(line) {
  const found = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/.exec(line);
  return found ? { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) } : undefined;
}

/** The tests that took longest, as lines; none when all were quick. */
export function slowTests(report) {
  const slow = (report ?? nothing).testResults
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.duration > slowMs)
    .toSorted((one, other) => other.duration - one.duration)
    .slice(0, 5)
    .map((test) => `  ${(test.duration / 1000).toFixed(1).padStart(6)} s  ${test.fullName.trim()}`);
  return slow.length > 0 ? ['Slowest tests:', ...slow] : [];
}
