import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

/** `.jsonl` files are text, as in the bundles. */
const textFiles = {
  name: 'text-files',
  load(id: string) {
    return id.endsWith('.jsonl') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))};` : undefined;
  },
};

export default defineConfig({
  plugins: [textFiles],
  test: { include: ['test/**/*.test.ts'], testTimeout: 20_000, globalSetup: 'test/build-first.ts', maxWorkers: 3 },
});
