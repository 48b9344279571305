import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom, uniformMs } from '../../../lib/base/random.ts';
import type { Dialogue } from '../../../lib/dialogues/dialogue.ts';
import { mostPlayedOnce, onceRefusal } from '../../../lib/plan/once-fits.ts';
import { scheduleOf } from '../../../lib/plan/schedule.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import { slotTimes } from '../../../lib/plan/slots.ts';
import { aPlan } from './a-plan.ts';

const once = { path: 'set.jsonl', once: true };
const pace = { min: '1s', max: '3s' };

function dialogueOf(sides: string): Dialogue {
  return { id: sides, turns: [...sides].map((side) => ({ from: side === 'c' ? 'customer' : 'agent', text: 'x' })) };
}

function planOf(customers: object, more: object = {}): Plan {
  return aPlan({
    customers: {
      sessions: 10,
      perMinute: 600,
      hold: '1m',
      teardown: '1s',
      longestVisit: '5m',
      think: pace,
      ...customers,
    },
    agents: { count: 5, perMinute: 50, capacity: 5, reply: pace, tokens: { source: 'simulated' } },
    transcripts: once,
    ...more,
  });
}

/** How many dialogues a run in which nothing fails begins and plays to their end: times are drawn as players draw them. */
function playedIn(plan: Plan, dialogues: readonly Dialogue[], seed: number): number {
  const schedule = scheduleOf(plan);
  const random = seededRandom(seed);
  const slots = Array.from({ length: plan.customers.sessions }, (_, slot) => slotTimes(plan, schedule, slot));
  const freeAtMs = slots.map(({ startsMs }) => startsMs);
  for (let number = 0; number < dialogues.length; number++) {
    const slot = freeAtMs.indexOf(Math.min(...freeAtMs));
    const atMs = freeAtMs[slot] ?? 0;
    if (atMs >= (slots[slot]?.stopsMs ?? 0)) return number;
    const { agents, customers } = plan;
    const waits = dialogues[number]?.turns.map(({ from }) =>
      uniformMs(from === 'customer' || !agents ? customers.think : agents.reply, random),
    );
    freeAtMs[slot] = atMs + (waits ?? []).reduce((sum, ms) => sum + ms, customers.gapMs);
  }
  return dialogues.length;
}

describe('a set that is planned once', () => {
  it('is refused only where no run of the plan can play all of it', () => {
    const sides = fc.string({ unit: fc.constantFrom('c', 'a'), minLength: 1, maxLength: 8 }).map((rest) => `c${rest}`);
    const plan = fc.record({
      sessions: fc.integer({ min: 1, max: 12 }),
      perMinute: fc.integer({ min: 10, max: 600 }),
      hold: fc.integer({ min: 1, max: 40 }).map((seconds) => `${seconds}s`),
      teardown: fc.integer({ min: 1, max: 20 }).map((seconds) => `${seconds}s`),
    });
    const set = fc.array(sides.map(dialogueOf), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(plan, set, fc.integer(), (customers, dialogues, seed) => {
        const most = mostPlayedOnce(planOf(customers), dialogues);
        expect(playedIn(planOf(customers), dialogues, seed)).toBeLessThanOrEqual(most);
        expect(most).toBeLessThanOrEqual(dialogues.length);
      }),
      { numRuns: 200 },
    );
  });

  it('is refused in one line that says how many fit, and what to change', () => {
    const dialogues = Array.from({ length: 150 }, () => dialogueOf('cacaca'));
    // A dialogue takes 6 s, and 2 s pass until the next one: 10 slots have 60 s of hold, half of the ramp and of the teardown.
    expect(onceRefusal(planOf({}), dialogues)).toBe(
      'transcripts set.jsonl: 150 dialogues are planned once, and at most 87 fit into 10 sessions with a hold of 1m; allowed: a hold of at least 1m51s, more sessions, fewer dialogues (headroom transcripts pack), or once false',
    );
    expect(onceRefusal(planOf({ hold: '1m50s' }), dialogues)).toContain('at least 1m51s');
    expect(onceRefusal(planOf({ hold: '1m51s' }), dialogues)).toBeUndefined();
    expect(onceRefusal(planOf({ sessions: 150 }), dialogues)).toBeUndefined();
    expect(onceRefusal(planOf({}, { transcripts: { path: 'set.jsonl' } }), dialogues)).toBeUndefined();
  });

  it('fits into as many sessions as it has dialogues, however long they are', () => {
    const dialogues = Array.from({ length: 10 }, () => dialogueOf('ca'.repeat(500)));
    expect(onceRefusal(planOf({ hold: '1s' }), dialogues)).toBeUndefined();
  });

  it('fits where customers may leave after one turn', () => {
    const dialogues = Array.from({ length: 150 }, () => dialogueOf('cacaca'));
    expect(onceRefusal(planOf({ leaveEarly: 0.1 }), dialogues)).toBeUndefined();
  });

  it('is counted by the visits that begin in the open model', () => {
    const customers = { model: 'open', visitsPerMinute: 60, sessions: 100, perMinute: 6_000, hold: '2m' };
    const dialogues = (count: number) => Array.from({ length: count }, () => dialogueOf('ca'));
    // 120 in the hold, 0.5 each in the ramp and the teardown, and one more where the executor rounds.
    expect(onceRefusal(planOf(customers), dialogues(122))).toBeUndefined();
    expect(onceRefusal(planOf(customers), dialogues(124))).toContain('at most 122 fit into 60 visits a minute');
  });
});
