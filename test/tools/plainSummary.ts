import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/** Ends a run with `N passed, N failed` alone on a line; a module that could not be loaded counts as failed. */
export default class PlainSummary implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly unknown[],
    reason: TestRunEndReason,
  ): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) count.failed += 1;
      for (const test of module.children.allTests()) count[test.result().state] += 1;
    }
    // A skipped or never-run test is a promise nobody checked, an error outside a test still an error.
    const failed = count.failed + count.skipped + count.pending + errors.length;
    console.log(
      `${count.passed} passed, ${failed === 0 && reason === 'failed' ? 1 : failed} failed`,
    );
  }
}
