import type { Scheduler } from '../executors/scheduler.ts';
import { LiveRegion, showsEveryMs } from './live-region.ts';
import type { TestRun } from './test-run.ts';

const MAX_BAR = 40;
const MIN_BAR = 10;

/**
 * Shows the progress of a run: on a terminal a few lines that stay, with a bar for each scenario, else a plain line every
 * 10 s; none with --quiet. What the program adds (`RunIo.view`) stands below.
 */
export class ProgressLine {
  readonly #run: TestRun;
  readonly #scheduler: Scheduler;
  readonly #isLive: boolean;
  readonly #region: LiveRegion;
  #timer: NodeJS.Timeout | undefined;

  constructor(run: TestRun, scheduler: Scheduler) {
    const { stdout, env } = run.io;
    this.#run = run;
    this.#scheduler = scheduler;
    this.#isLive = LiveRegion.fits(stdout, env);
    this.#region = new LiveRegion(stdout);
  }

  start(): void {
    if (this.#run.settings.quiet) return;
    this.#timer = setInterval(() => this.#print(), showsEveryMs(this.#isLive));
    this.#run.logger.onTerminal = () => this.#region.clear();
  }

  /** Prints last lines, so that even a short run has some. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#region.clear();
    this.#run.logger.onTerminal = () => {};
    this.#run.io.stdout.write(`${this.#plain()}\n`);
  }

  #print(): void {
    const view = this.#view();
    if (this.#isLive) this.#region.show([...this.#bars(view.length), ...view]);
    else this.#run.io.stdout.write(`${[this.#plain(), ...view].join('\n')}\n`);
  }

  #view(): readonly string[] {
    const { io, failing } = this.#run;
    const columns = io.stdout.columns ?? 80;
    return io.view?.lines({ elapsedMs: this.#run.elapsedMs(), columns, failing }) ?? [];
  }

  #head(): string {
    const { activity, vusInitialized } = this.#run;
    return `running (${clockTime(this.#run.elapsedMs())}), ${activity.vusActive}/${vusInitialized} VUs`;
  }

  #counts(): string {
    const { iterationsCompleted, iterationsInterrupted } = this.#run.activity;
    return `${iterationsCompleted} complete and ${iterationsInterrupted} interrupted iterations`;
  }

  #plain(): string {
    const scenarios = this.#scheduler.scenarios.map((scenario) => `${scenario.config.name} ${percent(scenario)}`);
    return [this.#head(), this.#counts(), ...scenarios].join(', ');
  }

  /** The head and a bar for each scenario, within the columns of the terminal and what `below` leaves of its rows. */
  #bars(below: number): string[] {
    const { columns = 80, rows = Number.POSITIVE_INFINITY } = this.#run.io.stdout;
    const { scenarios } = this.#scheduler;
    const one = `${this.#head()}, ${this.#counts()}`;
    const heads = one.length < columns ? [one] : [`${this.#head()},`, `  ${this.#counts()}`];
    const longest = Math.max(0, ...scenarios.map(({ config }) => config.name.length));
    const name = Math.min(longest, columns - MIN_BAR - 10);
    const width = Math.max(MIN_BAR, Math.min(MAX_BAR, columns - name - 10));
    const bars = scenarios.map((scenario) => {
      const { config } = scenario;
      const done = Math.floor(scenario.progress() * width);
      const bar = `${'='.repeat(Math.max(0, done - 1))}${done > 0 ? (done < width ? '>' : '=') : ''}`;
      return `${config.name.slice(0, name).padEnd(name)} [${bar.padEnd(width, '-')}] ${percent(scenario).padStart(4)}`;
    });
    // The cursor comes back to no line that has left the screen. Its last row is where the cursor stands.
    const room = Math.max(1, rows - 1 - heads.length - below);
    if (bars.length <= room) return [...heads, ...bars];
    return [...heads, ...bars.slice(0, room - 1), `and ${bars.length - room + 1} scenarios more`];
  }
}

const percent = (scenario: { progress(): number }): string => `${Math.floor(scenario.progress() * 100)}%`;

/** `0m05.0s`, `1h02m03.4s`. */
function clockTime(ms: number): string {
  const tenths = Math.floor(ms / 100);
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  const minutes = Math.floor(tenths / 600);
  return minutes < 60
    ? `${minutes}m${seconds}s`
    : `${Math.floor(minutes / 60)}h${String(minutes % 60).padStart(2, '0')}m${seconds}s`;
}
