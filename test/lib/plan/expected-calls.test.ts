import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expectedCalls } from '../../../lib/plan/expected-calls.ts';
import { parsePlan } from '../../../lib/plan/parse.ts';
import type { AgentsPlan, Plan } from '../../../lib/plan/schema.ts';
import { splitsFor } from '../../../thresholds/splits.ts';
import { aPlan } from './a-plan.ts';

function withAgents(plan: Plan): [Plan, AgentsPlan] {
  if (plan.agents === undefined) throw new Error('no agents');
  return [plan, plan.agents];
}
function planIn(file: string): [Plan, AgentsPlan] {
  const parsed = parsePlan(readFileSync(file, 'utf8'), file, {});
  if (!parsed.ok) throw new Error(parsed.error);
  return withAgents(parsed.plan);
}
/** The keys by which `contact-centre` has the metrics of the Platform API split. */
const platformSplits = (plan: Plan) =>
  Object.keys(splitsFor('contact-centre', plan)).filter((key) => key.startsWith('platform_'));

describe('the expected calls of the Platform API', () => {
  it('the calls are a read and a reply an exchange in each place that is taken, and the load', () => {
    // 100 sessions talk, an exchange takes 22 s; 2 minutes of ramp, 10 of hold, 10 of teardown.
    const [plan, agents] = withAgents(aPlan());
    expect(expectedCalls(plan, agents)).toBeCloseTo((2 * 100 * 22 * 60) / 22);
    expect(expectedCalls(plan, { ...agents, typing: true })).toBeCloseTo((3 * 100 * 22 * 60) / 22);
    expect(expectedCalls({ ...plan, platformLoad: { perMinute: 100 } }, agents)).toBeCloseTo(12_000 + 2_200);
  });
});

describe('the splits of platform_request', () => {
  it('the splits tell the endpoints apart in a run of some thousand calls', () => {
    expect(platformSplits(planIn('plans/smoke.json')[0])).toContain(
      'platform_request{name:GET /api/v2/conversations/:id}',
    );
  });

  it('there are no splits by endpoint where k6 would sort millions of samples each 2 s, and the load is still counted by itself', () => {
    const [plan] = planIn('plans/seed.json');
    expect(platformSplits(plan)).toEqual([]);
    expect(platformSplits({ ...plan, platformLoad: { perMinute: 60 } })).toEqual([
      'platform_rate_limited{scenario:platform-load}',
    ]);
  });

  it('the keys of the splits have no brace inside their own', () => {
    for (const key of platformSplits(planIn('plans/smoke.json')[0])) expect(key).toMatch(/^[^{}]+\{[^{}]+\}$/);
  });
});
