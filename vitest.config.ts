import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { shallowFiles } from './test/deep-files.ts';
import { k6Modules } from './test/k6/alias.ts';
import { LongestFirst } from './test/longest-first.ts';

/** `.jsonl` files are text, as in the bundles. */
const textFiles = {
  name: 'text-files',
  load(id: string) {
    return id.endsWith('.jsonl') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))};` : undefined;
  },
};

/** Tests that start processes, threads or a browser, or go by a real clock: they wait more than they compute. */
const WAITING = [
  'test/e2e/{approval,bad-input,ceiling,ceiling-quick,compare,cleanup,guides,incomplete,interrupt,night-killed,own-k6,packed,report,signals,sudden-end,tokens,verdict-exit,both-directions-loopback}.test.ts',
  'packages/engine/test/{acceptance,conformance,run,worker-lane}/**/*.test.ts',
  'test/report/page.test.ts',
  'test/cli/deploy/operator/start-script.test.ts',
];

/** Tests that load scripts in process, which freezes built-ins that they share with them; among them runs in virtual time. */
const IN_PROCESS = [
  'packages/engine/test/{modules,script,vu}/**/*.test.ts',
  'test/virtual/**/*.test.ts',
  'test/e2e/**/*.test.ts',
  'test/cli/plan/{plan-check,planned-visits}.test.ts',
];

/** Whole runs beyond a handful: `npm test` leaves them to `npm run test:deep`, so that it is through in two minutes. */
const DEEP = [
  ...['approval', 'authenticated-guests', 'blind-monitor', 'both-directions-loopback', 'ceiling-quick', 'cleanup'],
  ...['clock-jump', 'cloud-results', 'fault-matrix', 'forged-echo', 'foreign-conversations', 'guides', 'incomplete'],
  ...['operator-shares', 'packed', 'planted-secrets', 'real-dialogues', 'shares', 'signals', 'storm-shares'],
  ...['sudden-end', 'tokens', 'verify', 'verify-runs'],
].map((name) => `test/e2e/${name}.test.ts`);

/** Searches and comparisons in full: they wait for five minutes on a real clock (`npm run test:long`). */
const LONG = ['test/e2e/{ceiling,compare}.test.ts'];

/** Our own packages are tested from source, not from what was built of them. */
const FROM_SOURCE = ['source', 'module', 'node', 'import', 'default'];

/** One for each core, of both projects that compute together: a group has so many in all. */
const WORKERS = Math.max(2, availableParallelism());

const TESTS = ['{test,packages/*/test}/**/*.test.ts'];

export default defineConfig(({ mode }) => {
  const [isDeep, isLong] = [mode === 'deep', mode === 'long'];
  /** `vitest --mode deep` runs the files of DEEP and those that do more then; searches in full are left to `--mode long`. */
  const shallow = shallowFiles(['test', 'packages/engine/test', 'packages/tenant/test']);
  const left = isLong ? [] : [...LONG, ...(isDeep ? shallow.filter((file) => !DEEP.includes(file)) : DEEP)];
  const project = (name: string, include: string[], exclude: string[], more: object) => ({
    extends: true as const,
    test: { name, include, exclude: ['**/node_modules/**', ...exclude, ...left], isolate: false, ...more },
  });
  return {
    plugins: [textFiles, k6Modules],
    resolve: { conditions: FROM_SOURCE },
    ssr: { resolve: { conditions: FROM_SOURCE, externalConditions: FROM_SOURCE } },
    test: {
      globalSetup: 'test/build-first.ts',
      sequence: { sequencer: LongestFirst },
      // Projects share what they transform, and a later run finds it: half of what importing costs.
      experimental: { fsModuleCache: true },
      testTimeout: 60_000,
      expect: { poll: { timeout: 30_000 } },
      ...(isDeep || isLong ? { env: { TEST_DEEP: '1' } } : {}),
      projects: [
        // Files of a project share what they import, which takes longer than most tests; so none mocks a module (biome.json).
        project('shared', isLong ? [] : TESTS, [...WAITING, ...IN_PROCESS], {
          maxWorkers: WORKERS,
          sequence: { groupOrder: 0 },
        }),
        project('in-process', isLong ? [] : IN_PROCESS, WAITING, { maxWorkers: WORKERS, sequence: { groupOrder: 0 } }),
        // Enough at once that nobody waits for clocks alone, and not so many that they are late.
        project('waiting', isLong ? LONG : WAITING, [], {
          maxWorkers: 6,
          maxConcurrency: 3,
          sequence: { groupOrder: 1 },
        }),
      ],
    },
  };
});
