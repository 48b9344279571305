import { clearTimeout, setTimeout } from 'k6/timers';

/** The sessions of this VU by index: when each asked to be woken (Unix ms; infinity: not at all), and its callback. */
const dueMs: number[] = [];
const wakes: ((lateMs: number) => void)[] = [];
/** The callback at a free index, so that the array keeps no session alive that is over. */
const nobody = () => {};
const free: number[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let timerAtMs = Number.POSITIVE_INFINITY;

/** The alarm of one session: it wakes the session at the time that was set last. */
export interface Alarm {
  /** `atMs` is Unix time; infinity is not at all. */
  set(atMs: number): void;
  stop(): void;
}

/**
 * Returns an alarm for one session. All sessions of a VU share one timer, which is set to the earliest time. `wake`
 * is called with how late it is (ms). The timer is cancelled with the last session, since a pending timer keeps a k6
 * iteration from ending.
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
  // A session that is woken sets its alarm anew. The timer itself is set once all due sessions have been woken.
  timerAtMs = Number.NEGATIVE_INFINITY;
  const nowMs = Date.now();
  const due: { readonly place: number; readonly atMs: number }[] = [];
  dueMs.forEach((atMs, place) => {
    if (atMs <= nowMs) due.push({ place, atMs });
  });
  for (const { place, atMs } of due.sort((a, b) => a.atMs - b.atMs)) {
    // A session that was woken before this one may have ended it.
    if (dueMs[place] !== atMs) continue;
    dueMs[place] = Number.POSITIVE_INFINITY;
    wakes[place]?.(nowMs - atMs);
  }
  let first = Number.POSITIVE_INFINITY;
  for (const atMs of dueMs) if (atMs < first) first = atMs;
  wind(first);
}
