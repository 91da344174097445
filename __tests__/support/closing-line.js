/** @import { Reporter, TestModule } from 'vitest/node' */

/**
 * A vitest reporter that names every skipped test with its reason, so that what was not run is never silent, and ends
 * with one line that scripts can read: `N passed, N failed, N skipped`.
 *
 * @implements {Reporter}
 */
class ClosingLineReporter {
  /** @param {readonly TestModule[]} modules */
  onTestRunEnd(modules) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const module of modules) {
      counts.failed += module.state() === 'failed' && module.children.size === 0 ? 1 : 0;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === 'skipped') {
          counts.skipped += 1;
          console.log(`skipped: ${test.fullName}${result.note === undefined ? '' : ` (${result.note})`}`);
        } else {
          counts[result.state === 'passed' ? 'passed' : 'failed'] += 1;
        }
      }
    }
    console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  }
}

// vitest loads a reporter by its default export.
// eslint-disable-next-line no-restricted-syntax
export default ClosingLineReporter;
