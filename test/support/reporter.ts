/** Ends a test run with what could not be tried and what passed only when it was tried again, loudly, and with one line of totals as the very last. */

import type { Reporter, TestModule, TestProject, Vitest } from 'vitest/node';

/** Of a difference, which may be that of two whole histories. */
const MAX_ERROR_LENGTH = 4000;

export class TotalsReporter implements Reporter {
  #vitest: Vitest | null = null;

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const totals = { passed: 0, failed: 0, skipped: 0 };
    const again: string[] = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result();
        totals[state === 'pending' ? 'skipped' : state]++;
        if (test.diagnostic()?.flaky !== true) continue;
        again.push(
          `!!! FAILED AT FIRST, LOOK AT IT: ${module.moduleId.slice(module.project.config.root.length + 1)}: ${test.fullName} !!!`,
        );
        for (const { message, diff = '' } of errors) again.push(`${message}\n${diff}`.trim().slice(0, MAX_ERROR_LENGTH));
      }
      // A file that could not even be read has no tests, and is a failure all the same.
      if (module.state() === 'failed' && totals.failed === 0) totals.failed++;
    }
    const missing = untried(this.#vitest?.projects ?? []);
    const lines = [
      ...(missing === null ? [] : [`!!! NOT TRIED: ${missing} !!!`]),
      ...again,
      `${totals.passed} passed, ${totals.failed + errors.length} failed, ${totals.skipped} skipped`,
    ];
    // After the summary of the default reporter, which comes in this same tick.
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
}

function untried(projects: readonly TestProject[]): string | null {
  for (const project of projects) {
    const { kafkaMissing, ownKafkaMissing, pythonMissing } = project.getProvidedContext();
    if (kafkaMissing) return `everything that needs a Kafka broker. ${kafkaMissing}`;
    if (ownKafkaMissing) return `everything that starts a Kafka broker of its own or runs Kafka's own clients. ${ownKafkaMissing}`;
    if (pythonMissing) return `the Python client. ${pythonMissing}`;
  }
  return null;
}
