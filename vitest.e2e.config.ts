/** Journeys in a real browser: one at a time, because each has a browser, a bench and most of a processor. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 1,
    fileParallelism: false,
    retry: 1, // browser, board and store are processes of their own on a machine that may be busy; what needed it is said in the report
    testTimeout: 180_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
    reporters: ['default'],
  },
});
