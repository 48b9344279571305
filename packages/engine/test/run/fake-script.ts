import type { RunContext } from '../../src/contract/run-context.ts';
import type { LoadedScript, LoadScript } from '../../src/contract/script.ts';
import type { IterationJob, IterationOutcome, Vu } from '../../src/contract/vu.ts';

/** What the fake script does; everything has an answer by itself. */
export interface FakeDeeds {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly functions?: readonly string[];
  init?(context: RunContext): void;
  createVu?(ids: { idInInstance: number }): void;
  setup?(context: RunContext, signal: AbortSignal): Promise<void>;
  iteration?(context: RunContext, job: IterationJob, vu: Vu, signal: AbortSignal): Promise<void>;
  teardown?(context: RunContext): Promise<void>;
  summary?(data: object, context: RunContext): Readonly<Record<string, string | ArrayBuffer>> | undefined;
  readonly setupData?: unknown;
}

/** A script host without a script: enough of the seam to test the run alone. */
export function fakeScript(deeds: FakeDeeds, calls: string[] = []): LoadScript {
  return async (_path, context) => {
    deeds.init?.(context);
    const script: LoadedScript = {
      options: deeds.options ?? {},
      functions: new Set(deeds.functions ?? ['default']),
      laneOf: () => ({ lane: 'async', reason: 'it is a fake' }),
      setupData: deeds.setupData,
      easyWorkerVus: 200,
      checkCapacity: () => {},
      createVu: async (ids) => {
        deeds.createVu?.(ids);
        return fakeVu(ids, context, deeds);
      },
      setup: async (signal) => {
        calls.push('setup');
        await deeds.setup?.(context, signal);
      },
      teardown: async () => {
        calls.push('teardown');
        await deeds.teardown?.(context);
      },
      handleSummary: async (data) => {
        calls.push('handleSummary');
        return deeds.summary?.(data, context);
      },
      dispose: async () => {
        calls.push('dispose');
      },
    };
    return script;
  };
}

function fakeVu(ids: { idInInstance: number; idInTest: number }, context: RunContext, deeds: FakeDeeds): Vu {
  const tags = Object.freeze({ scenario: 'default', group: '' });
  const vu: Vu = {
    ...ids,
    async run(job, signal): Promise<IterationOutcome> {
      const started = Date.now();
      const cut = new Promise<'cut'>((resolve) =>
        signal.addEventListener('abort', () => resolve('cut'), { once: true }),
      );
      const work = (deeds.iteration?.(context, job, vu, signal) ?? Promise.resolve()).then(
        () => 'done' as const,
        () => 'threw' as const,
      );
      const end = await Promise.race([work, cut]);
      if (end === 'cut') return { kind: 'interrupted' };
      context.sink.push(context.registry.builtin('iterations'), 1, tags, Date.now());
      context.sink.push(context.registry.builtin('iteration_duration'), Date.now() - started, tags, Date.now());
      return end === 'threw' ? { kind: 'threw', message: 'thrown' } : { kind: 'complete' };
    },
    dispose: async () => {},
  };
  return vu;
}
