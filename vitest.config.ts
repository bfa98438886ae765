import { defineConfig } from 'vitest/config';

import { TotalsReporter } from './test/support/reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new TotalsReporter()],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // The tests run as the gateway does: Node itself, no transformation in between.
    experimental: { viteModuleRunner: false },
    execArgv: ['--expose-gc', '--disable-warning=TimeoutNegativeWarning'],
  },
});
