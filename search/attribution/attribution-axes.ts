import type { Probe, SearchPhase } from '../../lib/plan/probes/phase.ts';
import {
  DEPLOYMENT_PER_MINUTE,
  DIP,
  dipTimes,
  type Learnt,
  type SearchSettings,
} from '../../lib/plan/probes/settings.ts';
import { deploymentsOf } from '../../lib/plan/probes/spread.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import type { Contrast } from '../trials/trials.ts';

/** What a limit may be attached to. An experiment varies one axis at a time. */
export const AXES = ['source-address', 'deployment', 'identity', 'pace', 'weight', 'side'] as const;
export type Axis = (typeof AXES)[number];

/** An axis that can be varied. Where the limit follows it, arm `b` holds more than arm `a`. */
export interface AxisDesign extends Contrast {
  readonly name: Axis;
  readonly armA: string;
  readonly armB: string;
}

export interface Design {
  readonly axes: readonly AxisDesign[];
  readonly notVaried: readonly { readonly axis: Axis; readonly why: string }[];
}

/** How far the offer lies above the level, so that an arm without the limit can show it. */
const ABOVE = 1.3;
const HOLD_MS = 10_000;
/** Knocks after a dip come four a second, once sessions have looked at their clock and left. */
const AFTER_DIP_MS = Array.from({ length: 12 }, (_, n) => 700 + 250 * n);
/**
 * The number of sessions that share a token. Genesys publishes 3 connections for a session (`session.connections.max`).
 */
const SHARED_BY = 3;
/** The minimum duration of the ramp in the slow arm of the pace. */
const SLOW_MS = 30_000;
const SLOWER = 4;
/** The minimum share of agents in the level; fewer would not show beside its noise. */
const AGENTS_SHARE = 0.2;

/**
 * Designs the experiment around `level` sessions. `addresses`: the local addresses that the load can come from. An axis
 * that plan or machine cannot vary is listed with the reason.
 */
export function designOf(
  plan: Plan,
  settings: SearchSettings,
  level: number,
  addresses: readonly string[],
  wanted: readonly Axis[] = AXES,
  learnt: Learnt = { again: 0, without: [] },
): Design {
  const axes: AxisDesign[] = [];
  const notVaried: { axis: Axis; why: string }[] = [];
  for (const name of wanted) {
    const arms = ARMS[name]({ plan, settings, level, addresses, base: baseProbe(settings, level, learnt) });
    if (typeof arms === 'string') notVaried.push({ axis: name, why: arms });
    else axes.push({ name, ...arms });
  }
  return { axes, notVaried };
}

interface Given {
  readonly plan: Plan;
  readonly settings: SearchSettings;
  readonly level: number;
  readonly addresses: readonly string[];
  readonly base: Probe;
}

type Arms = Omit<AxisDesign, 'name'>;

function baseProbe(
  { perMinute, windowMs, restMs, most }: SearchSettings,
  level: number,
  { again, without }: Learnt,
): Probe {
  const offer = Math.max(level + 1, Math.min(most, Math.ceil(level * ABOVE)));
  return { offer, perMinute, holdMs: Math.min(windowMs, HOLD_MS), restMs, knocks: 0, again, without };
}

const trial = (probe: Probe, more: Partial<SearchPhase> = {}): SearchPhase => ({
  name: 'trial',
  probes: [probe],
  untilRefusal: false,
  ...more,
});

/** The two arms of each axis, or the reason why it cannot be varied. */
const ARMS: Readonly<Record<Axis, (given: Given) => Arms | string>> = {
  'source-address': ({ base, addresses: [first, second] }) =>
    first === undefined || second === undefined
      ? 'this machine has one address towards the target: a second one is needed (--local-ips)'
      : {
          armA: `from ${first}`,
          armB: `from ${first} and ${second}`,
          a: trial(base, { localIps: first }),
          b: trial(base, { localIps: `${first},${second}` }),
        },
  deployment: ({ base, plan }) => {
    const used = deploymentsOf(plan.deployments.length, base);
    const [first, ...others] = used;
    if (first === undefined || others.length === 0)
      return plan.deployments.length < 2 ? 'the plan has one deployment' : 'one deployment of the plan lets anybody in';
    // A single deployment is kept within its published rate.
    const perMinute = Math.min(base.perMinute, plan.ceiling.perMinute ?? DEPLOYMENT_PER_MINUTE);
    return {
      armA: 'one deployment',
      armB: `${used.length} deployments`,
      a: trial({ ...base, perMinute, deployments: first + 1 }),
      b: trial({ ...base, perMinute }),
    };
  },
  identity: ({ base, plan }) => {
    const sharedBy = plan.customers.identity === 'shared' ? base.offer : SHARED_BY;
    return {
      armA: `${sharedBy} sessions a token`,
      armB: 'a token each',
      a: trial({ ...base, sharedBy }),
      b: trial({ ...base, sharedBy: 1 }),
    };
  },
  pace: ({ base, level }) => {
    const slowly = Math.min(base.perMinute / SLOWER, (base.offer * 60_000) / SLOW_MS);
    const { leave, afterMs, knocksAtMs } = dipTimes(Math.max(1, Math.ceil(level * DIP)), AFTER_DIP_MS);
    const holdMs = Math.max(...knocksAtMs) + 1_000;
    const knocking = { ...base, holdMs, dip: { leave, afterMs }, knocks: knocksAtMs.length, knocksAtMs };
    return {
      armA: `${Math.round(base.perMinute)} a minute`,
      armB: `${Math.round(slowly)} a minute`,
      a: trial(knocking),
      b: trial({ ...knocking, perMinute: slowly }),
    };
  },
  weight: ({ base }) => ({
    armA: 'with a live conversation',
    armB: 'open socket alone',
    a: trial({ ...base, weight: 'conversation' }),
    b: trial({ ...base, weight: 'socket' }),
  }),
  side: ({ base, plan, level }) => {
    if (plan.agents === undefined) return 'the plan has no agents';
    const agents = Math.min(plan.agents.count, level);
    if (agents < level * AGENTS_SHARE) {
      return `the plan has ${plan.agents.count} agents: beside ${level} sessions they would not show (${Math.ceil(level * AGENTS_SHARE)} would)`;
    }
    return {
      armA: `with ${agents} agents`,
      armB: 'guests only',
      a: trial(base, { agents }),
      b: trial(base),
    };
  },
};
