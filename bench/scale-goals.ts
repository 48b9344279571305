import { growthExponent } from './growth-exponent.ts';

/** Medians over the runs of one size: of the engine, and of the bare client that exchanges the same frames. */
export interface SizeMedians {
  readonly sessions: number;
  readonly open: number;
  /** Memory above idle per session (KB). */
  readonly kilobytes: number;
  readonly bareKilobytes: number;
  /** CPU per WebSocket frame (microseconds). */
  readonly micros: number;
  readonly bareMicros: number;
  /** 99th percentile of `message_ack` (ms). */
  readonly p99Ms: number;
  readonly bareP99Ms: number;
  /** Whether no run lost, altered, doubled or dropped anything. */
  readonly sound: boolean;
}

export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly atMost: number;
}

const KILOBYTES = 27;
const MEMORY_TIMES = 2;
const CPU_TIMES = 1.35;
const P99_TIMES = 3;
const EXPONENT = 1.1;
const OUT_JSON_TIMES = 1.2;

/** The goals for the engine's cost, each with what was measured. */
export function goalsOf(rows: readonly SizeMedians[]): Goal[] {
  const largest = rows.reduce((max, row) => (row.sessions > max.sessions ? row : max));
  const goals = [
    { what: `KB a session at ${largest.sessions}`, measured: largest.kilobytes, atMost: KILOBYTES },
    ...rows.flatMap((row) => ratios(row)),
  ];
  if (rows.length > 1) {
    const growth = (of: (row: SizeMedians) => number) => growthExponent(rows.map((row) => [row.sessions, of(row)]));
    const memory = growth(({ kilobytes, sessions }) => kilobytes * sessions);
    // CPU per frame times sessions, since the ramp takes longer the more sessions there are.
    const cpu = growth(({ micros, sessions }) => micros * sessions);
    goals.push({ what: 'exponent of memory over sessions', measured: memory, atMost: EXPONENT });
    goals.push({ what: 'exponent of CPU over sessions', measured: cpu, atMost: EXPONENT });
  }
  for (const { sessions, open, sound } of rows) {
    goals.push({
      what: `sessions missing at the fullest instant, of ${sessions}`,
      measured: Math.max(0, sessions - open),
      atMost: 0,
    });
    goals.push({
      what: `runs of ${sessions} with anything lost, altered, doubled or dropped`,
      measured: sound ? 0 : 1,
      atMost: 0,
    });
  }
  return goals;
}

/** `times` is the CPU per frame with `--out json` divided by that without. */
export const outJsonGoal = (times: number): Goal => ({
  what: 'CPU with --out json, times that without',
  measured: times,
  atMost: OUT_JSON_TIMES,
});

function ratios(row: SizeMedians): Goal[] {
  const times = (what: string, ours: number, bare: number, atMost: number): Goal => ({
    what: `${what} at ${row.sessions}, times the bare loop's`,
    measured: ours / bare,
    atMost,
  });
  return [
    times('memory a session', row.kilobytes, row.bareKilobytes, MEMORY_TIMES),
    times('CPU a frame', row.micros, row.bareMicros, CPU_TIMES),
    times('p99 of message_ack', row.p99Ms, row.bareP99Ms, P99_TIMES),
  ];
}

export const isMet = ({ measured, atMost }: Goal): boolean => measured <= atMost;
