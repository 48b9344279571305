import { LiveRegion, type RunIo } from '@headroom/engine';
import { formatDuration } from '../../lib/plan/duration.ts';
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

/**
 * Shows on stderr what is under way while `work` is: on a terminal of 60 columns and more in a few lines that stay, else in a
 * plain line every 10 s. Nothing of it is left when the work is done.
 */
export async function withStatus<T>(underway: Underway, io: Pick<RunIo, 'stderr'>, work: () => Promise<T>): Promise<T> {
  const { stderr } = io;
  const startedMs = Date.now();
  const isLive = LiveRegion.fits(stderr, MIN_COLUMNS);
  const region = new LiveRegion(stderr);
  const show = () => {
    const facts = factsOf(underway, Date.now() - startedMs);
    if (!isLive) stderr.write(`${underway.says}: ${facts.join(', ')}\n`);
    else {
      const columns = stderr.columns ?? 80;
      region.show([...wrappedLines(underway.says, columns), ...packedLines(facts, columns)]);
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
