import { describe, expect, it } from 'vitest';
import type { SummaryMetrics } from '../../../../lib/measures/readings.ts';
import type { ScriptName } from '../../../../lib/measures/table/scripts.ts';
import { inputsOf } from '../../../../lib/plan/inputs.ts';
import { scheduleOf } from '../../../../lib/plan/schedule.ts';
import type { Plan } from '../../../../lib/plan/schema.ts';
import { summarise } from '../../../../lib/verdict/run/summarise.ts';
import { aPlan } from '../../plan/a-plan.ts';
import { metricsOf } from '../metrics.ts';
import { withSplits } from '../with-splits.ts';

const inputsFor = (plan: Plan) => inputsOf({ plan, overrides: [], loopback: true, loadedAtMs: 0 }, {});
const inputs = inputsFor(aPlan());
/** As long as the plan has it: 2 minutes of ramp, 10 of hold, 10 of teardown. */
const state = { testRunDurationMs: scheduleOf(aPlan()).teardownEndsMs + 61_000 };
const none = { refused: 0, admitted: 0, closed: 0 };
/** What a script prints of a run with these metrics, all others being 0. */
function textOf(script: ScriptName, metrics: SummaryMetrics, plan = aPlan()): string {
  const data = { metrics: withSplits(metrics, script, plan), state };
  return summarise(script, inputsFor(plan), data, {}).stdout ?? '';
}
const text = (metrics: SummaryMetrics) => textOf('customers', metrics);

describe('the end-of-test summary', () => {
  it('begins with the verdict', () => {
    const shown = text(metricsOf({ ramp: { ...none, admitted: 100 }, hold: none, teardown: none }));
    expect(shown.split('\n').slice(1, 4)).toEqual([
      'headroom customers · plan test · 127.0.0.1:7420 · 23m1s',
      '',
      '  verdict         none',
    ]);
  });

  it('the summary of a run in which nothing ran says so, and nothing more', () => {
    expect(text({})).toContain('no verdict: nothing ran');
    expect(text({})).not.toContain('upgrades');
  });

  it('the summary counts attempts by outcome, and messages by ledger state with what has none', () => {
    const metrics = {
      ...metricsOf({ ramp: { refused: 3, admitted: 97, closed: 0 }, hold: none, teardown: none }),
      'messages{side:customer,state:sent}': { values: { count: 10 } },
      'messages{side:customer,state:acked}': { values: { count: 7 } },
      'messages{side:customer,state:lost}': { values: { count: 1 } },
    };
    expect(text(metrics)).toContain('100 attempts: 97 opened, 3 http-503');
    expect(text(metrics)).toContain('10 messages: 7 acked, 1 lost, 0 altered, 0 duplicated, 0 reordered, 2 unresolved');
  });

  it('names the agents whose tokens the API refused, even if none could log in', () => {
    const refused = { agents_refused: { values: { count: 3 } } };
    const shown = textOf('agents', refused);
    expect(shown).toContain('20 planned, 0 connected');
    expect(shown).toContain('the API took none of the tokens of 3 of them (401)');
    const ran = metricsOf({ ramp: { ...none, admitted: 9 }, hold: none, teardown: none });
    expect(text({ ...ran, agents_connected: { values: { count: 20 } } })).not.toContain('401');
  });

  it('says when the monitor looked at queues in which no agent ever was', () => {
    const agents = { ...aPlan().agents, queues: ['c0000000-0000-4000-8000-000000000001'] };
    const of = (onQueue: number, plan = { ...aPlan(), agents } as Plan) => {
      const metrics = {
        agents_connected: { values: { count: 20 } },
        'conversations{state:accepted}': { values: { count: 5 } },
        'tenant_level{level:on-queue}': { values: { max: onQueue } },
        'tenant_state{state:plateau}': { values: { passes: 0, fails: 3 } },
      };
      return textOf('contact-centre', metrics, plan);
    };
    const says = 'agents.queues names other queues';
    expect(of(0)).toContain(says);
    expect(of(20)).not.toContain(says);
    expect(of(0, aPlan())).not.toContain(says);
  });

  it('gives the command that ends what earlier runs left at the agents', () => {
    const metrics = withSplits(
      { agents_connected: { values: { count: 20 } }, 'conversations{state:left-over}': { values: { count: 3 } } },
      'contact-centre',
      aPlan(),
    );
    const shown = summarise('contact-centre', inputs, { metrics, state }, { PLAN: 'plans/a.json' }).stdout;
    expect(shown).toContain('0 conversations of others came to the agents, 3 from before the run');
    expect(shown).toMatch(/left open +before this run, this ends: npx headroom cleanup plans\/a\.json\n/);
  });

  it('lists the rules that were crossed', () => {
    const metrics = {
      'messages{state:lost}': {
        values: { count: 2 },
        thresholds: { 'count<1': { ok: false }, 'count<9': { ok: true } },
      },
    };
    const ran = { ...metricsOf({ ramp: { refused: 0, admitted: 9, closed: 0 }, hold: none, teardown: none }) };
    expect(text({ ...ran, ...metrics })).toContain('crossed: messages{state:lost}: count<1');
    expect(text(ran)).toContain('gate ci         holds');
  });

  it('writes the result as JSON only where a path was named', () => {
    const files = summarise('customers', inputs, { metrics: {}, state }, { RESULT: 'results/x.json' });
    expect(Object.keys(files)).toEqual(['stdout', 'results/x.json']);
    expect(JSON.parse(files['results/x.json'] ?? '')).toMatchObject({ script: 'customers', verdict: null });
  });

  it('says in the result which run it was, and when', () => {
    const setup_data = { runId: 'b3d1', segment: '1/4:2/4' };
    const { 'x.json': file = '' } = summarise(
      'customers',
      inputs,
      { metrics: {}, state, setup_data },
      { RESULT: 'x.json' },
    );
    const { run } = JSON.parse(file);
    expect(run.id).toBe('b3d1');
    expect(Date.parse(run.to) - Date.parse(run.from)).toBe(state.testRunDurationMs);
  });
});
