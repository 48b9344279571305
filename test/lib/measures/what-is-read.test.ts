import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SummaryMetrics } from '../../../lib/measures/readings.ts';
import { splitsOf } from '../../../lib/measures/splits.ts';
import type { Player, Split } from '../../../lib/measures/table/measure.ts';
import { MEASURES, measuresOf } from '../../../lib/measures/table/rows.ts';
import { type ScriptName, SIDES_OF } from '../../../lib/measures/table/scripts.ts';
import { type Inputs, inputsOf } from '../../../lib/plan/inputs.ts';
import { needsMet } from '../../../lib/plan/needs.ts';
import { phaseIn } from '../../../lib/plan/probes/phase-from-env.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import { summariseProbes } from '../../../lib/verdict/probe/summarise.ts';
import { summarise } from '../../../lib/verdict/run/summarise.ts';
import { summariseStorms } from '../../../lib/verdict/storm/summarise.ts';
import { agentsOptions } from '../../../thresholds/agents.ts';
import { probeOptions } from '../../../thresholds/ceiling.ts';
import { contactCentreOptions } from '../../../thresholds/contact-centre.ts';
import { customersOptions } from '../../../thresholds/customers.ts';
import { stormOptions } from '../../../thresholds/reconnect-storm.ts';
import { aPlan, planJson } from '../plan/a-plan.ts';

const OPTIONS = {
  agents: agentsOptions,
  ceiling: probeOptions,
  'contact-centre': contactCentreOptions,
  customers: customersOptions,
  'reconnect-storm': stormOptions,
};
const SCRIPTS = Object.keys(SIDES_OF) as ScriptName[];
const ENV = { RESULT: 'result.json' };

/** Metrics that have whatever is asked for, so that everything is read that ever may be; `asked` keeps the keys. */
function probed(): { asked: Set<string>; metrics: SummaryMetrics } {
  const asked = new Set<string>();
  const values = new Proxy<Record<string, number>>({}, { get: () => 1 });
  const metrics = new Proxy<SummaryMetrics>(
    {},
    {
      get: (_, key) => {
        asked.add(String(key));
        return { values };
      },
    },
  );
  return { asked, metrics };
}

/** The keys that the summary of a script reads. */
function readBy(script: ScriptName, inputs: Inputs): string[] {
  const { asked, metrics } = probed();
  const data = { metrics, state: { testRunDurationMs: 60_000 } };
  if (script === 'ceiling') summariseProbes(inputs, data, ENV);
  else if (script === 'reconnect-storm') summariseStorms(inputs, data, ENV);
  else summarise(script, inputs, data, ENV);
  // JSON.stringify asks the metrics, which stand in the result as they are, for a way to write them.
  return [...asked].filter((key) => key !== 'toJSON');
}

/** Of whom messages are, as each side that plays sends them. */
const SENDER: Readonly<Partial<Record<Player, string>>> = { customer: 'customer', storm: 'customer', agent: 'agent' };

const RECEIVER = { agent: 'customer', customer: 'agent' } as const;

/**
 * Why a key that the script does not split is 0 all the same: the script does not declare the metric, has no such
 * scenario, plays nobody who sends those messages, or declares the metric only for plans that need it.
 */
function isNeverMeasured(script: ScriptName, plan: Plan, scenarios: readonly string[], key: string): boolean {
  const [name = '', tags = ''] = key.replace('}', '').split('{');
  const scenario = /^scenario:(.*)$/.exec(tags)?.[1];
  if (scenario !== undefined) return !scenarios.includes(scenario);
  const measure = measuresOf(script).find((one) => one.name === name);
  if (measure === undefined) return true;
  if (measure.needs !== undefined && !needsMet(plan).includes(measure.needs)) return true;
  const splits: readonly Split[] = measure.splits;
  const asked = tags.split(',').map((one) => one.split(':') as [string, string]);
  const split = splits.find(
    ({ by }) =>
      asked.length === Object.keys(by).length &&
      asked.every(([tag, value]) => (by as Readonly<Record<string, readonly string[]>>)[tag]?.includes(value)),
  );
  if (split?.needs?.some((need) => !needsMet(plan).includes(need))) return true;
  const sender = /^side:(\w+)/.exec(tags)?.[1];
  // What was received is counted by who did not send it.
  if (name === 'messages_received') return !SIDES_OF[script].some((side) => side === RECEIVER[sender as 'agent']);
  return name === 'messages' && sender !== undefined && SIDES_OF[script].every((side) => SENDER[side] !== sender);
}

const plans = fc
  .record({
    model: fc.constantFrom({}, { model: 'open', visitsPerMinute: 20 }),
    transport: fc.constantFrom('exact', 'dense'),
    platformLoad: fc.constantFrom(undefined, { perMinute: 60 }),
    bot: fc.constantFrom(undefined, {}),
    attachments: fc.constantFrom(0, 0.5),
    transfers: fc.constantFrom(undefined, { share: 0.5 }),
    authentication: fc.constantFrom(undefined, { credentials: { source: 'simulated' } }),
    hold: fc.constantFrom('10m', '40h'),
    reconnect: fc.constantFrom(['sdk'], ['backoff'], ['sdk', 'backoff']),
  })
  .filter(({ model, transport }) => !('model' in model) || transport === 'exact')
  .filter(({ attachments, transport }) => attachments === 0 || transport === 'dense')
  .map(({ model, transport, platformLoad, bot, attachments, authentication, transfers, hold, reconnect }) =>
    aPlan({
      agents: { ...planJson().agents, transfers, attachments },
      customers: { ...planJson().customers, ...model, transport, bot, attachments, authentication, hold },
      storm: { reconnect },
      platformLoad,
    }),
  );
const inputsOfPlan = (plan: Plan) => inputsOf({ plan, overrides: [], loopback: true, loadedAtMs: 0 }, {});

describe('the summary of a script', () => {
  it.each(SCRIPTS)(
    'the summary of %s reads only what is split, whatever the plan, or what the script never measures',
    (script) => {
      fc.assert(
        fc.property(plans, (plan) => {
          const inputs = inputsOfPlan(plan);
          const { thresholds = {}, scenarios = {} } = OPTIONS[script](inputs, ENV);
          const read = readBy(script, inputs);
          const whole = new Set<string>(MEASURES.map(({ name }) => name));
          const unsplit = read.filter((key) => !whole.has(key) && !(key in thresholds));
          const missing = unsplit.filter((key) => !isNeverMeasured(script, plan, Object.keys(scenarios), key));
          // Times by endpoint and of the load are an extra, shown where they were split: k6 sorts all of them each 2 s.
          expect(missing.filter((key) => !key.startsWith('platform_request{'))).toEqual([]);
          expect(read.length).toBeGreaterThan(5);
        }),
        { numRuns: 20 },
      );
    },
  );

  it('the summary of contact-centre has the times of each endpoint and of the load split where it makes few calls', () => {
    const inputs = inputsOfPlan(aPlan({ platformLoad: { perMinute: 60 } }));
    const { thresholds = {} } = contactCentreOptions(inputs, ENV);
    const times = readBy('contact-centre', inputs).filter((key) => key.startsWith('platform_request{'));
    expect(times.length).toBeGreaterThan(10);
    expect(times.filter((key) => !(key in thresholds))).toEqual([]);
  });

  it('the summary of ceiling has every probe of its phase split', () => {
    const inputs = inputsOfPlan(aPlan());
    const { probes } = phaseIn(ENV, aPlan());
    const phase = { ...phaseIn(ENV, aPlan()), probes: [...probes, ...probes, ...probes] };
    const env = { ...ENV, PHASE: JSON.stringify(phase) };
    const { thresholds = {} } = probeOptions(inputs, env);
    const { asked, metrics } = probed();
    summariseProbes(inputs, { metrics, state: { testRunDurationMs: 1 } }, env);
    expect(asked).toContain('probe_sessions{probe:2,outcome:held}');
    expect([...asked].filter((key) => key.includes('{') && !(key in thresholds))).toEqual([]);
  });
});

describe('the splits that depend on a run', () => {
  it('these splits take the values of the run in place of the table’s, and there is none of a tag without values', () => {
    const keys = (values: Readonly<Record<string, readonly string[]>>) =>
      Object.keys(splitsOf({ sides: ['storm'], values })).filter((key) => key.startsWith('storm_attempts'));
    expect(keys({ reconnect: ['sdk'], second: ['7'] }).filter((key) => key.includes('second'))).toEqual([
      'storm_attempts{reconnect:sdk,second:7}',
    ]);
    expect(keys({}).filter((key) => key.includes('second'))).toEqual([]);
    expect(keys({ reconnect: ['sdk'] }).every((key) => key.includes('reconnect:sdk'))).toBe(true);
  });
});
