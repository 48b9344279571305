import { clearTimeout, setTimeout } from 'k6/timers';

/** The sessions of this VU by their place: when each asked to be woken (Unix ms; infinity: not at all), and how. */
const dueMs: number[] = [];
const wakes: ((lateMs: number) => void)[] = [];
/** At a free place: it keeps no session that is over. */
const nobody = () => {};
const free: number[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let timerAtMs = Number.POSITIVE_INFINITY;

/** Wakes one session, at the time that it asked for last. */
export interface Alarm {
  /** `atMs` is Unix time; infinity is not at all. */
  set(atMs: number): void;
  stop(): void;
}

/**
 * One timer for all sessions of a VU, at the time that comes first. `wake` is told by how much it is late. The timer is
 * gone with the last session, since a pending one keeps a k6 iteration from ending.
 */
export function alarmFor(wake: (lateMs: number) => void): Alarm {
  const place = free.pop() ?? dueMs.length;
  dueMs[place] = Number.POSITIVE_INFINITY;
  wakes[place] = wake;
  let stopped = false;
  return {
    set: (atMs) => {
      if (stopped) return;
      dueMs[place] = atMs;
      if (atMs < timerAtMs) wind(atMs);
    },
    stop: () => {
      if (stopped) return;
      stopped = true;
      dueMs[place] = Number.POSITIVE_INFINITY;
      wakes[place] = nobody;
      free.push(place);
      if (free.length === dueMs.length) unwind();
    },
  };
}

function wind(atMs: number): void {
  unwind();
  if (atMs === Number.POSITIVE_INFINITY) return;
  timerAtMs = atMs;
  timer = setTimeout(ring, Math.max(1, Math.ceil(atMs - Date.now())));
}

function unwind(): void {
  if (timer !== undefined) clearTimeout(timer);
  timer = undefined;
  timerAtMs = Number.POSITIVE_INFINITY;
}

/** Wakes all that are due, in the order in which they are. */
function ring(): void {
  timer = undefined;
  // Whoever is woken now asks anew, and none of them winds the timer before all have been.
  timerAtMs = Number.NEGATIVE_INFINITY;
  const nowMs = Date.now();
  const due: { readonly place: number; readonly atMs: number }[] = [];
  dueMs.forEach((atMs, place) => {
    if (atMs <= nowMs) due.push({ place, atMs });
  });
  for (const { place, atMs } of due.sort((a, b) => a.atMs - b.atMs)) {
    // Another that was woken before it may have ended it.
    if (dueMs[place] !== atMs) continue;
    dueMs[place] = Number.POSITIVE_INFINITY;
    wakes[place]?.(nowMs - atMs);
  }
  let first = Number.POSITIVE_INFINITY;
  for (const atMs of dueMs) if (atMs < first) first = atMs;
  wind(first);
}
