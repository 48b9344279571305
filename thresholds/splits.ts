import type { MetricName } from '../lib/measures/declare/names.ts';
import {
  CONVERSATION_STATES,
  LEDGER_STATES,
  LEVELS,
  PLATFORM_CALLS,
  SESSION_REFUSALS,
  TENANT_STATES,
  UPGRADE_CAUSES,
} from '../lib/measures/declare/names.ts';
import { expectedCalls } from '../lib/plan/expected-calls.ts';
import { PHASES } from '../lib/plan/schedule.ts';
import type { AgentsPlan, Plan } from '../lib/plan/schema.ts';
import type { Thresholds } from './gates.ts';

/** So many samples are sorted in about a tenth of a second. */
const SORTED_CALLS = 500_000;

/**
 * Thresholds that always hold: the only way to have k6 split a metric by a tag in `handleSummary` (k6.md section 11,
 * hazard 16). The verdict reads these.
 */
export function customerSplits(): Thresholds {
  return {
    ...split('ws_upgrade_refused', 'rate>=0', 'phase', PHASES),
    ...split('ws_upgrade_failed', 'rate>=0', 'cause', UPGRADE_CAUSES),
    ...split('sentinel_503', 'rate>=0', 'cause', UPGRADE_CAUSES),
    ...split('upgrades_admitted', 'count>=0', 'phase', PHASES),
    ...split('guest_sessions_opened', 'count>=0', 'phase', PHASES),
    ...split('guest_sessions_closed', 'count>=0', 'phase', PHASES),
    ...split('guest_sessions_closed', 'count>=0', 'reason', ['complete', 'evicted', 'dropped']),
    ...split('guest_sessions_refused', 'count>=0', 'reason', SESSION_REFUSALS),
    ...messageSplits('customer'),
    ...split('conversations', 'count>=0', 'state', CONVERSATION_STATES),
    'dropped_iterations{scenario:customers}': ['count>=0'],
  };
}

export function agentSplits(): Thresholds {
  return { ...messageSplits('agent'), ...split('conversations', 'count>=0', 'state', CONVERSATION_STATES) };
}

export function monitorSplits(): Thresholds {
  return {
    ...split('tenant_level', 'value>=0', 'level', LEVELS),
    ...split('tenant_state', 'rate>=0', 'state', TENANT_STATES),
  };
}

/**
 * p95 by endpoint, and the load apart from the agents' calls. k6 sorts every sample of a Trend with a threshold each 2 s
 * (k6.md section 11, hazard 6): a run that makes too many calls goes without.
 */
export function platformSplits(plan: Plan, agents: AgentsPlan): Thresholds {
  const few = expectedCalls(plan, agents) <= SORTED_CALLS;
  return {
    ...(few ? split('platform_request', 'max>=0', 'name', PLATFORM_CALLS) : {}),
    ...(plan.platformLoad === undefined
      ? {}
      : {
          'platform_rate_limited{scenario:platform-load}': ['rate>=0'],
          ...(few ? split('platform_request', 'max>=0', 'scenario', ['platform-load']) : {}),
        }),
  };
}

export function messageSplits(side: string): Thresholds {
  const states = ['sent', ...LEDGER_STATES];
  return Object.fromEntries(states.map((state) => [`messages{side:${side},state:${state}}`, ['count>=0']]));
}

function split(metric: MetricName, rule: string, tag: string, values: readonly string[]): Thresholds {
  return Object.fromEntries(values.map((value) => [`${metric}{${tag}:${value}}`, [rule]]));
}
