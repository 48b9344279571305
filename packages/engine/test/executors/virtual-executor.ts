import type { Metric, Tags } from '../../src/contract/metrics.ts';
import type { IterationJob, IterationOutcome, Vu } from '../../src/contract/vu.ts';
import { scenariosInSegment } from '../../src/executors/create-executor.ts';
import { InstanceCounts } from '../../src/executors/instance-counts.ts';
import { Scheduler } from '../../src/executors/scheduler.ts';
import { VuIdSequence, VuPool } from '../../src/executors/vu-pool.ts';
import { requirementOf } from '../../src/executors/vu-requirement.ts';
import { readScenarios } from '../../src/options/read-scenarios.ts';
import { parseSegment } from '../../src/segment/segment.ts';
import { VirtualClock } from './virtual-clock.ts';

export interface Ran {
  readonly scenario: string;
  readonly vu: number;
  readonly idInTest: number;
  readonly job: IterationJob;
  readonly startMs: number;
  endMs: number;
  outcome: IterationOutcome['kind'] | 'running';
}

export interface RigSettings {
  readonly scenarios: Readonly<Record<string, object>>;
  /** How long an iteration takes; one that throws is a VU that broke. */
  readonly iterationMs: (ran: Ran, scheduler: Scheduler) => number;
  /** How long an interrupted iteration takes to end; 0 without it. */
  readonly interruptedMs?: (ran: Ran) => number;
  readonly segment?: string;
  readonly sequence?: string;
  readonly systemTags?: readonly string[];
  /** Called before a VU is made, and waited for; throws where it cannot be made. */
  readonly makes?: (idInInstance: number) => unknown;
  /** Runs the test's own deeds at a time. */
  readonly at?: Readonly<Record<number, (scheduler: Scheduler, activity: InstanceCounts) => void>>;
}

interface Dropped {
  readonly value: number;
  readonly tags: Tags;
  readonly atMs: number;
  readonly metadata: Tags | undefined;
}

export interface RigResult {
  readonly ran: readonly Ran[];
  readonly dropped: readonly Dropped[];
  readonly warnings: readonly string[];
  readonly endMs: number;
  readonly activity: InstanceCounts;
  readonly vusMade: number;
  readonly timersLeft: number;
  readonly errors: readonly unknown[];
}

/** Runs scenarios with VUs that only pass time, on a clock that jumps. Iterations must take time or the test never ends. */
export async function rig(settings: RigSettings): Promise<RigResult> {
  const clock = new VirtualClock();
  const segment = parseSegment(settings.segment ?? '', settings.sequence ?? '');
  const configs = scenariosInSegment(readScenarios(settings.scenarios), segment);
  const ran: Ran[] = [];
  const dropped: Dropped[] = [];
  const warnings: string[] = [];
  const errors: unknown[] = [];
  const activity = new InstanceCounts();
  const pool = new VuPool(async (ids) => {
    await settings.makes?.(ids.idInInstance);
    return fakeVu(ids, clock, ran, {
      iterationMs: (one) => settings.iterationMs(one, scheduler),
      interruptedMs: settings.interruptedMs ?? (() => 0),
    });
  }, new VuIdSequence(segment));
  const metric: Metric = { name: 'dropped_iterations', type: 'counter', contains: 'default' };
  const scheduler: Scheduler = new Scheduler(configs, {
    clock,
    poolOf: () => pool,
    segment,
    activity,
    sink: { push: (_metric, value, tags, _ms, metadata) => dropped.push({ value, tags, atMs: clock.now(), metadata }) },
    dropped: metric,
    runTags: {},
    systemTags: new Set(settings.systemTags ?? ['scenario']),
    unixMs: () => 1_700_000_000_000 + clock.now(),
    warn: (line) => warnings.push(line),
    end: (error) => errors.push(error),
  });
  await pool.fill(requirementOf(configs, segment).planned, 1, new AbortController().signal);
  const cancels = Object.entries(settings.at ?? {}).map(([ms, deed]) =>
    clock.at(Number(ms), () => deed(scheduler, activity)),
  );
  await clock.playUntil(scheduler.run());
  for (const cancel of cancels) cancel();
  const vusMade = pool.initialized;
  return { ran, dropped, warnings, endMs: clock.now(), activity, vusMade, timersLeft: clock.pendingTimers, errors };
}

function fakeVu(
  ids: { idInInstance: number; idInTest: number },
  clock: VirtualClock,
  log: Ran[],
  { iterationMs, interruptedMs }: { iterationMs: (ran: Ran) => number; interruptedMs: (ran: Ran) => number },
): Vu {
  const run = (job: IterationJob, signal: AbortSignal) =>
    new Promise<IterationOutcome>((resolve) => {
      const startMs = clock.now();
      const ran: Ran = {
        scenario: job.scenario.name,
        vu: ids.idInInstance,
        idInTest: ids.idInTest,
        job,
        startMs,
        endMs: Number.NaN,
        outcome: 'running',
      };
      log.push(ran);
      const settle = (kind: 'complete' | 'interrupted') => {
        ran.endMs = clock.now();
        ran.outcome = kind;
        resolve({ kind });
      };
      const interrupt = () => {
        cancel();
        const lateMs = interruptedMs(ran);
        if (lateMs > 0) clock.at(clock.now() + lateMs, () => settle('interrupted'));
        else settle('interrupted');
      };
      const cancel = clock.at(startMs + iterationMs(ran), () => {
        signal.removeEventListener('abort', interrupt);
        settle('complete');
      });
      if (signal.aborted) interrupt();
      else signal.addEventListener('abort', interrupt, { once: true });
    });
  return { ...ids, run, dispose: async () => {} };
}

/** How many iterations run at that time. */
export function concurrencyAt(ran: readonly Ran[], ms: number): number {
  return ran.filter(({ startMs, endMs }) => startMs <= ms && ms < endMs).length;
}
