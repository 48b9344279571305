import { scheduleOf } from '../../../lib/plan/schedule.ts';
import { goalOutcomes } from '../../../lib/verdict/goals.ts';
import { readSummary, readWhole } from '../../../lib/verdict/reading/reading.ts';
import { verdictOn } from '../../../lib/verdict/verdict.ts';
import { agentsGate, contactCentreGate, customersGate } from '../../../thresholds/gates.ts';
import type { RunModel } from '../../model/run-model.ts';

/** A run of `customers`, `agents` or `contact-centre`: sessions that come, are held and leave, and a verdict on them. */
export const runModel: RunModel = {
  gate(plan, sides) {
    const agents = sides.agents ? plan.agents : undefined;
    if (agents === undefined) return sides.customers ? customersGate(plan) : {};
    return sides.customers ? contactCentreGate(plan, agents) : agentsGate(plan.gate, agents);
  },
  judge(metrics, run) {
    const read = readSummary(metrics, run);
    const whole = readWhole(metrics);
    const { incomplete, script } = run;
    const verdict = run.plan && verdictOn(read, run.plan, { attempts: whole.attempts, incomplete, script });
    const figures = read.known ? { reading: read.value, unknown: [] } : { reading: undefined, unknown: read.unknown };
    const goals = run.plan && read.known ? goalOutcomes(run.plan, read.value) : [];
    return { verdict, storms: [], goals, whole, ...figures };
  },
  upgrades: (metrics) => readWhole(metrics).attempts,
  outcomeTrack: (cause) => (cause === 'none' ? 'upgrades admitted' : `upgrades failed{${cause}}`),
  holdsSessions: true,
  loadMs: (plan) => scheduleOf(plan).teardownEndsMs,
  moments(plan) {
    const { rampMs, holdEndsMs, teardownEndsMs } = scheduleOf(plan);
    return [
      { name: 'ramp', atMs: rampMs },
      { name: 'hold', atMs: holdEndsMs },
      { name: 'teardown', atMs: teardownEndsMs },
    ];
  },
};
