import { aPlan } from '../lib/plan/a-plan.ts';
import { withSplits } from '../lib/verdict/with-splits.ts';
import { declare, sample } from './lines.ts';

/** A small reconnect storm, once as its samples and once as its result: four sessions, dropped at 5 s and at 45 s. */

export const STORM_PLAN = aPlan({
  customers: { sessions: 4, perMinute: 240, hold: '4s', teardown: '2s', longestVisit: '1m' },
  agents: undefined,
  storm: { watch: '30s', rest: '3s' },
});

interface Storm {
  readonly reconnect: 'sdk' | 'backoff';
  /** From each session's drop until it was back. */
  readonly backMs: readonly number[];
  readonly refused: number;
}
/** The third of the SDKs' sessions comes back late and the fourth not at all: it counts with the whole watch. */
const SDK: Storm = { reconnect: 'sdk', backMs: [5_000, 5_000, 10_000], refused: 8 };
const BACKOFF: Storm = { reconnect: 'backoff', backMs: [500, 1_000, 1_500, 2_000], refused: 2 };
const SESSIONS = 4;
const WATCH_MS = 30_000;

const DECLARATIONS = [
  declare('storm_sessions', 'counter'),
  declare('storm_attempts', 'counter'),
  declare('storm_recovery', 'trend'),
  declare('messages', 'counter', [], ['messages{side:customer,state:sent}', 'messages{side:customer,state:acked}']),
  declare('generator_late', 'rate'),
  declare('vus_max', 'gauge'),
];

function linesOf({ reconnect, backMs, refused }: Storm, dropsMs: number): string[] {
  const state = (ms: number, name: string) => sample('storm_sessions', ms, 1, { reconnect, state: name });
  const attempt = (afterMs: number, cause: string) =>
    sample('storm_attempts', dropsMs + afterMs, 1, {
      reconnect,
      cause,
      second: String(Math.floor(afterMs / 1_000)),
    });
  const back = (afterMs: number) => [
    attempt(afterMs, 'none'),
    state(dropsMs + afterMs, 'back'),
    sample('storm_recovery', dropsMs + afterMs, afterMs, { reconnect }),
  ];
  const out = Array.from({ length: SESSIONS - backMs.length }, () => [
    state(dropsMs + WATCH_MS, 'out'),
    sample('storm_recovery', dropsMs + WATCH_MS, WATCH_MS, { reconnect }),
  ]);
  return [
    ...Array.from({ length: SESSIONS }, (_, index) => state(dropsMs - 5_000 + index * 250, 'opened')),
    ...Array.from({ length: SESSIONS }, () => state(dropsMs, 'dropped')),
    ...Array.from({ length: refused }, () => attempt(5_000, 'http-503')),
    ...backMs.flatMap(back),
    ...out.flat(),
    sample('messages', dropsMs - 1_000, 2, { side: 'customer', state: 'sent' }),
    sample('messages', dropsMs + WATCH_MS, 2, { side: 'customer', state: 'acked' }),
  ];
}

export const stormLines = (): string[] => [
  ...DECLARATIONS,
  sample('vus_max', 0, 4),
  ...linesOf(SDK, 5_000),
  ...linesOf(BACKOFF, 45_000),
  ...Array.from({ length: 2 * SESSIONS }, (_, index) => sample('generator_late', 80_000 + index, 0)),
];

/** What `-e RESULT` writes of it, with the thresholds that are there only to have k6 split its metrics. */
export function stormResult(): object {
  const counter = (count: number, rule = 'count>=0') => ({
    type: 'counter',
    contains: 'default',
    values: { count, rate: 1 },
    thresholds: { [rule]: { ok: true } },
  });
  const metricsOf = ({ reconnect, backMs, refused }: Storm, busiest: number, recovery: Record<string, number>) => {
    const of = (name: string, tags: string) => `${name}{reconnect:${reconnect},${tags}}`;
    return {
      [of('storm_sessions', 'state:opened')]: counter(SESSIONS),
      [of('storm_sessions', 'state:dropped')]: counter(SESSIONS, 'count>=4'),
      [of('storm_sessions', 'state:back')]: counter(backMs.length),
      [of('storm_attempts', 'cause:none')]: counter(backMs.length),
      [of('storm_attempts', 'cause:http-503')]: counter(refused),
      [of('storm_attempts', 'second:5')]: counter(busiest),
      [`storm_recovery{reconnect:${reconnect}}`]: {
        type: 'trend',
        contains: 'time',
        values: recovery,
        thresholds: { 'max>=0': { ok: true } },
      },
    };
  };
  const metrics = {
    ...metricsOf(SDK, 10, { med: 7_500, 'p(95)': 27_000, max: 30_000 }),
    ...metricsOf(BACKOFF, 2, { med: 1_250, 'p(95)': 1_925, max: 2_000 }),
    storm_attempts: counter(17),
    'messages{state:lost}': counter(0, 'count<1'),
    'platform_request{name:GET /x}': {
      type: 'trend',
      contains: 'time',
      values: { min: 1 },
      thresholds: { 'min>=0': { ok: true } },
    },
  };
  return {
    script: 'reconnect-storm',
    plan: STORM_PLAN,
    metrics: withSplits(metrics, 'reconnect-storm', STORM_PLAN),
  };
}
