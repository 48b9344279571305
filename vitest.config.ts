import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { k6Modules } from './test/k6/alias.ts';
import { LongestFirst } from './test/longest-first.ts';

/** `.jsonl` files are text, as in the bundles. */
const textFiles = {
  name: 'text-files',
  load(id: string) {
    return id.endsWith('.jsonl') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))};` : undefined;
  },
};

/** Tests that run a whole engine, a process or a browser: they wait more than they compute, and on real clocks. */
const RUNS = [
  'test/e2e/**/*.test.ts',
  'packages/engine/test/{acceptance,conformance,run,worker-lane}/**/*.test.ts',
  'test/report/page.test.ts',
];

/** Tests that load scripts, which freezes the built-ins that the engine shares with them: each file has its own. */
const FREEZING = ['packages/engine/test/{modules,net,script,vu}/**/*.test.ts', 'test/virtual/**/*.test.ts'];

/** Our own packages are tested from source, not from what was built of them. */
const FROM_SOURCE = ['source', 'module', 'node', 'import', 'default'];

export default defineConfig({
  plugins: [textFiles, k6Modules],
  resolve: { conditions: FROM_SOURCE },
  ssr: { resolve: { conditions: FROM_SOURCE, externalConditions: FROM_SOURCE } },
  test: {
    globalSetup: 'test/build-first.ts',
    sequence: { sequencer: LongestFirst },
    testTimeout: 20_000,
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        // These share what they import, which takes longer than most of their tests; so none mocks a module (biome.json).
        extends: true,
        test: {
          name: 'shared',
          include: ['{test,packages/*/test}/**/*.test.ts'],
          exclude: [...RUNS, ...FREEZING],
          isolate: false,
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'freezing',
          include: FREEZING,
          maxWorkers: 3,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        // Enough at once that nobody waits for clocks alone, and not so many that they are late.
        test: { name: 'runs', include: RUNS, maxWorkers: 5, maxConcurrency: 3, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
