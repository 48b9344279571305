import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHIFT_OUTCOMES, type ShiftOutcome } from '../../../lib/measures/table/tag-values.ts';
import { inputsOf } from '../../../lib/plan/inputs.ts';
import { readSummary } from '../../../lib/verdict/reading/reading.ts';
import { summarise } from '../../../lib/verdict/run/summarise.ts';
import { verdictOn } from '../../../lib/verdict/verdict.ts';
import { agentsGate } from '../../../thresholds/gates.ts';
import { aPlan, planJson } from '../plan/a-plan.ts';
import { withSplits } from './with-splits.ts';

const AGENTS = 20;
const script = 'agents';
const planOf = (gate: 'ci' | 'strict') => aPlan({ gate, agents: { ...planJson().agents, count: AGENTS } });
const counter = (count: number) => ({ values: { count } });
const rate = (passes: number, fails: number) => ({ values: { passes, fails, rate: passes / (passes + fails) } });

type Shifts = Readonly<Partial<Record<ShiftOutcome, number>>>;

/** The metrics of agents alone whose shifts came to this, and who lost so many messages. */
function metricsOf(shifts: Shifts, plan: ReturnType<typeof aPlan>, lost = 0) {
  const { 'as-planned': well = 0, cut = 0, refused = 0, ...others } = shifts;
  const bad = Object.values(others).reduce((sum, count) => sum + count, cut + refused);
  const split = Object.entries(shifts).map(
    ([outcome, count]) =>
      [`shifts{outcome:${outcome}}`, outcome === 'as-planned' ? rate(count, 0) : rate(0, count)] as const,
  );
  const metrics = {
    agents_connected: counter(well + cut),
    agents_refused: counter(refused),
    messages: counter(2 * lost),
    'messages{side:agent,state:sent}': counter(lost),
    'messages{side:agent,state:lost}': counter(lost),
    ...(well + bad === 0 ? {} : { shifts: rate(well, bad) }),
    ...Object.fromEntries(split),
  };
  return withSplits(metrics, script, plan);
}

function judge(shifts: Shifts, gate: 'ci' | 'strict' = 'ci', of: Parameters<typeof verdictOn>[2] = { script }) {
  const plan = planOf(gate);
  return verdictOn(readSummary(metricsOf(shifts, plan), { durationMs: 60_000, script, plan }), plan, of);
}

describe('the verdict on agents alone', () => {
  it('the verdict is none where every shift went as planned', () => {
    expect(judge({ 'as-planned': AGENTS })).toMatchObject({
      cause: 'none',
      says: expect.stringContaining('all 20 shifts went as planned'),
    });
  });

  it('the verdict names tokens where the API took none of more than one agent in twenty', () => {
    expect(judge({ 'as-planned': 18, refused: 2 })?.cause).toBe('tokens-refused');
  });

  it('the verdict is undetermined where shifts or channels are missing, and says what fell short', () => {
    expect(judge({ 'as-planned': 15, cut: 3, 'not-logged-in': 2 })).toMatchObject({
      cause: 'undetermined',
      says: expect.stringContaining('15 of 20 shifts went as planned (wanted: 95 %)'),
      evidence: ['18 of 20 agents were connected (wanted: 95 %)', 'shifts: 15 as-planned, 3 cut, 2 not-logged-in'],
    });
    expect(judge({ 'not-logged-in': AGENTS })?.cause).toBe('undetermined');
  });

  it('the verdict goes by the share of the gate', () => {
    const one: Shifts = { 'as-planned': 19, cut: 1 };
    expect([judge(one)?.cause, judge(one, 'strict')?.cause]).toEqual(['none', 'undetermined']);
  });

  it('the verdict is never none on a run that was cut short', () => {
    expect(judge({ 'as-planned': AGENTS }, 'ci', { script, incomplete: { lastedMs: 1, plannedMs: 9 } })?.cause).toBe(
      'undetermined',
    );
  });

  it('the verdict is not given where nobody tried, nor where customers were to come', () => {
    expect(judge({})).toBeUndefined();
    expect(judge({ 'as-planned': AGENTS }, 'ci', { script: 'contact-centre' })).toBeUndefined();
  });

  it('the verdict is in the summary and the result', () => {
    const plan = planOf('ci');
    const inputs = inputsOf({ plan, overrides: [], loopback: true, loadedAtMs: 0 }, {});
    const data = { metrics: metricsOf({ 'as-planned': AGENTS }, plan), state: { testRunDurationMs: 9_000_000 } };
    const files = summarise(script, inputs, data, { RESULT: 'result.json' });
    expect(files.stdout).toMatch(/verdict +none\n.*all 20 shifts went as planned/);
    expect(JSON.parse(files['result.json'] ?? '')).toMatchObject({ verdict: { cause: 'none' } });
  });

  it('the verdict names nothing where the gate holds, whatever became of the shifts', () => {
    const shifts = fc.record(
      Object.fromEntries(SHIFT_OUTCOMES.map((outcome) => [outcome, fc.nat(outcome === 'as-planned' ? 2 * AGENTS : 2)])),
    );
    fc.assert(
      fc.property(shifts, fc.constantFrom('ci', 'strict'), fc.constantFrom(0, 0, 0, 1), (drawn, gate, lost) => {
        const plan = planOf(gate);
        const metrics = metricsOf(drawn, plan, lost);
        const verdict = verdictOn(readSummary(metrics, { durationMs: 1, script, plan }), plan, { script });
        const rules = agentsGate(gate, plan.agents ?? expect.fail('agents'));
        const bounds = [rules.agents_connected, rules.shifts].map((list) => Number(`${list?.[0]}`.split('>=')[1]));
        const { agents_connected: connected, shifts: rated } = metrics;
        const holds =
          lost === 0 &&
          (connected?.values.count ?? 0) >= Number(bounds[0]) &&
          (rated?.values.rate ?? 1) >= Number(bounds[1]);
        if (holds) expect(verdict?.cause).toBe('none');
        if (!holds && gate === 'ci' && verdict !== undefined) expect(verdict.cause).not.toBe('none');
      }),
      { numRuns: 300 },
    );
  });
});
