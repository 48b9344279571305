import type { Options, Scenario } from 'k6/options';
import { gateKeyOf } from '../lib/measures/keys.ts';
import { splitsOf } from '../lib/measures/splits.ts';
import { SIDES_OF } from '../lib/measures/table/scripts.ts';
import { check } from '../lib/plan/check.ts';
import { type Inputs, planIn } from '../lib/plan/inputs.ts';
import type { Env } from '../lib/plan/load.ts';
import type { SearchPhase } from '../lib/plan/probes/phase.ts';
import { phaseIn } from '../lib/plan/probes/phase-from-env.ts';
import { splitValues } from '../lib/plan/probes/split-values.ts';
import { longestMs, maxOffered } from '../lib/plan/probes/timetable.ts';
import { probeTransportOf, sessionsPerVu } from '../lib/plan/probes/transport-choice.ts';
import type { Plan } from '../lib/plan/schema.ts';
import { runOptions } from './executors.ts';
import type { Thresholds } from './gates.ts';

/**
 * The k6 options of `ceiling`: VUs for the largest probe of the phase, each with one iteration that lasts for all its
 * probes. Refuses in one line (exit 108) what must not run.
 */
export function probeOptions(inputs: Inputs, env: Env): Options {
  check(inputs, env, 'ceiling');
  const plan = planIn(inputs);
  const phase = phaseIn(env, plan);
  const sessions = maxOffered(phase);
  return runOptions(
    plan,
    {
      probes: {
        executor: 'per-vu-iterations',
        exec: 'probe',
        vus: probeTransportOf(plan) === 'exact' ? sessions : Math.ceil(sessions / sessionsPerVu(plan, phase)),
        iterations: 1,
        maxDuration: `${Math.ceil(longestMs(phase))}ms`,
        gracefulStop: '0s',
      },
      ...agentsScenario(phase, plan),
    },
    splits(phase, plan),
  );
}

/** The scenario of the agents' notification sockets, of which a VU holds many. */
function agentsScenario(phase: SearchPhase, { customers }: Plan): Record<string, Scenario> {
  if (!phase.agents) return {};
  return {
    agents: {
      executor: 'per-vu-iterations',
      exec: 'agent',
      vus: Math.ceil(phase.agents / customers.sessionsPerVu),
      iterations: 1,
      maxDuration: `${Math.ceil(longestMs(phase))}ms`,
      gracefulStop: '0s',
    },
  };
}

/** The splits that handleSummary reads, and the rules that end a phase at its first refusal. */
function splits(phase: SearchPhase, plan: Plan): Thresholds {
  const { untilRefusal } = phase;
  const thresholds: Thresholds = splitsOf({ sides: SIDES_OF.ceiling, values: splitValues(phase, plan) });
  if (!untilRefusal) return thresholds;
  for (const outcome of ['refused', 'failed', 'dropped'] as const) {
    thresholds[gateKeyOf('probe_sessions', { outcome })] = [{ threshold: 'count<1', abortOnFail: true }];
  }
  return thresholds;
}
