const slowMs = 10_000;

/**
 * Counts the tests of a report of vitest's JSON reporter. What failed without being a test (a file that cannot be
 * loaded, an error outside of tests, no report) counts as one failure, so that a bad end never reads as a good one.
 *
 * @param report the report, or undefined when there is none
 * @param {number} code the exit code of vitest
 */
export function countTests(report, code) {
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
  const broken = (report?.testResults ?? []).filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  counts.failed += broken.length;
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
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
  const slow = (report?.testResults ?? [])
    .flatMap((file) => file.assertionResults)
    .filter((test) => test.duration > slowMs)
    .toSorted((one, other) => other.duration - one.duration)
    .slice(0, 5)
    .map((test) => `  ${(test.duration / 1000).toFixed(1).padStart(6)} s  ${test.fullName.trim()}`);
  return slow.length > 0 ? ['Slowest tests:', ...slow] : [];
}
