import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentEvent, CustomerEvent, WatchEvent } from '../../../lib/measures/events.ts';
import { recordAgents } from '../../../lib/measures/record/agent.ts';
import { recordCustomers } from '../../../lib/measures/record/customer.ts';
import { recordWatch } from '../../../lib/measures/record/watch.ts';
import { measureNamed } from '../../../lib/measures/table/rows.ts';
import {
  SHIFT_OUTCOMES,
  SIGN_IN_STATES,
  type SignInState,
  STRANGERS,
  type Stranger,
  TENANT_STATES,
  TRIES,
  VISIT_OUTCOMES,
  type VisitOutcome,
} from '../../../lib/measures/table/tag-values.ts';
import { scheduleOf } from '../../../lib/plan/schedule.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import { readSummary } from '../../../lib/verdict/reading/reading.ts';
import { verdictOn } from '../../../lib/verdict/verdict.ts';
import { contactCentreGate, customersGate, type Thresholds } from '../../../thresholds/gates.ts';
import { splitsFor } from '../../../thresholds/splits.ts';
import { aRecording, type Sample } from '../measures/record/a-recording.ts';
import { aPlan, planJson } from '../plan/a-plan.ts';

const SESSIONS = 20;
const changes = { customers: { ...planJson().customers, sessions: SESSIONS, hold: '1m', bot: {} } };
const plan = aPlan(changes);
/** Goals laxer and harder than the gate's. */
const withGoals = aPlan({
  ...changes,
  goals: { served: 0.5, cut: 0.4, complete: 0.99, wait: { p: 0.6, within: '800ms' }, ack: { p: 0.9, within: '300ms' } },
});
const agents = plan.agents ?? expect.fail('a plan with agents');

/** The guests sign in, each with a credential of its own. */
const credentials = { source: 'file', path: 'guests.txt' };
const authentication = { credentials, redirectUri: 'https://example.com/signed-in' };
const withSignIns = aPlan({ customers: { ...changes.customers, authentication } });

/** What one visit of a run may come to. */
interface DrawnVisit {
  readonly outcome: VisitOutcome;
  readonly refusals: number;
  readonly status: 503 | 429 | 403 | 500 | undefined;
  readonly heldMs: number;
  readonly answered: boolean;
  readonly late: boolean;
  /** How long each of its messages waits for its echo. */
  readonly roundTripMs: number;
  readonly lost: boolean;
  readonly stuck: boolean;
  readonly unheard: boolean;
  readonly signIns: readonly SignInState[];
}

const visit: fc.Arbitrary<DrawnVisit> = fc.record({
  outcome: fc.oneof({ weight: 12, arbitrary: fc.constant('complete' as const) }, fc.constantFrom(...VISIT_OUTCOMES)),
  refusals: fc.oneof({ weight: 12, arbitrary: fc.constant(0) }, fc.nat(3)),
  status: fc.constantFrom(503, 429, 403, 500, undefined),
  heldMs: fc.oneof({ weight: 6, arbitrary: fc.constant(60_000) }, fc.nat(60_000)),
  answered: fc.oneof({ weight: 12, arbitrary: fc.constant(true) }, fc.boolean()),
  late: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.boolean()),
  roundTripMs: fc.oneof({ weight: 12, arbitrary: fc.constant(40) }, fc.constantFrom(400, 9_000)),
  lost: fc.oneof({ weight: 40, arbitrary: fc.constant(false) }, fc.boolean()),
  stuck: fc.oneof({ weight: 40, arbitrary: fc.constant(false) }, fc.boolean()),
  unheard: fc.oneof({ weight: 40, arbitrary: fc.constant(false) }, fc.boolean()),
  signIns: fc.oneof(
    { weight: 12, arbitrary: fc.constant(['signed-in' as const]) },
    fc.array(fc.constantFrom(...SIGN_IN_STATES), { maxLength: 3 }),
  ),
});

const CAME_IN: readonly VisitOutcome[] = VISIT_OUTCOMES.filter((one) => one !== 'refused' && one !== 'not-configured');

/** What the visit tells, in the order in which a visit tells it. */
function* eventsOf(drawn: DrawnVisit, nowMs: number): Generator<CustomerEvent> {
  const { outcome, refusals, status, heldMs, answered, late, roundTripMs, lost, stuck, unheard, signIns } = drawn;
  for (const state of signIns) yield { kind: 'sign-in', state };
  for (let place = 0; place < refusals; place++) {
    const refused = { kind: 'refused', status: status ?? 500, retryAfterMs: undefined, body: undefined } as const;
    const ended = status === undefined ? ({ kind: 'failed', error: 'connection reset by peer' } as const) : refused;
    yield { kind: 'attempt', ended, try: TRIES[place] ?? 'again', deployment: 'd0000000-0000-4000-8000-000000000001' };
  }
  if (outcome !== 'refused')
    yield {
      kind: 'attempt',
      ended: undefined,
      try: TRIES[refusals] ?? 'again',
      deployment: 'd0000000-0000-4000-8000-000000000001',
    };
  if (outcome === 'not-configured') yield { kind: 'session', state: 'refused', reason: 'refused' };
  const spoke = CAME_IN.includes(outcome) && outcome !== 'not-said';
  const isAnswered = spoke && answered && outcome !== 'unserved';
  if (CAME_IN.includes(outcome)) {
    const readyAtMs = nowMs - heldMs;
    yield { kind: 'session', state: 'ready', afterMs: 20 };
    if (spoke) yield { kind: 'conversation', state: 'begun' };
    if (stuck) yield { kind: 'bot', state: 'stuck' };
    const reason = outcome === 'evicted' ? 'evicted' : outcome === 'cut' ? 'dropped' : 'complete';
    const closed = { reason, readyAtMs, answeredAtMs: isAnswered ? readyAtMs : undefined, quietMs: 900 } as const;
    yield { kind: 'session', state: 'closed', ...closed };
  }
  const counts = { sent: 3, unresolved: 0, lost: lost ? 1 : 0, altered: 0, duplicated: 0, reordered: 0 };
  for (let message = 0; message < 3; message++) {
    yield { kind: 'message', state: 'sent', side: 'customer' };
    yield { kind: 'message', state: 'acked', roundTripMs };
  }
  const receipts = { received: 1, altered: 0, twice: 0, 'history-only': unheard ? 1 : 0, nowhere: 0 };
  if (spoke) yield { kind: 'receipts', side: 'agent', counts: receipts };
  const account = { ...counts, acked: lost ? 2 : 3 };
  yield { kind: 'account', side: 'customer', transcript: 'd', where: 'w', counts: account, discrepancies: [] };
  yield {
    ...{ kind: 'visit', outcome, spoke, awaitsAnswer: spoke },
    ...(isAnswered ? { answeredAfterMs: 900 } : {}),
  };
  yield { kind: 'late', ms: late ? 900 : 3 };
}

interface DrawnRun {
  readonly visits: readonly DrawnVisit[];
  readonly shifts: readonly (typeof SHIFT_OUTCOMES)[number][];
  readonly rateLimited: number;
  readonly notAnswered: number;
  readonly strangers: readonly Stranger[];
  readonly duplicated: boolean;
  readonly states: readonly boolean[];
}

const run: fc.Arbitrary<DrawnRun> = fc.record({
  visits: fc.array(visit, { minLength: SESSIONS - 3, maxLength: 2 * SESSIONS }),
  shifts: fc.array(fc.constantFrom(...SHIFT_OUTCOMES, 'as-planned', 'as-planned'), { maxLength: agents.count }),
  rateLimited: fc.oneof(fc.constant(0), fc.nat(40)),
  notAnswered: fc.oneof(fc.constant(0), fc.nat(20)),
  strangers: fc.oneof(fc.constant([]), fc.array(fc.constantFrom(...STRANGERS), { maxLength: 20 })),
  duplicated: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.boolean()),
  states: fc.array(fc.boolean(), { minLength: TENANT_STATES.length, maxLength: TENANT_STATES.length }),
});

/** k6's own account of the samples, with each threshold of the gate judged. */
function crossedBy(samples: SamplesByName, rules: Thresholds): string[] {
  return Object.entries(rules).flatMap(([key, list]) =>
    list.flatMap((one) => {
      const rule = typeof one === 'string' ? one : one.threshold;
      const [, aggregate = '', sign, bound] = /^(\w+)(<=|>=|<|>)([\d.]+)$/.exec(rule) ?? [];
      // A Rate without a sample crosses no rule.
      const { [aggregate]: value } = valuesOf(samples, key);
      if (value === undefined) return [];
      const limit = Number(bound);
      const holds = { '<': value < limit, '>': value > limit, '<=': value <= limit, '>=': value >= limit };
      return holds[sign as '<'] ? [] : [`${key}: ${rule}`];
    }),
  );
}

type SamplesByName = ReadonlyMap<string, readonly Sample[]>;

/** The samples of each metric: a run has hundreds of splits, and each reads those of one. */
function byName(samples: readonly Sample[]): SamplesByName {
  const found = new Map<string, Sample[]>();
  for (const sample of samples) {
    const [name] = sample;
    const of = found.get(name) ?? [];
    found.set(name, of);
    of.push(sample);
  }
  return found;
}

function valuesOf(samples: SamplesByName, key: string): Record<string, number> {
  const [, name = '', list = ''] = /^([^{]*)(?:\{(.*)\})?$/.exec(key) ?? [];
  const wanted = list === '' ? [] : list.split(',').map((tag) => tag.split(':'));
  const values = (samples.get(name) ?? [])
    .filter(([, , tags]) => wanted.every(([tag = '', value]) => tags[tag] === value))
    .map(([, value]) => Number(value));
  const passes = values.filter((value) => value !== 0).length;
  const sum = values.reduce((all, value) => all + value, 0);
  if (measureNamed(name)?.kind === 'Rate')
    return { passes, fails: values.length - passes, ...(values.length === 0 ? {} : { rate: passes / values.length }) };
  return { count: sum, max: Math.max(0, ...values), min: Math.min(...values), med: 1, 'p(95)': 1 };
}

function played(drawn: DrawnRun, script: 'customers' | 'contact-centre', plan: Plan) {
  const { samples, metrics } = aRecording<'customer' | 'agent' | 'monitor'>();
  const nowMs = Date.now();
  const schedule = scheduleOf(plan);
  const startMs = nowMs - schedule.holdEndsMs;
  const tell = recordCustomers(metrics, { plan, schedule, startMs });
  for (const one of drawn.visits) for (const event of eventsOf(one, nowMs)) tell(event);
  if (script === 'contact-centre') {
    const agent = recordAgents(metrics, plan);
    for (const event of ofAgents(drawn)) agent(event);
    const watch = recordWatch(metrics);
    const states = Object.fromEntries(TENANT_STATES.map((state, place) => [state, drawn.states[place] ?? false]));
    watch({ kind: 'states', states: states as Extract<WatchEvent, { kind: 'states' }>['states'] });
  }
  const rules = script === 'customers' ? customersGate(plan) : contactCentreGate(plan, agents);
  const named = byName(samples);
  const keys = new Set([...Object.keys(splitsFor(script, plan)), ...named.keys()]);
  const summary = Object.fromEntries([...keys].map((key) => [key, { values: valuesOf(named, key) }]));
  const read = readSummary(summary, { durationMs: 90_000, script, plan });
  return { cause: verdictOn(read, plan)?.cause, crossed: crossedBy(named, rules) };
}

function* ofAgents({
  shifts,
  rateLimited,
  notAnswered,
  strangers,
  duplicated,
  visits,
}: DrawnRun): Generator<AgentEvent> {
  for (const outcome of shifts) {
    if (outcome === 'as-planned' || outcome === 'cut') yield { kind: 'agent', state: 'connected' };
    if (outcome === 'refused') yield { kind: 'agent', state: 'refused' };
    yield { kind: 'shift', outcome };
  }
  for (let call = 0; call < 200; call++)
    yield { kind: 'call', name: 'GET /api/v2/users/me', durationMs: 9, rateLimited: call < rateLimited };
  for (const _ of visits) yield { kind: 'conversation', state: 'accepted', afterMs: 500 };
  for (let missed = 0; missed < notAnswered; missed++) yield { kind: 'conversation', state: 'not-answered' };
  for (const state of strangers) yield { kind: 'conversation', state };
  yield { kind: 'message', state: 'sent', side: 'agent' };
  const [doubled, acked] = duplicated ? [1, 0] : [0, 1];
  const counts = { sent: 1, unresolved: 0, lost: 0, altered: 0, duplicated: doubled, reordered: 0, acked };
  yield { kind: 'account', side: 'agent', transcript: 'd', where: 'w', counts, discrepancies: [] };
}

describe('the verdict on a run', () => {
  it.each(['customers', 'contact-centre'] as const)(
    'the verdict on %s names nothing where the gate ci holds, and something where messages are acknowledged too late',
    (script) => {
      fc.assert(
        fc.property(run, fc.constantFrom(plan, withGoals, withSignIns), (drawn, plan) => {
          const { cause, crossed } = played(drawn, script, plan);
          if (cause !== 'none') expect(crossed).not.toEqual([]);
          else expect(crossed.filter((rule) => rule.startsWith('message_ack_slow'))).toEqual([]);
        }),
        { numRuns: 300 },
      );
    },
  );

  it('the verdict is none and the gate holds where every visit is complete', () => {
    const well: DrawnVisit = {
      ...{ outcome: 'complete', refusals: 0, status: 503, heldMs: 60_000 },
      ...{ answered: true, late: false, roundTripMs: 40, lost: false, stuck: false, unheard: false },
      signIns: ['signed-in'],
    };
    const visits = Array.from({ length: SESSIONS }, () => well);
    const shifts = Array.from({ length: agents.count }, () => 'as-planned' as const);
    const drawn = { visits, shifts, rateLimited: 0, notAnswered: 0, strangers: [], duplicated: false, states: [] };
    for (const script of ['customers', 'contact-centre'] as const)
      for (const one of [plan, withSignIns]) expect(played(drawn, script, one)).toEqual({ cause: 'none', crossed: [] });
  });
});
