import { ExitCode, RunEnd } from '../contract/exit.ts';
import type { ConsolidatedOptions } from '../contract/options.ts';
import { timerMs } from '../time/timer-delay.ts';
import type { LifecycleCall, LifecycleFunction, LifecycleVu } from '../vu/lifecycle-call.ts';

/** Calls setup, teardown and handleSummary with their time limits, in either lane. */
export class Lifecycle {
  readonly #options: ConsolidatedOptions;
  /** Why the script ended the run, if it did. */
  readonly #endedBy: () => RunEnd | undefined;

  constructor(options: ConsolidatedOptions, endedBy: () => RunEnd | undefined) {
    this.#options = options;
    this.#endedBy = endedBy;
  }

  /** Gives the JSON of what `setup` returned, undefined when it returned nothing. */
  async setup(vu: LifecycleVu, signal: AbortSignal): Promise<string | undefined> {
    const within = { ms: this.#options.setupTimeoutMs, code: ExitCode.setupTimeout };
    const call = await callWithin(vu, 'setup', undefined, signal, within);
    this.#failed('setup', call);
    return call.returned.kind === 'json' ? call.returned.json : undefined;
  }

  async teardown(vu: LifecycleVu, setupJson: string | undefined, signal: AbortSignal): Promise<void> {
    const within = { ms: this.#options.teardownTimeoutMs, code: ExitCode.teardownTimeout };
    this.#failed('teardown', await callWithin(vu, 'teardown', setupJson, signal, within));
  }

  /** Gives the files that `handleSummary` returned, undefined for none. Rejects when it threw or took too long. */
  async handleSummary(vu: LifecycleVu, data: object, signal: AbortSignal) {
    const within = { ms: this.#options.handleSummaryTimeoutMs, code: ExitCode.timeout };
    const { outcome, returned } = await callWithin(vu, 'handleSummary', JSON.stringify(data), signal, within);
    if (outcome.kind === 'threw') throw new Error(`handleSummary: ${outcome.message}`);
    if (outcome.kind === 'interrupted') throw this.#endedBy() ?? new Error('handleSummary was interrupted');
    if (returned.kind === 'unusable') throw new Error(`handleSummary: ${returned.why}`);
    return returned.kind === 'files' ? returned.files : undefined;
  }

  /**
   * Throws a RunEnd for a call that failed: 107 for a sync function that threw, 255 for an async one that rejected
   * (docs/facts/k6.md, section 1).
   */
  #failed(name: LifecycleFunction, { outcome, returned, async }: LifecycleCall): void {
    if (outcome.kind === 'threw') {
      const code = async ? ExitCode.uncategorised : ExitCode.scriptException;
      throw new RunEnd(code, `${name}: ${outcome.message}`);
    }
    const endedBy = this.#endedBy();
    if (endedBy) throw endedBy;
    if (outcome.kind === 'interrupted') throw new RunEnd(ExitCode.externalAbort, `${name} was interrupted`);
    if (returned.kind === 'unusable') throw new RunEnd(ExitCode.scriptException, `${name}: ${returned.why}`);
  }
}

async function callWithin(
  vu: LifecycleVu,
  name: LifecycleFunction,
  argumentJson: string | undefined,
  signal: AbortSignal,
  within: { readonly ms: number; readonly code: ExitCode },
): Promise<LifecycleCall> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, timerMs(within.ms));
  try {
    const call = await vu.callExported(name, argumentJson, controller.signal);
    if (timedOut) throw new RunEnd(within.code, `${name}() execution timed out after ${within.ms / 1000} seconds`);
    return call;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    await vu.dispose();
  }
}
