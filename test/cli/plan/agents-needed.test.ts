import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentsMargin, agentsNeeded, type Demand, demandOf, shareThatWaits } from '../../../cli/plan/agents-needed.ts';
import { meanTimes } from '../../../cli/plan/planned-visits.ts';
import { waitsLonger, waitsLongerOf } from '../../../cli/plan/queue-model.ts';
import { seededRandom, uniformMs } from '../../../lib/base/random.ts';
import type { AgentsPlan, Plan } from '../../../lib/plan/schema.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';

/** Erlang's C formula as textbooks print it, by its sums. */
function erlangC(places: number, erlangs: number): number {
  let [term, sum] = [1, 0];
  for (let busy = 0; busy < places; busy++) {
    sum += term;
    term = (term * erlangs) / (busy + 1);
  }
  const all = (term * places) / (places - erlangs);
  return all / (sum + all);
}

/** What a visit of a simulation takes (s), drawn for each. */
interface Draws {
  /** Before the first message, from the end of the visit before. */
  readonly between: () => number;
  /** Of the customer and an agent. */
  readonly together: () => number;
  /** Of the agent alone, afterwards. */
  readonly wrapUp: () => number;
}

/**
 * Plays agents who have several conversations at once, and gives the share of conversations that wait longer than
 * `withinS` for one. Who waits longest goes first, to the agent who is least busy. Independent of any formula: it knows
 * customers and agents, and no rates.
 */
function simulated(sessions: number, agents: number, capacity: number, draws: Draws, withinS: number): number {
  const CONVERSATIONS = 20_000;
  const busy = new Array<number>(agents).fill(0);
  const waiting: number[] = [];
  const events: { readonly at: number; readonly agent: number | undefined }[] = [];
  const plan = (at: number, agent?: number) => events.push({ at, agent });
  const next = () => {
    let first = 0;
    for (let place = 1; place < events.length; place++)
      if ((events[place]?.at ?? 0) < (events[first]?.at ?? 0)) first = place;
    return events.splice(first, 1)[0];
  };
  for (let session = 0; session < sessions; session++) plan(draws.between());
  let [served, longer] = [0, 0];
  while (served < CONVERSATIONS) {
    const event = next();
    if (event === undefined) break;
    if (event.agent === undefined) waiting.push(event.at);
    else busy[event.agent] = (busy[event.agent] ?? 0) - 1;
    for (let agent = freest(busy, capacity); waiting.length > 0 && agent >= 0; agent = freest(busy, capacity)) {
      const since = waiting.shift() ?? 0;
      // The first tenth is not of the hold.
      if (++served > CONVERSATIONS / 10 && event.at - since > withinS) longer++;
      busy[agent] = (busy[agent] ?? 0) + 1;
      const goneAt = event.at + draws.together();
      plan(goneAt + draws.between());
      plan(goneAt + draws.wrapUp(), agent);
    }
  }
  return longer / (CONVERSATIONS * 0.9);
}

function freest(busy: readonly number[], capacity: number): number {
  const least = Math.min(...busy);
  return least < capacity ? busy.indexOf(least) : -1;
}

describe("Erlang's formulas", () => {
  it('are those of the textbooks, whose tables say 0.409 for 8 erlang on 10 places', () => {
    expect(waitsLonger({ places: 10, takenS: 8 }, 1, 0)).toBeCloseTo(0.409, 3);
    const queue = fc.record({
      places: fc.integer({ min: 1, max: 60 }),
      share: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    });
    fc.assert(
      fc.property(queue, ({ places, share }) => {
        expect(waitsLonger({ places, takenS: 1 }, places * share, 0)).toBeCloseTo(erlangC(places, places * share), 8);
      }),
    );
  });

  it('agree for very many customers, each of whom comes seldom', () => {
    for (const [places, perS, within] of [
      [10, 0.8, 0],
      [10, 0.8, 5],
      [40, 3.7, 3],
      [5, 0.1, 1],
    ] as const) {
      const away = 100_000 / perS;
      const few = waitsLongerOf(100_000, away, { places, takenS: 10 }, within);
      expect(few).toBeCloseTo(waitsLonger({ places, takenS: 10 }, perS, within), 2);
    }
  });

  it('say that fewer wait the more places there are, and the longer one looks', () => {
    const queue = fc.record({
      sessions: fc.integer({ min: 1, max: 400 }),
      places: fc.integer({ min: 1, max: 400 }),
      awayS: fc.double({ min: 0.1, max: 500, noNaN: true }),
      withinS: fc.double({ min: 0, max: 60, noNaN: true }),
    });
    fc.assert(
      fc.property(queue, ({ sessions, places, awayS, withinS }) => {
        const share = (more: number, longer: number) =>
          waitsLongerOf(sessions, awayS, { places: places + more, takenS: 60 }, withinS + longer);
        expect(share(0, 0)).toBeGreaterThanOrEqual(0);
        expect(share(0, 0)).toBeLessThanOrEqual(1 + 1e-9);
        expect(share(1, 0)).toBeLessThanOrEqual(share(0, 0) + 1e-9);
        expect(share(0, 5)).toBeLessThanOrEqual(share(0, 0) + 1e-9);
      }),
    );
  });
});

const paced = (min: number, max: number) => ({ min: `${min}s`, max: `${max}s` });
function planOf(customers: object, agents: object): { plan: Plan; agents: AgentsPlan } {
  const plan = aPlan({
    customers: { sessions: 60, perMinute: 60, hold: '1h', longestVisit: '10m', think: paced(8, 14), ...customers },
    agents: { count: 10, perMinute: 60, capacity: 4, tokens: { source: 'simulated' }, ...agents },
  });
  if (plan.agents === undefined) throw new Error('no agents');
  return { plan, agents: plan.agents };
}
const dialogues = [4, 8].map((turns) => ({
  turns: Array.from({ length: turns }, (_, n) => ({ from: n % 2 ? ('agent' as const) : ('customer' as const) })),
}));

describe('the agents that the visits of a plan need', () => {
  it.each([
    ['often wait', 8, 0],
    ['wait for seconds', 11, 0],
    ['are away for long', 6, 90],
    ['seldom wait', 13, 10],
  ])('are those with which a simulation has as many waits: customers who %s', (_, count, gap) => {
    const { plan, agents } = planOf({ gap: `${gap + 2}s` }, { count });
    const demand = demandOf(plan, agents, meanTimes(plan, dialogues));
    const random = seededRandom(5);
    const exponential = (meanS: number) => -Math.log(1 - random()) * meanS;
    const wrapUpS = 10;
    const times = meanTimes(plan, dialogues);
    const draws = {
      between: () => exponential(times.betweenMs / 1_000),
      together: () => exponential((times.acceptMs + times.conversationMs) / 1_000),
      wrapUp: () => exponential(wrapUpS),
    };
    for (const [withinS, tolerance] of [
      // Whether anybody waits at all depends on after-contact work that lasts beyond the customer's return.
      [0, 0.08],
      [20, 0.03],
    ] as const) {
      const share = simulated(60, count, 4, draws, withinS);
      expect(Math.abs(shareThatWaits(demand, count * 4, withinS) - share)).toBeLessThan(tolerance);
    }
  });

  it('are not too few where times are drawn as players draw them, which vary less', () => {
    const { plan, agents } = planOf({}, {});
    const times = meanTimes(plan, dialogues);
    const demand = demandOf(plan, agents, times);
    const needed = agentsNeeded(demand, 4);
    const random = seededRandom(9);
    const { think } = plan.customers;
    const sum = (count: number) => {
      let ms = uniformMs(agents.accept, random);
      for (let turn = 0; turn < count; turn++) ms += uniformMs(turn % 2 ? agents.reply : think, random);
      return ms / 1_000;
    };
    const draws = {
      between: () => (plan.customers.gapMs + uniformMs(think, random)) / 1_000,
      together: () => sum(random() < 0.5 ? 4 : 8),
      wrapUp: () => uniformMs(agents.wrapUp, random) / 1_000,
    };
    expect(simulated(60, needed, 4, draws, 20)).toBeLessThan(0.2);
    expect(needed).toBe(Math.ceil(demand.erlangs / 4));
    // With three quarters of them customers wait, and their visits are fewer than planned.
    expect(simulated(60, Math.floor(needed * 0.75), 4, draws, 20)).toBeGreaterThan(0.2);
  });

  it('stand beside agents × capacity, and exceed them in a plan of few agents', () => {
    const { plan, agents } = planOf({ model: 'open', visitsPerMinute: 60, sessions: 200 }, { count: 30 });
    // 2 s to accept, 6 turns of 11 s, 10 s to wrap up: 78 s a conversation, 1 of them a second.
    expect(agentsMargin(plan, agents, meanTimes(plan, dialogues))).toEqual({
      what: 'agents for the planned visits',
      is: '30, needed 21 × capacity 4 (60 conversations a minute × 1m18s = 78 at once; 80 % within 20 s, by Erlang)',
      ok: true,
    });
    const few = planOf({ model: 'open', visitsPerMinute: 60, sessions: 200 }, { count: 19 });
    expect(agentsMargin(few.plan, few.agents, meanTimes(plan, dialogues))).toMatchObject({ ok: false });
  });

  it('are no more than a place for each session, where agents are done before the customer is back', () => {
    const closed: Demand = { perS: 100 / 114, takenS: 111, erlangs: (100 * 111) / 114, sessions: 100 };
    expect(shareThatWaits(closed, 100, 0)).toBe(0);
    expect(agentsNeeded(closed, 5)).toBeLessThanOrEqual(20);
  });
});
