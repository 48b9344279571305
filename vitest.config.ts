import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { k6Modules } from './test/engine/k6/alias.ts';

/** `.jsonl` files are text, as in the bundles. */
const textFiles = {
  name: 'text-files',
  load(id: string) {
    return id.endsWith('.jsonl') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))};` : undefined;
  },
};

export default defineConfig({
  plugins: [textFiles, k6Modules],
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    globalSetup: 'test/build-first.ts',
    maxWorkers: 6,
    expect: { poll: { timeout: 15_000 } },
  },
});
