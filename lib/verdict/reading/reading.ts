import type { Side } from '../../dialogues/dialogue.ts';
import { SESSION_REFUSALS, type SessionRefusal } from '../../genesys/guest/session-refusals.ts';
import { needsMet } from '../../measures/needs.ts';
import { type Read, type Reader, readMetrics, type SummaryMetrics } from '../../measures/readings.ts';
import type { Side as Player } from '../../measures/table/measure.ts';
import { SIDES_OF } from '../../measures/table/scripts.ts';
import { LEVELS, TENANT_STATES, type TenantState } from '../../measures/table/tag-values.ts';
import { PHASES, type Phase } from '../../plan/phases.ts';
import type { Plan } from '../../plan/schema.ts';
import type { Levels } from '../../play/watch/levels.ts';
import { UPGRADE_CAUSES, type UpgradeCause } from '../../transport/upgrade-cause.ts';
import { type MessageReading, messagesOf } from './messages.ts';
import { type PlatformReading, readPlatform } from './platform.ts';

export interface PhaseReading {
  readonly attempts: number;
  readonly refused: number;
  readonly admitted: number;
  readonly opened: number;
  readonly closed: number;
}

/** The figures that the summary prints and the verdict rests on, all of them from metrics. */
export interface Reading {
  readonly durationMs: number;
  readonly attempts: number;
  readonly refused: number;
  readonly refused503: number;
  /** Dense transport: of all refusals the share that the sentinel saw. */
  readonly refused403: number;
  readonly failed: number;
  readonly causes: Readonly<Partial<Record<UpgradeCause, number>>>;
  readonly admitted: number;
  readonly opened: number;
  /** Upgrades that opened, and why no session came of them; all zero in the result of a run that did not count them. */
  readonly notConfigured: Readonly<Record<SessionRefusal, number>>;
  readonly evicted: number;
  readonly dropped: number;
  readonly phases: Readonly<Record<Phase, PhaseReading>>;
  /** Sessions open at the end of the ramp, and of the hold; of what came of it where the run ended sooner. */
  readonly heldAfterRamp: number;
  readonly heldAfterHold: number;
  /** The least number of sessions that were wanted when a customer's first attempt was refused. */
  readonly firstRefusalAt: number | undefined;
  readonly ready: { readonly medMs: number; readonly p95Ms: number } | undefined;
  readonly messages: Readonly<Record<Side, MessageReading>>;
  readonly conversationsBegun: number;
  readonly transcriptsComplete: number;
  readonly agents: {
    readonly connected: number;
    /** Of whom the API took no token. */
    readonly refused: number;
    readonly accepted: number;
    readonly wrappedUp: number;
    readonly notAnswered: number;
    /** Alerting to connected, the 95th percentile; 0 when none was accepted. */
    readonly acceptP95Ms: number;
  };
  readonly platform: PlatformReading;
  readonly visits: number;
  /** Open model: planned visits that k6 could not begin, since every VU was taken. */
  readonly visitsNotBegun: number;
  readonly lateVisits: number;
  /** What the monitor read; `states` as shares of its readings. */
  readonly tenant: {
    readonly readings: number;
    readonly most: Levels;
    readonly states: Readonly<Record<TenantState, number>>;
  };
}

/** What is known of a run beside its metrics. */
export interface RunFacts {
  readonly durationMs: number;
  /** Without it the sides that were played follow from the metrics. */
  readonly script?: string | undefined;
  readonly plan?: Plan | undefined;
}

/** The figures of a run, or what is unknown of them: `--no-thresholds` leaves every submetric out. */
export function readSummary(metrics: SummaryMetrics, run: RunFacts): Read<Reading> {
  // Times by endpoint are an extra: a run of many calls has none, and so has the result of an older version.
  const meets = needsMet(run.plan).filter((need) => need !== 'few-calls');
  const made = { sides: sidesPlayed(metrics, run.script), meets };
  return readMetrics(metrics, made, (reader) => readingOf(reader, run.durationMs));
}

/** Figures of whole metrics: they are known whatever was split. */
export interface WholeReading {
  readonly attempts: number;
  readonly refused: number;
  readonly failed: number;
  readonly firstRefusalAt: number | undefined;
  readonly visits: number;
  readonly lateVisits: number;
  readonly agentsConnected: number;
}

export function readWhole(metrics: SummaryMetrics): WholeReading {
  const read = readMetrics(metrics, { sides: [] }, ({ count, hits, total, value }) => ({
    attempts: total('ws_upgrade_failed'),
    refused: hits('ws_upgrade_refused'),
    failed: hits('ws_upgrade_failed'),
    firstRefusalAt: value('planned_at_refusal', 'min') || undefined,
    visits: total('generator_late'),
    lateVisits: hits('generator_late'),
    agentsConnected: count('agents_connected'),
  }));
  if (!read.known) throw new Error('a whole metric is never unknown');
  return read.value;
}

/** Those of the script; where it is not known, those of whom there is a metric. */
function sidesPlayed(metrics: SummaryMetrics, script: string | undefined): readonly Player[] {
  if (script !== undefined && script in SIDES_OF) return SIDES_OF[script as keyof typeof SIDES_OF];
  const names = Object.keys(metrics);
  const has = (start: string) => names.some((name) => name.startsWith(start));
  const sides: Player[] = [];
  if (has('ws_upgrade_')) sides.push('customer');
  if (has('agent')) sides.push('agent');
  if (has('tenant_')) sides.push('monitor');
  return sides;
}

function readingOf(reader: Reader, durationMs: number): Reading {
  const { count, hits, total, value } = reader;
  const [ramp, hold, teardown] = PHASES.map((phase) => phaseOf(reader, phase)) as [
    PhaseReading,
    PhaseReading,
    PhaseReading,
  ];
  const heldAfterRamp = ramp.opened - ramp.closed;
  const firstRefusalAt = value('planned_at_refusal', 'min');
  const causes = UPGRADE_CAUSES.map((cause) => [cause, hits('ws_upgrade_failed', { cause })] as const);
  return {
    durationMs,
    attempts: total('ws_upgrade_failed'),
    refused: hits('ws_upgrade_refused'),
    refused503: hits('ws_upgrade_503'),
    refused403: refused403(reader),
    failed: hits('ws_upgrade_failed'),
    causes: Object.fromEntries(causes.filter(([, attempts]) => attempts !== 0)),
    admitted: ramp.admitted + hold.admitted + teardown.admitted,
    opened: ramp.opened + hold.opened + teardown.opened,
    notConfigured: recordOf(SESSION_REFUSALS, (reason) => count('guest_sessions_refused', { reason })),
    evicted: count('guest_sessions_closed', { reason: 'evicted' }),
    dropped: count('guest_sessions_closed', { reason: 'dropped' }),
    phases: { ramp, hold, teardown },
    heldAfterRamp,
    heldAfterHold: heldAfterRamp + hold.opened - hold.closed,
    firstRefusalAt: firstRefusalAt > 0 ? firstRefusalAt : undefined,
    ready:
      ramp.opened > 0
        ? { medMs: value('guest_session_ready', 'med'), p95Ms: value('guest_session_ready', 'p(95)') }
        : undefined,
    messages: { customer: messagesOf(reader, 'customer'), agent: messagesOf(reader, 'agent') },
    conversationsBegun: count('conversations', { state: 'begun' }),
    transcriptsComplete: count('guest_sessions_closed', { reason: 'complete' }),
    agents: {
      connected: count('agents_connected'),
      refused: count('agents_refused'),
      accepted: count('conversations', { state: 'accepted' }),
      wrappedUp: count('conversations', { state: 'wrapped-up' }),
      notAnswered: count('conversations', { state: 'not-answered' }),
      acceptP95Ms: value('agent_accept', 'p(95)'),
    },
    platform: readPlatform(reader),
    visits: total('generator_late'),
    visitsNotBegun: count('dropped_iterations', { scenario: 'customers' }),
    lateVisits: hits('generator_late'),
    tenant: {
      readings: total('tenant_state', { state: 'plateau' }),
      most: recordOf(LEVELS, (level) => value('tenant_level', 'max', { level })),
      states: recordOf(TENANT_STATES, (state) => value('tenant_state', 'rate', { state })),
    },
  };
}

function phaseOf({ count, hits, total }: Reader, phase: Phase): PhaseReading {
  return {
    attempts: total('ws_upgrade_refused', { phase }),
    refused: hits('ws_upgrade_refused', { phase }),
    admitted: count('upgrades_admitted', { phase }),
    opened: count('guest_sessions_opened', { phase }),
    closed: count('guest_sessions_closed', { phase }),
  };
}

/** Refusals with 403; of those that the dense transport could not see the share that the sentinel saw. */
function refused403({ hits, total }: Reader): number {
  const unseen = hits('ws_upgrade_failed', { cause: 'http-unseen' });
  const sentinel = (cause: UpgradeCause) => total('sentinel_503', { cause });
  const seen = KNOCK_REFUSALS.reduce((sum, cause) => sum + sentinel(cause), 0);
  const estimated = seen === 0 ? 0 : (unseen * sentinel('http-403')) / seen;
  return hits('ws_upgrade_failed', { cause: 'http-403' }) + estimated;
}

const KNOCK_REFUSALS = ['http-503', 'http-429', 'http-403', 'http-other'] as const;

function recordOf<K extends string>(keys: readonly K[], figure: (key: K) => number): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, figure(key)])) as Record<K, number>;
}
