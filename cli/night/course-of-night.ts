import { formatDuration } from '../../lib/plan/duration.ts';
import { INTERRUPTED, NOT_WELL } from '../io/exit-codes.ts';
import { localTime } from '../plan/region-night.ts';
import { type GuardSeen, guardText } from './guard-limits.ts';
import type { NightClock } from './night-clock.ts';
import type { StatusFile } from './night-status.ts';
import type { NightWindow } from './night-window.ts';

/** What a night is made of. Each step prints for itself, and returns an exit code as its command does. */
export interface NightSteps {
  preflight(): Promise<number>;
  /** Looks at the queues of others. Throws an error of one line where one cannot be read. */
  look(): Promise<readonly GuardSeen[]>;
  /** Runs the script. When `signal` is aborted it ends as after Ctrl+C. */
  run(signal: AbortSignal): Promise<number>;
  cleanup(): Promise<number>;
  report(): Promise<number>;
  /** What the run came to, in one line; undefined where it wrote no result. */
  verdict(): string | undefined;
  notify(): Promise<void>;
}

export interface NightRules {
  readonly window: NightWindow;
  /** How long the run can last (ms). */
  readonly longestMs: number;
  /** How often the guards look (ms). */
  readonly everyMs: number;
  /** A check of preflight that fails does not hinder the run. */
  readonly runAnyway: boolean;
}

/** Guards that have seen nothing for this long are blind, and a run that nobody guards is interrupted. */
const BLIND_MS = 120_000;
const UNREADABLE = 104;

/**
 * One night in its order: preflight at once, while somebody is there who can mend what fails; the wait for the window;
 * preflight and guards again; the run under its guards; and whatever became of it cleanup, report and notice.
 */
export class CourseOfNight {
  readonly #steps: NightSteps;
  readonly #rules: NightRules;
  readonly #clock: NightClock;
  readonly #status: StatusFile;
  readonly #say: (line: string) => void;

  constructor(
    steps: NightSteps,
    rules: NightRules,
    clock: NightClock,
    status: StatusFile,
    say: (line: string) => void,
  ) {
    this.#steps = steps;
    this.#rules = rules;
    this.#clock = clock;
    this.#status = status;
    this.#say = say;
  }

  /** Returns the exit code of the run, 99 where it was well and something is left open, 105 where a guard ended it. */
  async play(stop: AbortSignal): Promise<number> {
    const { beginsMs, endsMs, zone } = this.#rules.window;
    const unready = await this.#readiness(false);
    if (unready !== undefined) return this.#over(...unready);
    if (beginsMs > this.#clock.now()) {
      this.#status.note({ stage: 'waiting' });
      this.#say(`waits until ${localTime(beginsMs, zone)} (${zone}), ${new Date(beginsMs).toISOString()}`);
      await this.#clock.waitUntil(beginsMs, stop);
      if (!stop.aborted) {
        const still = await this.#readiness(true);
        if (still !== undefined) return this.#over(...still);
      }
    } else {
      const beyond = this.#beyond();
      if (beyond !== undefined) return this.#over(NOT_WELL, beyond);
    }
    if (stop.aborted) return this.#over(INTERRUPTED, 'interrupted before the run: nothing was run');
    if (endsMs !== undefined && this.#clock.now() + this.#rules.longestMs > endsMs)
      return this.#over(NOT_WELL, `not begun: it is too late, the run has to end by ${localTime(endsMs, zone)}`);
    return await this.#guardedRun();
  }

  /** What is done with a run that has ended, also one of which only its files are there. Returns the code of the night. */
  async close(code: number, says: readonly string[]): Promise<number> {
    this.#status.note({ stage: 'cleaning up', says: [...says] });
    const cleaned = await this.#steps.cleanup();
    const left = cleaned === 0 ? [] : ['cleanup could not end all that the run left: headroom cleanup'];
    this.#status.note({ stage: 'reporting', says: [...says, ...left] });
    const reported = await this.#steps.report();
    const lost = reported === 0 ? [] : ['the report could not be written'];
    const verdict = this.#steps.verdict();
    const came = [...says, ...(says.length === 0 ? [codeText(code)] : []), ...(verdict === undefined ? [] : [verdict])];
    return await this.#over(code || cleaned || reported, ...came, ...left, ...lost);
  }

  async #guardedRun(): Promise<number> {
    this.#status.note({ stage: 'running', started: new Date(this.#clock.now()).toISOString() });
    const [ending, ended] = [new AbortController(), new AbortController()];
    const watched = this.#watch(ended.signal, ending);
    let code = UNREADABLE;
    try {
      code = await this.#steps.run(ending.signal);
    } finally {
      ended.abort();
      const why = await watched;
      if (why !== undefined && code === 0) code = INTERRUPTED;
      const cut = why === undefined && code === INTERRUPTED ? ['the run was interrupted'] : [];
      code = await this.close(code, [...(why === undefined ? [] : [`the run was interrupted: ${why}`]), ...cut]);
    }
    return code;
  }

  /** Looks until the run has ended or has to. Returns why it was ended, undefined where it ended by itself. */
  async #watch(ended: AbortSignal, ending: AbortController): Promise<string | undefined> {
    const { window, everyMs } = this.#rules;
    let seenMs = this.#clock.now();
    for (;;) {
      const next = Math.min(this.#clock.now() + everyMs, window.endsMs ?? Number.POSITIVE_INFINITY);
      await this.#clock.waitUntil(next, ended);
      if (ended.aborted) return undefined;
      const blind = await this.#lookOnce();
      if (blind === undefined) seenMs = this.#clock.now();
      const why = this.#whyEnd(blind, this.#clock.now() - seenMs);
      if (why === undefined) continue;
      this.#say(`interrupts the run: ${why}`);
      ending.abort();
      return why;
    }
  }

  #whyEnd(blind: string | undefined, sinceMs: number): string | undefined {
    const { endsMs, zone } = this.#rules.window;
    if (endsMs !== undefined && this.#clock.now() >= endsMs) return `the night ended at ${localTime(endsMs, zone)}`;
    if (blind === undefined) return this.#beyond();
    return sinceMs < BLIND_MS ? undefined : `the guards see nothing for ${formatDuration(sinceMs)}: ${blind}`;
  }

  /** Notes what the guards see. Returns why they see nothing, in one line, and undefined where they do. */
  async #lookOnce(): Promise<string | undefined> {
    try {
      const guards = await this.#steps.look();
      this.#status.note({ guards: [...guards], looked: new Date(this.#clock.now()).toISOString() });
      return undefined;
    } catch (error) {
      this.#status.note({});
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** Why the run may not begin, with the exit code. By day, before the window, the traffic of others is no hindrance. */
  async #readiness(isTime: boolean): Promise<readonly [code: number, why: string] | undefined> {
    this.#status.note({ stage: 'preflight' });
    const blind = await this.#lookOnce();
    if (blind !== undefined) return [UNREADABLE, `not begun: the guards see nothing: ${blind}`];
    const code = await this.#steps.preflight();
    if (code === NOT_WELL && !this.#rules.runAnyway) return [code, 'not begun: a check of preflight fails'];
    if (code !== 0 && code !== NOT_WELL) return [code, 'not begun: preflight could not be done'];
    const beyond = isTime ? this.#beyond() : undefined;
    return beyond === undefined ? undefined : [NOT_WELL, beyond];
  }

  #beyond(): string | undefined {
    const beyond = this.#status.status.guards.filter((one) => one.beyond);
    return beyond.length === 0 ? undefined : beyond.map(guardText).join('; ');
  }

  async #over(exitCode: number, ...says: readonly string[]): Promise<number> {
    this.#status.note({ stage: 'over', says: [...says], exitCode });
    for (const line of says) this.#say(line);
    await this.#steps.notify();
    return exitCode;
  }
}

function codeText(code: number): string {
  if (code === 0) return 'the gate holds';
  return code === NOT_WELL
    ? 'the gate does not hold, or the verdict names a cause'
    : `the run ended with exit code ${code}`;
}
