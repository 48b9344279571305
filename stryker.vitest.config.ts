import { defineConfig } from 'vitest/config';

/** The unit tests of what is mutated, on virtual clocks: a whole run for each mutant would take hours. */
export default defineConfig({
  test: {
    include: [
      'packages/engine/test/{contract,executors,segment,source,thresholds}/**/*.test.ts',
      'packages/engine/test/run/end-reason.test.ts',
    ],
  },
});
