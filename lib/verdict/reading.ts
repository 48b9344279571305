import type { Side } from '../dialogues/dialogue.ts';
import {
  LEVELS,
  type MetricName,
  SESSION_REFUSALS,
  type SessionRefusal,
  TENANT_STATES,
  type TenantState,
  UPGRADE_CAUSES,
  type UpgradeCause,
} from '../measures/declare/names.ts';
import { PHASES, type Phase } from '../plan/schedule.ts';
import type { Levels } from '../play/watch/levels.ts';
import { type PlatformReading, readPlatform } from './platform.ts';

/** k6's `data.metrics` in handleSummary (k6.md section 7). */
export type SummaryMetrics = Readonly<
  Record<
    string,
    {
      readonly values: Readonly<Record<string, number>>;
      readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
    }
  >
>;

export interface PhaseReading {
  readonly attempts: number;
  readonly refused: number;
  readonly admitted: number;
  readonly opened: number;
  readonly closed: number;
}

export interface MessageReading {
  readonly sent: number;
  readonly acked: number;
  readonly lost: number;
  readonly altered: number;
  readonly duplicated: number;
  readonly reordered: number;
  /** Sent, and nobody knows what became of it; or the run ended first. */
  readonly unresolved: number;
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

export function readSummary(metrics: SummaryMetrics, durationMs: number): Reading {
  const value = (name: MetricName, tag: string, key: string): number => metrics[`${name}${tag}`]?.values[key] ?? 0;
  const count = (name: MetricName, tag = '') => value(name, tag, 'count');
  const hits = (name: MetricName, tag = '') => value(name, tag, 'passes');
  const total = (name: MetricName, tag = '') => hits(name, tag) + value(name, tag, 'fails');

  const phase = (name: Phase): PhaseReading => {
    const tag = `{phase:${name}}`;
    return {
      attempts: total('ws_upgrade_refused', tag),
      refused: hits('ws_upgrade_refused', tag),
      admitted: count('upgrades_admitted', tag),
      opened: count('guest_sessions_opened', tag),
      closed: count('guest_sessions_closed', tag),
    };
  };
  const messages = (side: Side): MessageReading => {
    const of = (state: string) => count('messages', `{side:${side},state:${state}}`);
    const [sent, acked, lost] = [of('sent'), of('acked'), of('lost')];
    const [altered, duplicated, reordered] = [of('altered'), of('duplicated'), of('reordered')];
    const unresolved = sent - acked - lost - altered - duplicated - reordered;
    return { sent, acked, lost, altered, duplicated, reordered, unresolved };
  };

  const refused403 = (): number => {
    const unseen = hits('ws_upgrade_failed', '{cause:http-unseen}');
    const sentinel = (cause: UpgradeCause) => total('sentinel_503', `{cause:${cause}}`);
    const knocks = ['http-503', 'http-429', 'http-403', 'http-other'] as const;
    const seen = knocks.reduce((sum, cause) => sum + sentinel(cause), 0);
    return hits('ws_upgrade_failed', '{cause:http-403}') + (seen === 0 ? 0 : (unseen * sentinel('http-403')) / seen);
  };

  const [ramp, hold, teardown] = PHASES.map(phase) as [PhaseReading, PhaseReading, PhaseReading];
  const heldAfterRamp = ramp.opened - ramp.closed;
  const firstRefusalAt = value('planned_at_refusal', '', 'min');
  return {
    durationMs,
    attempts: total('ws_upgrade_failed'),
    refused: hits('ws_upgrade_refused'),
    refused503: hits('ws_upgrade_503'),
    refused403: refused403(),
    failed: hits('ws_upgrade_failed'),
    causes: Object.fromEntries(
      UPGRADE_CAUSES.map((cause) => [cause, hits('ws_upgrade_failed', `{cause:${cause}}`)]).filter(([, n]) => n !== 0),
    ),
    admitted: ramp.admitted + hold.admitted + teardown.admitted,
    opened: ramp.opened + hold.opened + teardown.opened,
    notConfigured: recordOf(SESSION_REFUSALS, (reason) => count('guest_sessions_refused', `{reason:${reason}}`)),
    evicted: count('guest_sessions_closed', '{reason:evicted}'),
    dropped: count('guest_sessions_closed', '{reason:dropped}'),
    phases: { ramp, hold, teardown },
    heldAfterRamp,
    heldAfterHold: heldAfterRamp + hold.opened - hold.closed,
    firstRefusalAt: firstRefusalAt > 0 ? firstRefusalAt : undefined,
    ready:
      ramp.opened > 0
        ? { medMs: value('guest_session_ready', '', 'med'), p95Ms: value('guest_session_ready', '', 'p(95)') }
        : undefined,
    messages: { customer: messages('customer'), agent: messages('agent') },
    conversationsBegun: count('conversations', '{state:begun}'),
    transcriptsComplete: count('guest_sessions_closed', '{reason:complete}'),
    agents: {
      connected: count('agents_connected'),
      refused: count('agents_refused'),
      accepted: count('conversations', '{state:accepted}'),
      wrappedUp: count('conversations', '{state:wrapped-up}'),
      notAnswered: count('conversations', '{state:not-answered}'),
      acceptP95Ms: value('agent_accept', '', 'p(95)'),
    },
    platform: readPlatform(metrics),
    visits: total('generator_late'),
    visitsNotBegun: metrics['dropped_iterations{scenario:customers}']?.values.count ?? 0,
    lateVisits: hits('generator_late'),
    tenant: {
      readings: total('tenant_state', '{state:plateau}'),
      most: recordOf(LEVELS, (level) => value('tenant_level', `{level:${level}}`, 'max')),
      states: recordOf(TENANT_STATES, (state) => value('tenant_state', `{state:${state}}`, 'rate')),
    },
  };
}

function recordOf<K extends string>(keys: readonly K[], figure: (key: K) => number): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, figure(key)])) as Record<K, number>;
}

/** The thresholds that were crossed, as `metric: rule`. */
export function crossedThresholds(metrics: SummaryMetrics): readonly string[] {
  const crossed: string[] = [];
  for (const [name, { thresholds }] of Object.entries(metrics)) {
    for (const [rule, { ok }] of Object.entries(thresholds ?? {})) if (!ok) crossed.push(`${name}: ${rule}`);
  }
  return crossed;
}
