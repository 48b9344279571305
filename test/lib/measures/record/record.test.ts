import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Ledger } from '../../../../lib/dialogues/ledger.ts';
import { accountOf } from '../../../../lib/measures/events.ts';
import type { MetricsOf } from '../../../../lib/measures/metric-objects.ts';
import { recordAgents } from '../../../../lib/measures/record/agent.ts';
import { recordCustomers } from '../../../../lib/measures/record/customer.ts';
import { recordProbes } from '../../../../lib/measures/record/probe.ts';
import { recordStorms } from '../../../../lib/measures/record/storm.ts';
import { recordWatch } from '../../../../lib/measures/record/watch.ts';
import type { Player } from '../../../../lib/measures/table/measure.ts';
import { MEASURES, measureNamed } from '../../../../lib/measures/table/rows.ts';
import { scheduleOf } from '../../../../lib/plan/schedule.ts';
import { aPlan, planJson } from '../../plan/a-plan.ts';
import { aRecording, recorded, type Sample } from './a-recording.ts';
import { NOW_MS, OF_AGENTS, OF_CUSTOMERS, OF_PROBES, OF_STORMS, OF_WATCH, type Recorded } from './events.ts';

/** 100 sessions come in 2 minutes, stay for 10, and leave in 10. */
const plan = aPlan({ limits: { slowAck: '2s', slowDelivery: '5s' } });
const run = { plan, schedule: scheduleOf(plan), startMs: NOW_MS - 5 * 60_000 };
const customers = (metrics: MetricsOf<'customer'>) => recordCustomers(metrics, run);
const agents = (metrics: MetricsOf<'agent'>) => recordAgents(metrics, plan);

const afterStart = (minutes: number) => vi.setSystemTime(run.startMs + minutes * 60_000);
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(NOW_MS);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('the customers’ recorder', () => {
  it.each(OF_CUSTOMERS)('turns %s into its samples', (_, event, samples) => {
    expect(recorded(customers, event)).toEqual(samples);
  });

  it.each([
    [1, 'ramp', 50],
    [5, 'hold', 100],
    [15, 'teardown', undefined],
  ] as const)('tags what happens in minute %i with the phase %s', (minute, phase, planned) => {
    afterStart(minute);
    const ended = { kind: 'refused', status: 503, retryAfterMs: undefined, body: undefined } as const;
    const events = [
      { kind: 'attempt', ended, try: 'first', deployment: 'd0000000-0000-4000-8000-000000000001' },
      { kind: 'session', state: 'ready', afterMs: 1 },
      { kind: 'session', state: 'closed', reason: 'complete', readyAtMs: Date.now(), quietMs: 0 },
    ] as const;
    const samples = events.flatMap((event) => recorded(customers, event));
    for (const [name, , tags] of samples.filter(([name]) => 'phase' in (measureNamed(name)?.tags ?? {}))) {
      expect([name, tags.phase]).toEqual([name, phase]);
    }
    const at = samples.filter(([name]) => name === 'planned_at_refusal').map(([, value]) => value);
    expect(at).toEqual(planned === undefined ? [] : [planned]);
  });

  it('does not say how many sessions an open model wanted at a refusal: it wants visits', () => {
    const open = aPlan({ customers: { ...planJson().customers, model: 'open', visitsPerMinute: 100 } });
    const ended = { kind: 'refused', status: 503, retryAfterMs: undefined, body: undefined } as const;
    const record = (metrics: MetricsOf<'customer'>) =>
      recordCustomers(metrics, { ...run, plan: open, schedule: scheduleOf(open) });
    const names = recorded(record, {
      kind: 'attempt',
      ended,
      try: 'first',
      deployment: 'd0000000-0000-4000-8000-000000000001',
    }).map(([name]) => name);
    expect(names).toEqual(['ws_upgrade_503', 'ws_upgrade_refused', 'ws_upgrade_failed']);
  });
});

describe('the agents’ recorder', () => {
  it.each(OF_AGENTS)('turns %s into its samples', (_, event, samples) => {
    expect(recorded(agents, event)).toEqual(samples);
  });
});

describe('the storms’ recorder', () => {
  it.each(OF_STORMS)('turns %s into its samples', (_, event, samples) => {
    expect(recorded(recordStorms, event)).toEqual(samples);
  });
});

describe('the probes’ recorder', () => {
  it.each(OF_PROBES)('turns %s into its samples', (_, event, samples) => {
    expect(recorded(recordProbes, event)).toEqual(samples);
  });
});

describe('the watch’s recorder', () => {
  it.each(OF_WATCH)('turns %s into its samples', (_, event, samples) => {
    expect(recorded<'customer' | 'monitor', typeof event>(recordWatch, event)).toEqual(samples);
  });

  it('records nothing of a monitor where the script declares no metric of one', () => {
    const { samples, metrics } = aRecording<'customer'>();
    const { sentinel_503, platform_request, platform_rate_limited, platform_unexpected } = metrics;
    const all = { sentinel_503, platform_request, platform_rate_limited, platform_unexpected };
    const own = all as MetricsOf<'customer'>;
    for (const [, event] of OF_WATCH) recordWatch(own)(event);
    expect(new Set(samples.map(([name]) => name))).toEqual(new Set(Object.keys(all)));
  });
});

describe('an account with discrepancies', () => {
  it('an account with discrepancies is one line with transcript and turn and no text, and a VU logs three of them', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const ledger = new Ledger();
    ledger.sent('a secret', 4);
    ledger.verify([]);
    for (let n = 0; n < 5; n++) recorded(customers, accountOf(ledger, 'customer', 'd1', 'customer c'));
    expect(warn.mock.calls).toEqual(Array(3).fill(["customer's messages in customer c, transcript d1: turn 4 lost"]));
  });
});

describe('the recorders together', () => {
  const namesOf = (...of: (readonly Recorded<unknown>[])[]) =>
    [...new Set(of.flat().flatMap(([, , samples]) => samples.map(([name]) => name)))].sort();
  const ofSide = (side: Player) => MEASURES.filter(({ sides }) => sides.includes(side)).map(({ name }) => `${name}`);
  const without = (names: readonly string[], ...left: string[]) => names.filter((name) => !left.includes(name)).sort();

  const OF_CALLS = ['platform_request', 'platform_rate_limited', 'platform_unexpected'];

  it('the recorders emit every metric that their side declares', () => {
    expect(namesOf(OF_CUSTOMERS)).toEqual(without(ofSide('customer'), 'sentinel_503'));
    expect(namesOf(OF_AGENTS)).toEqual([...ofSide('agent')].sort());
    // No agent is there to be heard in a storm.
    expect(namesOf(OF_STORMS)).toEqual(without(ofSide('storm'), 'message_delivery', 'message_delivery_slow'));
    expect(namesOf(OF_PROBES)).toEqual([...ofSide('probe')].sort());
    const watched = [...ofSide('monitor'), 'sentinel_503', ...OF_CALLS];
    expect(namesOf(OF_WATCH)).toEqual(watched.sort());
  });

  it('the recorders leave no metric of the table out but those of k6 itself', () => {
    const emitted = new Set(namesOf(OF_CUSTOMERS, OF_AGENTS, OF_STORMS, OF_PROBES, OF_WATCH));
    expect(MEASURES.filter(({ name }) => !emitted.has(name)).map(({ name }) => name)).toEqual([
      'dropped_iterations',
      'ws_sessions',
    ]);
  });

  it('the recorders set the tags that the table has, with its values, and samples of its kinds', () => {
    const samples: Sample[] = [OF_CUSTOMERS, OF_AGENTS, OF_STORMS, OF_PROBES, OF_WATCH].flatMap((of) =>
      of.flatMap(([, , samples]) => samples),
    );
    for (const [name, value, tags] of samples) {
      const measure = measureNamed(name);
      expect([name, typeof value]).toEqual([name, measure?.kind === 'Rate' ? 'boolean' : 'number']);
      for (const [tag, chosen] of Object.entries(tags)) {
        const values = measure?.tags[tag];
        expect([name, tag, values]).not.toContain(undefined);
        if (values?.length === 0) expect(chosen).toMatch(/^\d+$/);
        else expect(values).toContain(chosen);
      }
    }
  });
});
