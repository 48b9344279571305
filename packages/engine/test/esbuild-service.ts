import { buildInMemory } from '../src/source/in-memory-build.ts';

/**
 * Keeps esbuild's process alive between the builds of a test file: it ends with the last build that runs, so one is
 * held open. The answer lets it end.
 */
export function keepEsbuildAlive(): () => Promise<void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const build = buildInMemory({
    stdin: { contents: '' },
    plugins: [{ name: 'held', setup: ({ onStart }) => onStart(() => held) }],
  });
  return async () => {
    release();
    await build;
  };
}
