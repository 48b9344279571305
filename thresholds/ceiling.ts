import type { Options, Scenario } from 'k6/options';
import { UPGRADE_CAUSES } from '../lib/measures/declare/names.ts';
import { check } from '../lib/plan/check.ts';
import type { Env } from '../lib/plan/load.ts';
import { type Prepared, planIn } from '../lib/plan/prepared.ts';
import { OUTCOMES } from '../lib/plan/probes/outcomes.ts';
import type { SearchPhase } from '../lib/plan/probes/phase.ts';
import { phaseIn } from '../lib/plan/probes/phase-from-env.ts';
import { longestMs, mostOffered } from '../lib/plan/probes/timetable.ts';
import { probeTransportOf, sessionsPerVu } from '../lib/plan/probes/transport-choice.ts';
import { refuse } from '../lib/plan/refuse.ts';
import type { Plan } from '../lib/plan/schema.ts';
import { runOptions } from './executors.ts';

/**
 * The k6 options of `ceiling`: VUs for the largest probe of the phase, each with one iteration that lasts for all its
 * probes. Refuses in one line (exit 108) what must not run.
 */
export function probeOptions(prepared: Prepared, env: Env): Options {
  check(prepared, env, (plan) => longestMs(phaseOrRefusal(env, plan)));
  const plan = planIn(prepared);
  const phase = phaseIn(env, plan);
  const sessions = mostOffered(phase);
  return runOptions(
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
    splits(phase.probes.length, phase.untilRefusal),
  );
}

function phaseOrRefusal(env: Env, plan: Plan): SearchPhase {
  try {
    return phaseIn(env, plan);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** Many notification sockets a VU. */
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

/** What handleSummary reads: k6 splits a metric by its tags only where a threshold asks for it. */
function splits(probes: number, untilRefusal: boolean): NonNullable<Options['thresholds']> {
  const thresholds: NonNullable<Options['thresholds']> = {};
  for (let probe = 0; probe < probes; probe++) {
    for (const outcome of OUTCOMES) thresholds[`probe_sessions{probe:${probe},outcome:${outcome}}`] = ['count>=0'];
    thresholds[`probe_refused_at{probe:${probe}}`] = ['min>=0'];
  }
  for (const cause of UPGRADE_CAUSES) thresholds[`probe_sessions{cause:${cause}}`] = ['count>=0'];
  thresholds['probe_sessions{outcome:agent-held}'] = ['count>=0'];
  if (untilRefusal) {
    for (const outcome of ['refused', 'failed', 'dropped']) {
      thresholds[`probe_sessions{outcome:${outcome}}`] = [{ threshold: 'count<1', abortOnFail: true }];
    }
  }
  return thresholds;
}
