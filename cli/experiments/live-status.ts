import { LiveRegion, type RunIo, type TextStream } from '@headroom/engine';
import { formatDuration } from '../../lib/plan/duration.ts';
import { printableText, unguarded } from '../io/command-io.ts';
import { packedLines, wrappedLines } from '../io/packed-lines.ts';

const LIVE_MS = 500;
const PLAIN_MS = 10_000;
/** A narrower terminal gets plain lines. */
const MIN_COLUMNS = 60;

/** What goes on while a run of an experiment is measured. */
export interface Underway {
  /** What is measured. */
  readonly says: string;
  /** Where it stands: `phase 3`, `trial 4 of 13`. */
  readonly place: string;
  /** How long the run takes, about (ms). */
  readonly lastsMs: number;
  /** How long all of the experiment takes from here on, about (ms); undefined where nobody can say. */
  readonly leftMs: number | undefined;
}

/** Where an experiment says what it does: on stderr, and nowhere with `--quiet`. What fails is said on stderr all the same. */
export function progressOf({ stderr }: Pick<RunIo, 'stderr'>, { quiet }: { readonly quiet?: boolean }): TextStream {
  return quiet === true ? { write: () => true } : stderr;
}

/**
 * Shows what is under way while `work` is: on a terminal of 60 columns and more in a few lines that stay, else in a plain line
 * every 10 s. Nothing of it is left when the work is done.
 */
export async function withStatus<T>(
  underway: Underway,
  progress: TextStream,
  env: RunIo['env'],
  work: () => Promise<T>,
): Promise<T> {
  const startedMs = Date.now();
  const isLive = LiveRegion.fits(progress, MIN_COLUMNS, env);
  const region = new LiveRegion(unguarded(progress));
  const show = () => {
    const facts = factsOf(underway, Date.now() - startedMs);
    if (!isLive) progress.write(`${underway.says}: ${facts.join(', ')}\n`);
    else {
      const { columns = 80 } = progress;
      const says = wrappedLines(printableText(underway.says), columns);
      region.show([...says, ...packedLines(facts.map(printableText), columns)]);
    }
  };
  if (isLive) show();
  const timer = setInterval(show, isLive ? LIVE_MS : PLAIN_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    region.clear();
  }
}

function factsOf({ place, lastsMs, leftMs }: Underway, sinceMs: number): string[] {
  const now = `${whole(sinceMs)} of about ${whole(lastsMs)}`;
  if (leftMs === undefined) return [place, now];
  return [place, now, `about ${whole(Math.max(leftMs - sinceMs, lastsMs - sinceMs, 0))} left`];
}

const whole = (ms: number): string => formatDuration(Math.round(ms / 1_000) * 1_000);
