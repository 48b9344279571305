import type { Plan } from '../../lib/plan/schema.ts';
import type { Reading } from '../../lib/verdict/reading.ts';
import type { StormReading } from '../../lib/verdict/storm/reading.ts';
import type { Verdict } from '../../lib/verdict/verdict.ts';
import type { Ceiling } from '../read/ceiling.ts';
import type { MetricTable } from '../read/metric-table.ts';
import type { Preflight } from '../read/preflight.ts';
import type { GateLine } from './gates.ts';
import type { Latency } from './latencies.ts';
import type { Over } from './over-time.ts';

/** All that a report shows. */
export interface Report {
  readonly plan: Plan | undefined;
  readonly runs: readonly RunReport[];
  readonly ceilings: readonly Ceiling[];
  /** What was looked at before the runs. */
  readonly preflights: readonly Preflight[];
  /** What was read and what was not, a line each. */
  readonly notes: readonly string[];
}

export interface RunReport {
  /** Names of the files it came from, without their folders. */
  readonly inputs: readonly string[];
  readonly script: string | undefined;
  /** Ms since the epoch; undefined for a summary. */
  readonly startedMs: number | undefined;
  readonly durationMs: number;
  readonly samples: number;
  /** Virtual users, of all pods together; undefined where nothing tells. */
  readonly mostVus: number | undefined;
  readonly verdict: Verdict | undefined;
  readonly reading: Reading;
  /** Of a reconnect storm, which has no verdict; empty for any other run. */
  readonly storms: readonly StormReading[];
  readonly gates: readonly GateLine[];
  /** Upgrades by HTTP status, from `ws_sessions`. */
  readonly statuses: readonly (readonly [status: string, count: number])[];
  /** Undefined without samples. */
  readonly over: Over | undefined;
  readonly latencies: readonly Latency[];
  readonly metrics: MetricTable;
}
