import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildInMemory } from '../source/in-memory-build.ts';
import type { WorkerInit } from './protocol.ts';

/** The bundled code of the worker's entry, made when the engine runs from source, as in tests. */
let fromSource: Promise<string> | undefined;

/** Starts a thread for one VU. */
export async function spawnWorker(init: WorkerInit): Promise<Worker> {
  const options = { workerData: init, transferList: [init.port], resourceLimits: { maxYoungGenerationSizeMb: 8 } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./worker.js', import.meta.url), options);
  fromSource ??= bundleEntry();
  return new Worker(await fromSource, { ...options, eval: true });
}

async function bundleEntry(): Promise<string> {
  const built = await buildInMemory({
    entryPoints: [fileURLToPath(new URL('../worker.ts', import.meta.url))],
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Code that was bundled to CommonJS has no place of its own to load packages from.
    define: { 'import.meta.url': JSON.stringify(import.meta.url) },
  });
  return built.outputFiles[0]?.text ?? '';
}
