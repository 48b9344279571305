import { availableParallelism } from 'node:os';
import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { Tags } from '../contract/metrics.ts';
import type { Lane } from '../contract/script.ts';
import { systemClock } from '../executors/clock.ts';
import { Scheduler } from '../executors/scheduler.ts';
import { VuIdSequence, VuPool } from '../executors/vu-pool.ts';
import { asRunEnd } from './end-reason.ts';
import type { PreparedRun } from './prepare-run.ts';
import { ProgressLine } from './progress-line.ts';
import type { TestRun } from './test-run.ts';

const GAUGES_MS = 1000;
const THRESHOLDS_MS = 2000;

/**
 * Runs the test from the first VU to the end of teardown. An early end is kept in `run.ending`. Rejects with a RunEnd
 * only when the VUs could not be made, in which case there is no summary.
 */
export async function executeRun(run: TestRun, prepared: PreparedRun): Promise<void> {
  const { options, scenarios, lanePlan } = prepared;
  const { segment } = options;
  const pools = makePools(run, prepared);
  const scheduler = new Scheduler(scenarios, {
    clock: systemClock,
    poolOf: ({ name }) => poolOf(pools, lanePlan.lanes.get(name)),
    segment,
    activity: run.activity,
    sink: run.measurements,
    dropped: run.registry.builtin('dropped_iterations'),
    runTags: options.host.runTags,
    systemTags: options.host.systemTags,
    unixMs: Date.now,
    warn: run.warn,
    end: (error) => run.ending.end(error),
  });
  const progress = new ProgressLine(run, scheduler);
  const stopGauges = startGauges(run, options.host.runTags);
  let stopThresholds = () => {};
  try {
    for (const [lane, { planned }] of lanePlan.requirements) {
      await poolOf(pools, lane).fill(planned, availableParallelism(), run.ending.signal);
    }
    if (run.ending.reason) throw run.ending.reason;
    run.start();
    stopThresholds = startThresholds(run, prepared);
    progress.start();
    await runLifecycle(run, prepared, scheduler);
    run.stop();
  } finally {
    stopThresholds();
    stopGauges();
    progress.stop();
    await Promise.all([...pools.values()].map((pool) => pool.dispose()));
    run.sayStopped();
  }
}

/** Makes a pool of VUs for each lane. Their ids are of one sequence. */
function makePools(run: TestRun, { script, options, lanePlan }: PreparedRun): ReadonlyMap<Lane, VuPool> {
  const ids = new VuIdSequence(options.segment);
  const create = async (lane: Lane, own: Parameters<typeof script.createVu>[0]) => {
    const vu = await script.createVu(own, lane);
    run.vusInitialized++;
    return vu;
  };
  const lanes = [...lanePlan.requirements.keys()];
  return new Map(lanes.map((lane) => [lane, new VuPool((own) => create(lane, own), ids)]));
}

function poolOf(pools: ReadonlyMap<Lane, VuPool>, lane: Lane | undefined): VuPool {
  const pool = lane && pools.get(lane);
  if (!pool) throw new Error('a scenario has no pool of VUs');
  return pool;
}

async function runLifecycle(run: TestRun, { script, options }: PreparedRun, scheduler: Scheduler): Promise<void> {
  const { ending } = run;
  if (!options.noSetup) {
    await script.setup(ending.signal).catch((error) => ending.end(error));
    // After a setup that failed, aborted or was interrupted, teardown is skipped.
    if (ending.reason) return;
  }
  const cut = () => scheduler.cut();
  ending.signal.addEventListener('abort', cut, { once: true });
  if (!ending.reason) await scheduler.run();
  if (options.noTeardown) return;
  await script.teardown(new AbortController().signal).catch((error) => teardownFailed(run, asRunEnd(error)));
}

/** Logs an error of teardown, or ends the run with it when nothing else has ended the run before. */
function teardownFailed({ ending, logger }: TestRun, error: RunEnd): void {
  // After exec.test.abort teardown may end with the same abort, which is logged once.
  if (ending.reason && ending.reason.message !== error.message) logger.log('error', error.message);
  ending.end(error);
}

/** Pushes `vus` and `vus_max` every second from init on. Gives a function that stops it. */
function startGauges(run: TestRun, tags: Tags): () => void {
  const { registry, measurements, activity } = run;
  const vus = registry.builtin('vus');
  const vusMax = registry.builtin('vus_max');
  const measure = () => {
    const now = Date.now();
    measurements.push(vus, activity.vusActive, tags, now);
    measurements.push(vusMax, run.vusInitialized, tags, now);
  };
  const timer = setInterval(measure, GAUGES_MS);
  return () => clearInterval(timer);
}

function startThresholds(run: TestRun, { thresholds }: PreparedRun): () => void {
  const timer = setInterval(() => {
    const { failed, abort } = thresholds.evaluate(run.elapsedMs());
    run.failing = failed;
    if (abort) run.ending.end(new RunEnd(ExitCode.thresholdsFailed, crossedLine(failed)));
  }, THRESHOLDS_MS);
  return () => clearInterval(timer);
}

export function crossedLine(failed: readonly string[]): string {
  return `thresholds on metrics '${failed.join(', ')}' have been crossed`;
}
