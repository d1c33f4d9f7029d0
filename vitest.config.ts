/** Unit tests run in Node; the browser journeys are in test/e2e with their own runner. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['test/{unit,contract,evil}/**/*.test.ts'], testTimeout: 30_000, reporters: ['default'] },
});
