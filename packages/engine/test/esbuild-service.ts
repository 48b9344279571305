import { afterAll } from 'vitest';
import { buildInMemory } from '../src/source/in-memory-build.ts';

let release: (() => Promise<void>) | undefined;

/**
 * Has esbuild's process live until the end of the test file: it ends with the last build that runs, and would be
 * started anew for each script, so one build is held open.
 */
export function keepEsbuildAlive(): void {
  if (release) return;
  let end = () => {};
  const held = new Promise<void>((resolve) => {
    end = resolve;
  });
  const build = buildInMemory({
    stdin: { contents: '' },
    plugins: [{ name: 'held', setup: ({ onStart }) => onStart(() => held) }],
  });
  release = async () => {
    end();
    await build;
  };
}

afterAll(async () => {
  await release?.();
  release = undefined;
});
