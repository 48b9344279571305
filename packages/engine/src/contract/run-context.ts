import type { RunEnd } from './exit.ts';
import type { MetricRegistry, SampleSink } from './metrics.ts';
import type { ConsolidatedOptions } from './options.ts';

export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

/** What the script host may ask of the run that it works for. */
export interface RunContext {
  readonly registry: MetricRegistry;
  readonly sink: SampleSink;
  /** `__ENV`: the environment of the process overlaid by `-e`. */
  readonly env: Readonly<Record<string, string>>;
  /** The consolidated options. Throws before the init of VU 0 is over. */
  options(): ConsolidatedOptions;
  /** `exec.test.abort`: ends the run, exit 108. `message` is the whole line to log, `test aborted: …`. */
  abort(message: string): void;
  /**
   * Ends the run at once with the exit code of `reason`: a hazard that would hang k6 or corrupt a VU (docs/facts/k6.md,
   * section 11), a blocking call that the lane cannot honour, a dial that is not loopback. The first reason wins.
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
