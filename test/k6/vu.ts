import { AsyncWaiting } from '../../packages/engine/src/async-lane/async-waiting.ts';
import type { IterationOutcome } from '../../packages/engine/src/contract/vu.ts';
import { createModules } from '../../packages/engine/src/modules/index.ts';
import { DirectIo } from '../../packages/engine/src/net/direct-io.ts';
import { Host } from '../../packages/engine/src/vu/host.ts';
import { VirtualUser } from '../../packages/engine/src/vu/virtual-user.ts';
import { Recorder, scenario } from '../../packages/engine/test/script/harness.ts';

/** What the modules under test have measured, logged and asked of the run; one for each test file. */
export const recorder = new Recorder();

const io = new DirectIo(recorder);
const host = new Host({
  context: recorder,
  intrinsics: globalThis,
  io,
  waiting: (own) => new AsyncWaiting(own),
  limits: { closeAnswerMs: 30_000 },
  directory: process.cwd(),
});
// Modules under test await each blocking call, and no other promise runs on beside it: nothing is to be watched.
host.promises = { given: () => undefined, taken: () => undefined, dispose: () => undefined };
const modules = createModules(host, new Map());
const vu = new VirtualUser(host, { idInInstance: 1, idInTest: 1 });
// Modules under test are imported, and declare their metrics, in its init context.
vu.init(
  () => ({}),
  () => undefined,
);

let iterations = 0;

/** Runs a function as an iteration of the VU, in the async lane, until its timers, sockets and requests are done. */
export async function iterate(
  run: () => unknown,
  signal: AbortSignal = new AbortController().signal,
): Promise<IterationOutcome> {
  vu.init(
    () => ({ default: run }),
    () => undefined,
  );
  const number = iterations++;
  return await vu.run(
    { scenario, iterationInInstance: number, iterationInTest: number, iterationInScenario: number },
    signal,
  );
}

/** Forgets what was recorded so far. */
export function forget(): void {
  for (const list of [recorder.samples, recorder.logs, recorder.ends, recorder.aborts, recorder.fails]) list.length = 0;
}

/** The module `name`. @public named by the alias alone */
export function whole(name: string): object {
  return modules.get(name) ?? {};
}

/** One export of a module. @public named by the alias alone */
export function member(module: string, name: string): unknown {
  return modules.get(module)?.[name];
}
