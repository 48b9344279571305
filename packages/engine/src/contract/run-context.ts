import type { RunEnd } from './exit.ts';
import type { MetricRegistry, SampleSink } from './metrics.ts';
import type { ConsolidatedOptions } from './options.ts';

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** What the host asks of the run. One object a run. */
export interface RunContext {
  readonly registry: MetricRegistry;
  readonly sink: SampleSink;
  /** Process environment (`k6 run` semantics) overlaid by `-e`. */
  readonly env: Readonly<Record<string, string>>;
  /** Consolidated options; available once init of VU 0 is over. */
  options(): ConsolidatedOptions;
  /** `exec.test.abort`: ends the run, exit 108. `message` is the whole line to log, `test aborted: …`. */
  abort(message: string): void;
  /**
   * Ends the run at once with this code: a hazard of k6.md section 11 that would hang k6 or corrupt a VU, a blocking
   * call that the lane cannot honour, a dial that is not loopback. The first reason wins.
   */
  end(reason: RunEnd): void;
  /** `exec.test.fail(message)`: marks the run failed, exit 110 at its end. */
  fail(message: string): void;
  /** `exec.instance`. */
  instance(): {
    currentTestRunDuration: number;
    iterationsCompleted: number;
    iterationsInterrupted: number;
    vusActive: number;
    vusInitialized: number;
  };
  /** The engine's own messages, and with source 'console' the script's `console.*`; the run formats and routes them. */
  log(level: LogLevel, message: string, source?: 'console'): void;
  secrets: ReadonlyMap<string, string>;
}
