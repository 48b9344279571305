import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import type { GoalName } from '../../lib/plan/goal-text.ts';
import type { Incomplete } from '../../lib/verdict/incomplete.ts';
import type { MetricTable } from '../read/metric-table.ts';
import type { MissedMinute } from './first-missed.ts';
import type { GateLine, GateOutcome } from './gate-lines.ts';
import type { Latency } from './latencies.ts';
import type { RunOverTime } from './over-time.ts';
import type { Judgement } from './run-model.ts';

/** All that a report says of one run, as plain data. */
export interface RunReport extends Judgement {
  /** Which folder of `kinds` knows how to reckon and show it. */
  readonly kind: string;
  /** Names of the files it came from, without their folders. */
  readonly inputs: readonly string[];
  readonly script: string | undefined;
  /** Ms since the epoch; undefined for a summary. */
  readonly startedMs: number | undefined;
  /** When it was by its result; undefined where samples tell, or nothing does. */
  readonly ran: { readonly from: string; readonly to: string } | undefined;
  readonly durationMs: number;
  /** Where its load was shorter than its plan. */
  readonly incomplete: Incomplete | undefined;
  readonly samples: number;
  /** The virtual users of all pods together; undefined where nothing tells. */
  readonly mostVus: number | undefined;
  readonly gate: GateOutcome;
  readonly gates: readonly GateLine[];
  /** Upgrades by HTTP status, from `ws_sessions`. */
  readonly statuses: readonly (readonly [status: string, count: number])[];
  /** What refused upgrades say; undefined without samples, which alone have the words. */
  readonly refusals: readonly SeenRefusals[] | undefined;
  /** Undefined without samples. */
  readonly over: RunOverTime | undefined;
  readonly latencies: readonly Latency[];
  /** When goals were first missed, by goal; undefined without samples, which alone can tell. */
  readonly firstMissed: Readonly<Partial<Record<GoalName, MissedMinute>>> | undefined;
  readonly metrics: MetricTable;
}
