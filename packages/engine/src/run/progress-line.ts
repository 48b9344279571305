import type { Scheduler } from '../executors/scheduler.ts';
import type { TestRun } from './test-run.ts';

const LIVE_MS = 500;
const PLAIN_MS = 10_000;
const CLEAR_LINE = '\r\u001b[K';

/** Shows the progress of a run: one live line on a terminal, else a plain line every 10 s; none with --quiet. */
export class ProgressLine {
  readonly #run: TestRun;
  readonly #scheduler: Scheduler;
  readonly #isLive: boolean;
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;

  constructor(run: TestRun, scheduler: Scheduler) {
    this.#run = run;
    this.#scheduler = scheduler;
    this.#isLive = run.io.stdout.isTTY === true;
  }

  start(): void {
    if (this.#run.settings.quiet) return;
    this.#timer = setInterval(() => this.#print(), this.#isLive ? LIVE_MS : PLAIN_MS);
    this.#run.logger.onTerminal = () => this.#clear();
  }

  /** Prints a last line, so that even a short run has one. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#clear();
    this.#run.logger.onTerminal = () => {};
    this.#run.io.stdout.write(`${this.#line()}\n`);
  }

  #print(): void {
    const { stdout } = this.#run.io;
    if (!this.#isLive) {
      stdout.write(`${this.#line()}\n`);
      return;
    }
    stdout.write(`${CLEAR_LINE}${this.#line().slice(0, (stdout.columns ?? 80) - 1)}`);
    this.#isShown = true;
  }

  #clear(): void {
    if (this.#isShown) this.#run.io.stdout.write(CLEAR_LINE);
    this.#isShown = false;
  }

  #line(): string {
    const { activity, vusInitialized } = this.#run;
    const scenarios = this.#scheduler.scenarios.map(
      (scenario) => `${scenario.config.name} ${Math.floor(scenario.progress() * 100)}%`,
    );
    const counts = `${activity.iterationsCompleted} complete and ${activity.iterationsInterrupted} interrupted iterations`;
    return `running (${clockTime(this.#run.elapsedMs())}), ${activity.vusActive}/${vusInitialized} VUs, ${counts}, ${scenarios.join(', ')}`;
  }
}

/** `0m05.0s`, `1h02m03.4s`. */
function clockTime(ms: number): string {
  const tenths = Math.floor(ms / 100);
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  const minutes = Math.floor(tenths / 600);
  return minutes < 60
    ? `${minutes}m${seconds}s`
    : `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m${seconds}s`;
}
