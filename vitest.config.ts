import { defineConfig } from 'vitest/config';

import { LongestFirst } from './test/support/longest-first.ts';
import { TotalsReporter } from './test/support/reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new TotalsReporter()],
    sequence: { sequencer: LongestFirst },
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // Tests that run at a time within a file wait for most of it.
    maxConcurrency: 10,
    // Processes are killed, halted and cut off here, on machines that others use: what fails there is tried once more, and named at the end if it passes then.
    retry: process.env['CI'] === undefined ? 0 : 1,
    // The tests run as the gateway does: Node itself, no transformation in between.
    experimental: { viteModuleRunner: false },
    execArgv: ['--expose-gc', '--disable-warning=TimeoutNegativeWarning'],
  },
});
