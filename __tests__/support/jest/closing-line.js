/** @import { AggregatedResult, Reporter, TestContext } from '@jest/reporters' */

/**
 * Names every skipped test with its reason, so that what was not run is never silent, and ends with one line that scripts
 * can read: `N passed, N failed, N skipped`.
 *
 * @implements {Pick<Reporter, 'onRunComplete'>}
 */
class ClosingLineReporter {
  /**
   * @param {Set<TestContext>} _contexts
   * @param {AggregatedResult} results
   */
  onRunComplete(_contexts, { testResults }) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const file of testResults) {
      // A file that could not be loaded has no tests.
      counts.failed += file.testExecError !== undefined && file.numFailingTests === 0 ? 1 : 0;
      for (const { fullName, status } of file.testResults) {
        if (status === 'passed' || status === 'failed') {
          counts[status] += 1;
        } else {
          counts.skipped += 1;
          console.log(`skipped: ${fullName}`);
        }
      }
    }
    // jest's own summary, and its table of branches, come behind every reporter.
    process.once('exit', () => {
      console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
    });
  }
}

export default ClosingLineReporter;
