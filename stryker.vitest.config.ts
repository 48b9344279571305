import { defineConfig } from 'vitest/config';

/** The unit tests of what is mutated, on virtual clocks: a whole run for each mutant would take hours. */
export default defineConfig({
  test: {
    include: [
      'test/engine/executors/**/*.test.ts',
      'test/engine/thresholds/**/*.test.ts',
      'test/engine/run/ending.test.ts',
    ],
  },
});
