import type { Options, Scenario } from 'k6/options';
import { loadVus } from '../lib/plan/platform-load.ts';
import { HANDSHAKE_MS, type Schedule, scheduleOf } from '../lib/plan/schedule.ts';
import type { AgentsPlan, Plan } from '../lib/plan/schema.ts';
import { stormsLongestMs } from '../lib/plan/storm-timetable.ts';
import { transportOf } from '../lib/plan/transport-choice.ts';

/** k6 options from the plan. Durations are written in whole ms. */

const HOUR_MS = 3_600_000;

const ms = (value: number): string => `${Math.round(value)}ms`;

export function customersScenario(plan: Plan): Scenario {
  if (plan.customers.model === 'open') return openScenario(plan);
  return transportOf(plan) === 'exact' ? exactScenario(plan) : denseScenario(plan);
}

/**
 * Closed model, dense: a VU keeps many slots. Its one iteration lasts from its first visit to its last, and follows
 * the schedule itself.
 */
function denseScenario(plan: Plan): Scenario {
  const { sessions, sessionsPerVu } = plan.customers;
  const { longestMs, visitGraceMs } = scheduleOf(plan);
  return {
    executor: 'per-vu-iterations',
    exec: 'customer',
    vus: Math.ceil(sessions / sessionsPerVu),
    iterations: 1,
    maxDuration: ms(longestMs),
    gracefulStop: ms(visitGraceMs),
  };
}

/** Closed model, exact: one VU a session, ramped up, held and ramped down. Each iteration is one bounded visit. */
function exactScenario(plan: Plan): Scenario {
  const { sessions, holdMs, teardownMs } = plan.customers;
  const schedule = scheduleOf(plan);
  return {
    executor: 'ramping-vus',
    exec: 'customer',
    startVUs: 0,
    stages: [
      { target: sessions, duration: ms(schedule.rampMs) },
      { target: sessions, duration: ms(holdMs) },
      { target: 0, duration: ms(teardownMs) },
    ],
    gracefulRampDown: ms(schedule.visitGraceMs),
    gracefulStop: ms(schedule.visitGraceMs),
  };
}

/** Open model: visits begin at a rate, whatever became of those before. No more than `sessions` are open at once. */
function openScenario(plan: Plan): Scenario {
  const { sessions, visitsPerMinute = 0, holdMs, teardownMs } = plan.customers;
  const { rampMs, visitGraceMs } = scheduleOf(plan);
  const target = Math.max(1, Math.round(visitsPerMinute * 60));
  return {
    executor: 'ramping-arrival-rate',
    exec: 'customer',
    startRate: 0,
    // k6 takes whole numbers only. As visits an hour, a rate such as 0.5 a minute stays exact.
    timeUnit: '1h',
    stages: [
      { target, duration: ms(rampMs) },
      { target, duration: ms(holdMs) },
      { target: 0, duration: ms(teardownMs) },
    ],
    preAllocatedVUs: sessions,
    gracefulStop: ms(visitGraceMs),
  };
}

/**
 * With one agent a VU: log-ins at a steady rate, one iteration a shift, and the iteration's number in the test is the
 * index of the agent. With several: one iteration from a VU's first shift to its last, which keeps the rate itself.
 */
export function agentsScenario(plan: Plan, agents: AgentsPlan): Scenario {
  const schedule = scheduleOf(plan);
  if (agents.agentsPerVu > 1) return denseAgentsScenario(schedule, agents);
  return {
    executor: 'constant-arrival-rate',
    exec: 'agent',
    // k6 takes whole numbers only, and no time unit below a second. As log-ins an hour, a rate such as 0.5 a minute
    // stays exact.
    rate: Math.max(1, Math.round((agents.count * HOUR_MS) / schedule.loginsMs)),
    timeUnit: '1h',
    duration: ms(schedule.loginsMs),
    preAllocatedVUs: agents.count,
    gracefulStop: ms(agentsGraceMs(schedule)),
  };
}

function denseAgentsScenario(schedule: Schedule, { count, agentsPerVu }: AgentsPlan): Scenario {
  return {
    executor: 'per-vu-iterations',
    exec: 'agent',
    vus: Math.ceil(count / agentsPerVu),
    iterations: 1,
    maxDuration: ms(schedule.shiftEndsMs),
    gracefulStop: ms(schedule.longestMs - schedule.shiftEndsMs),
  };
}

/** Plays all sessions in all storms of the run. A VU has one session, or many, and follows the timetable itself. */
export function stormScenario(plan: Plan): Scenario {
  const { sessions, sessionsPerVu } = plan.customers;
  return {
    executor: 'per-vu-iterations',
    exec: 'customer',
    vus: transportOf(plan) === 'exact' ? sessions : Math.ceil(sessions / sessionsPerVu),
    iterations: 1,
    maxDuration: ms(stormsLongestMs(plan)),
    gracefulStop: '0s',
  };
}

/** The scenario that reads the state of the tenant during the load. */
export function monitorScenario(plan: Plan): Scenario {
  return watcher(plan);
}

/**
 * The scenario of the sentinel, where the transport is dense: it cannot see why an upgrade is refused, and the
 * sentinel can.
 */
export function sentinelScenarios(plan: Plan): Record<string, Scenario> {
  return transportOf(plan) === 'dense' ? { sentinel: watcher(plan) } : {};
}

/**
 * The scenario with calls of the Platform API beside the sockets, where the plan has some. Its VUs keep the pace
 * themselves.
 */
export function platformLoadScenarios(plan: Plan, agents: AgentsPlan): Record<string, Scenario> {
  if (plan.platformLoad === undefined) return {};
  return { 'platform-load': { ...watcher(plan), vus: loadVus(plan.platformLoad.perMinute, agents.count) } };
}

function watcher(plan: Plan) {
  const { teardownEndsMs } = scheduleOf(plan);
  const gracefulStop = ms(HANDSHAKE_MS + plan.monitor.intervalMs);
  return {
    executor: 'per-vu-iterations' as const,
    exec: 'watch',
    vus: 1,
    iterations: 1,
    maxDuration: ms(teardownEndsMs),
    gracefulStop,
  };
}

/** The scenarios of `customers`. */
export function customersScenarios(plan: Plan): Record<string, Scenario> {
  return { customers: customersScenario(plan), ...sentinelScenarios(plan) };
}

/** The scenarios of `contact-centre`. */
export function contactCentreScenarios(plan: Plan, agents: AgentsPlan): Record<string, Scenario> {
  return {
    customers: customersScenario(plan),
    agents: agentsScenario(plan, agents),
    monitor: monitorScenario(plan),
    ...sentinelScenarios(plan),
    ...platformLoadScenarios(plan, agents),
  };
}

/** The time from the last log-in to the end of the last shift, log-outs included (ms). */
function agentsGraceMs(schedule: Schedule): number {
  return Math.max(0, schedule.longestMs - schedule.loginsMs);
}

/**
 * The load zones of k6 cloud, each under a label: its name in letters, digits and hyphens (docs/facts/k6.md section 9,
 * K9.7). Any other k6 passes them over.
 *
 * @example distributionOf({ 'amazon:ie:dublin': 100 }) // { 'amazon-ie-dublin': { loadZone: 'amazon:ie:dublin', percent: 100 } }
 */
function distributionOf(zones: NonNullable<Plan['generators']['zones']>) {
  const entries = Object.entries(zones).map(([loadZone, percent]) => {
    return [loadZone.replace(/[^A-Za-z0-9]+/g, '-'), { loadZone, percent }] as const;
  });
  return Object.fromEntries(entries);
}

/**
 * The options of a script. `url` is left out of the system tags: k6/ws puts the raw address into it, and an id must
 * never be a tag.
 */
export function runOptions(
  { generators }: Plan,
  scenarios: Record<string, Scenario>,
  thresholds: Options['thresholds'],
): Options {
  return {
    scenarios,
    ...(generators.zones === undefined ? {} : { cloud: { distribution: distributionOf(generators.zones) } }),
    ...(thresholds === undefined ? {} : { thresholds }),
    systemTags: ['status', 'scenario', 'name', 'group', 'check', 'error_code', 'expected_response', 'method'],
    summaryTrendStats: ['min', 'avg', 'med', 'p(95)', 'p(99)', 'max'],
    setupTimeout: '70s',
    discardResponseBodies: false,
  };
}
