import { parsePlan } from '../../lib/plan/parse.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { Reading } from '../../lib/verdict/reading/reading.ts';
import type { Scene } from './scene.ts';
import type { Tally } from './tally.ts';

const BASE = basePlan();

/** A plan, with `more` in its JSON, in which the laboratory's scenes replace what they draw. */
export function basePlan(more: object = {}): Plan {
  const text = JSON.stringify({
    name: 'laboratory',
    target: { address: '127.0.0.1:7420' },
    deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
    customers: { sessions: 100, perMinute: 50, hold: '10m', teardown: '10m', longestVisit: '30m' },
    ...more,
  });
  const parsed = parsePlan(text, 'laboratory', {});
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.plan;
}

/** The plan of a scene. */
export function planOf({ sessions, rampS, holdS, teardownS, gapS, weights, retryFirstS, attempts }: Scene): Plan {
  const [deployment] = BASE.deployments;
  if (deployment === undefined) throw new Error('the plan has a deployment');
  return {
    ...BASE,
    deployments: weights.map((weight) => ({ ...deployment, weight })),
    customers: {
      ...BASE.customers,
      ...{ sessions, perMinute: (sessions / rampS) * 60, holdMs: holdS * 1_000 },
      ...{ teardownMs: teardownS * 1_000, gapMs: gapS * 1_000 },
    },
    retry: { ...BASE.retry, firstMs: retryFirstS * 1_000, attempts },
  };
}

/** What the product reads of a run of `customers` that went as the tally says. */
export function readingOf(tally: Tally, scene: Scene): Reading {
  const [ramp, hold, teardown] = tally.phases;
  const sum = (key: 'tried' | 'refused' | 'admitted') => ramp[key] + hold[key] + teardown[key];
  const status = (code: number) => tally.statuses.get(code) ?? 0;
  const { outcomes, visits } = tally;
  const phaseOf = (one: (typeof tally.phases)[0]) => ({
    ...{ attempts: one.tried, refused: one.refused, admitted: one.admitted },
    ...{ opened: one.admitted, closed: one.closed },
  });
  const seconds = ({ open, gap }: (typeof tally.phases)[0]) => ({ unanswered: open, served: 0, gap });
  const reached = (count: number) => ({ reached: count, of: visits });
  const heldAfterRamp = ramp.admitted - ramp.closed;
  return {
    durationMs: (scene.rampS + scene.holdS + scene.teardownS) * 1_000,
    ...{ attempts: sum('tried'), refused: sum('refused'), failed: sum('refused') },
    refused503: status(503),
    refused403: status(403),
    causes: {
      ...{ 'http-503': status(503), 'http-429': status(429), 'http-403': status(403) },
      'http-other': sum('refused') - status(503) - status(429) - status(403),
    },
    ...{ admitted: sum('admitted'), opened: sum('admitted') },
    notConfigured: { refused: 0, 'too-many': 0, silent: 0, other: 0, unauthorized: 0, closed: 0 },
    ...{ evicted: 0, dropped: tally.dropped },
    phases: { ramp: phaseOf(ramp), hold: phaseOf(hold), teardown: phaseOf(teardown) },
    ...{ heldAfterRamp, heldAfterHold: heldAfterRamp + hold.admitted - hold.closed },
    firstRefusalAt: Number.isFinite(tally.firstRefusalAt) ? tally.firstRefusalAt : undefined,
    wayIn: {
      tries: tally.tries,
      slices: tally.slices,
      sixths: tally.sixths,
      deployments:
        scene.weights.length < 2 ? [] : tally.deployments.map((one, place) => ({ place: String(place + 1), ...one })),
      cuts: { teardown: tally.teardown, byAge: tally.byAge, othersByAge: tally.othersByAge, byQuiet: tally.byQuiet },
    },
    ready: { medMs: 20, p95Ms: 40 },
    messages: { customer: NO_MESSAGES, agent: NO_MESSAGES },
    acks: { slow: 0, of: 0 },
    conversationsBegun: outcomes.complete,
    asides: { opening: 0, 'bot-answer': 0 },
    attachments: { sent: 0, refused: 0, failed: 0 },
    bots: { met: 0, 'handed-over': 0, stuck: 0 },
    signIns: NO_SIGN_INS,
    transcriptsComplete: outcomes.complete,
    service: {
      judged: false,
      judgedGoals: ['stayed', 'spoke'],
      outcomes: { ...NO_OUTCOMES, ...outcomes },
      goals: {
        stayed: reached(outcomes.complete),
        spoke: reached(visits),
        answered: { reached: 0, of: 0 },
        'answered-in-time': { reached: 0, of: 0 },
        'as-planned': reached(outcomes.complete),
      },
      seconds: { ramp: seconds(ramp), hold: seconds(hold), teardown: seconds(teardown) },
      firstAnswer: undefined,
      shifts: { 'as-planned': 0, cut: 0, 'not-on-queue': 0, refused: 0, 'not-logged-in': 0, 'shared-user': 0 },
    },
    agents: NO_AGENTS,
    platform: NO_CALLS,
    ...{ visits, visitsNotBegun: 0, lateVisits: 0 },
    tenant: NO_TENANT,
  };
}

export const NO_MESSAGES = { sent: 0, acked: 0, lost: 0, altered: 0, duplicated: 0, reordered: 0, unresolved: 0 };
export const NO_SIGN_INS = {
  ...{ 'signed-in': 0, refreshed: 0, refused: 0, 'refresh-refused': 0, unauthorized: 0, unanswered: 0 },
  'no-credential': 0,
};
const NO_OUTCOMES = {
  ...{ complete: 0, 'left-early': 0, unserved: 0, 'agent-disconnected': 0, deadline: 0, 'not-said': 0 },
  ...{ cut: 0, evicted: 0, expired: 0, 'logged-out': 0, 'not-configured': 0, refused: 0 },
};
const NO_AGENTS = {
  ...{ connected: 0, refused: 0, accepted: 0, wrappedUp: 0, notAnswered: 0, unrecognised: 0, foreign: 0, leftOver: 0 },
  ...{ transfers: { made: 0, refused: 0, 'taken-over': 0 }, acceptP95Ms: 0 },
};
const NO_CALLS = {
  ...{ calls: 0, rateLimited: 0, p95Ms: 0, unexpected: 0, load: undefined, organizationLimited: 0, endpoints: [] },
};
const NO_TENANT = {
  readings: 0,
  most: { waiting: 0, alerting: 0, interacting: 0, 'on-queue': 0, idle: 0, 'not-responding': 0 },
  states: { full: 0, free: 0, 'after-contact': 0, plateau: 0 },
};
