import { LiveRegion, type RunIo, showsEveryMs } from '@headroom/engine';
import { formatSeconds } from '../../lib/plan/duration.ts';
import { printableText, unguarded } from '../io/command-io.ts';
import { packedLines, wrappedLines } from '../io/packed-lines.ts';

/** What goes on while a run of an experiment is measured. */
export interface Underway {
  /** What is measured. */
  readonly says: string;
  /** Whether a line above says that already. */
  readonly isSaid?: boolean;
  /** Where it stands: `phase 3`, `trial 4`. */
  readonly place: string;
  /** How long the run takes, about (ms). */
  readonly lastsMs: number;
  /** How long all of the experiment takes from here on, about (ms); undefined where nobody can say. */
  readonly leftMs: number | undefined;
}

/**
 * Says on stderr what an experiment does, and nothing of it with `--quiet`; what fails is said all the same. On a terminal of 60
 * columns and more, what is under way stands in a few lines that stay, else in a plain line every 10 s.
 */
export class SearchProgress {
  readonly #stderr: RunIo['stderr'];
  readonly #isQuiet: boolean;
  readonly #isLive: boolean;
  readonly #region: LiveRegion;
  /** The line that names the engine; empty until a run has begun. */
  #engine = '';

  constructor({ stderr, env }: Pick<RunIo, 'stderr' | 'env'>, { quiet }: { readonly quiet?: boolean } = {}) {
    this.#stderr = stderr;
    this.#isQuiet = quiet === true;
    this.#isLive = !this.#isQuiet && LiveRegion.fits(stderr, env);
    this.#region = new LiveRegion(unguarded(stderr));
  }

  say(line: string): void {
    if (!this.#isQuiet) this.fail(line);
  }

  /** Says on what engine the runs go, and keeps it for the result. */
  readonly runsOn = (line: string): void => {
    this.#engine = line;
    this.say(line);
  };

  get engine(): string {
    return this.#engine;
  }

  /** Says why something did not work. */
  fail(line: string): void {
    this.#region.clear();
    this.#stderr.write(`${line}\n`);
  }

  /** Shows what is under way while `work` is. Nothing of the lines that stay is left when the work is done. */
  async during<T>(underway: Underway, work: () => Promise<T>): Promise<T> {
    const startedMs = Date.now();
    const show = () => this.#show(underway, Date.now() - startedMs);
    if (this.#isLive) show();
    const timer = setInterval(show, showsEveryMs(this.#isLive));
    try {
      return await work();
    } finally {
      clearInterval(timer);
      this.#region.clear();
    }
  }

  #show(underway: Underway, sinceMs: number): void {
    const facts = factsOf(underway, sinceMs);
    if (!this.#isLive) {
      this.say(`${underway.says}: ${facts.join(', ')}`);
      return;
    }
    const { columns = 80 } = this.#stderr;
    const says = underway.isSaid ? [] : wrappedLines(printableText(underway.says), columns);
    this.#region.show([...says, ...packedLines(facts.map(printableText), columns)]);
  }
}

function factsOf({ place, lastsMs, leftMs }: Underway, sinceMs: number): string[] {
  const now = `${formatSeconds(sinceMs)} of about ${formatSeconds(lastsMs)}`;
  if (leftMs === undefined) return [place, now];
  return [place, now, `about ${formatSeconds(Math.max(leftMs - sinceMs, lastsMs - sinceMs, 0))} left`];
}
