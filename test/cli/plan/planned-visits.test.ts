import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { dialoguesThatFit, meanTimes, visitsOf } from '../../../cli/plan/planned-visits.ts';
import { type SetSurvey, type Shape, surveySet } from '../../../cli/plan/set-survey.ts';
import { mostPlayedOnce } from '../../../lib/plan/once-fits.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';
import { planFrom, quick } from '../../virtual/golden-plans.ts';
import { NO_LIMIT, playOnVirtualClock } from '../../virtual/play.ts';
import { CapturedOutput } from '../captured-output.ts';

const shape = (sides: string): Shape => ({
  turns: [...sides].map((side) => ({ from: side === 'c' ? 'customer' : 'agent' })),
});
const setOf = (count: number, sides = 'cacaca'): SetSurvey => ({
  path: 'set.jsonl',
  found: true,
  dialogues: Array.from({ length: count }, () => shape(sides)),
  unplayable: 0,
  firstProblem: undefined,
  part: undefined,
});
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-'));
afterAll(() => rmSync(folder, { recursive: true }));
const line = (text: string) => `{"id":"a","turns":[{"from":"customer","text":"${text}"},{"from":"agent","text":"x"}]}`;
const set = path.join(folder, 'short.jsonl');
writeFileSync(set, line('x'));
const paced = { min: '1s', max: '3s' };
const customers = { sessions: 20, perMinute: 600, hold: '10m', teardown: '2s', longestVisit: '5m', think: paced };
const agents = { count: 4, perMinute: 600, capacity: 5, accept: paced, reply: paced, tokens: { source: 'simulated' } };
const planOf = (more: object = {}, once = false) =>
  aPlan({ customers: { ...customers, ...more }, agents, transcripts: { path: 'set.jsonl', once } });

describe('the visits of a plan', () => {
  it(
    'are about as many as a run of it makes',
    async () => {
      const plan = planFrom('smoke', {
        customers: { ...quick, sessions: 5, hold: '30s', longestVisit: '30s', think: paced },
        agents: { count: 5, accept: paced, reply: paced },
        transcripts: { path: set },
      });
      const { record } = await playOnVirtualClock({ script: 'contact-centre', plan, sets: ['agents.capacity=1'] });
      const visits = record.filter(({ kind }) => kind === 'session-configured').length;
      const parsed = aPlan(plan as Record<string, unknown>);
      const { dialogues } = await surveySet(parsed, 'plan.json', '.', new CapturedOutput());
      const planned = visitsOf(parsed, meanTimes(parsed, dialogues));
      expect(visits / planned).toBeGreaterThan(0.8);
      expect(visits / planned).toBeLessThan(1.2);
    },
    NO_LIMIT,
  );

  it('say how many dialogues of a set fit, and how long all of them take', () => {
    // A visit waits 2 s, is accepted after 2 s, takes 6 × 2 s, and the next comes 2 s later: 18 s, 34 of them a slot.
    expect(dialoguesThatFit(planOf(), setOf(83_594))).toEqual({
      what: 'dialogues that fit',
      is: '680 of 83,594 in about 680 visits: all take a hold of about 20h54m, or more sessions',
      ok: true,
    });
    expect(dialoguesThatFit(planOf(), setOf(30))).toMatchObject({ is: 'all 30 in about 680 visits', ok: true });
  });

  it('are too few for a set that is planned once and does not fit', () => {
    expect(dialoguesThatFit(planOf({}, true), setOf(700))).toMatchObject({
      is: '680 of 700 once each, in about 680 visits: all take a hold of about 11m, or more sessions',
      ok: false,
    });
    expect(dialoguesThatFit(planOf({}, true), setOf(680))).toMatchObject({ ok: true });
    expect(dialoguesThatFit(planOf({}, true), { ...setOf(680), part: '1 of 4' })?.is).toContain('part 1 of 4');
  });

  it('are as many as begin in the open model', () => {
    const open = { ...customers, model: 'open', visitsPerMinute: 60 };
    expect(dialoguesThatFit(planOf(open), setOf(1_000))?.is).toBe(
      '602 of 1,000 in about 602 visits: all take a hold of about 17m, or more sessions',
    );
  });

  it('are never more than can be played once in the shortest time, and a slot for each dialogue is enough', () => {
    const sides = fc.string({ unit: fc.constantFrom('c', 'a'), minLength: 1, maxLength: 6 }).map((rest) => `c${rest}`);
    const same = fc.record({
      count: fc.integer({ min: 1, max: 400 }),
      sides,
      sessions: fc.integer({ min: 1, max: 30 }),
    });
    fc.assert(
      fc.property(same, ({ count, sides, sessions }) => {
        const plan = planOf({ sessions, hold: '30s' }, true);
        const set = setOf(count, sides);
        const fit = Math.min(count, visitsOf(plan, meanTimes(plan, set.dialogues)));
        expect(fit).toBeLessThanOrEqual(mostPlayedOnce(plan, set.dialogues));
        if (count <= sessions) expect(dialoguesThatFit(plan, set)?.ok).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the survey of a set', () => {
  const surveyOf = (name: string, lines: readonly string[], more: object = {}) => {
    writeFileSync(path.join(folder, name), lines.join('\n'));
    return surveySet(aPlan({ transcripts: { path: name }, ...more }), 'plan.json', folder, new CapturedOutput());
  };

  it('counts the lines that can be played and those that cannot, and says why the first cannot', async () => {
    const survey = await surveyOf('mixed.jsonl', [line('x'), '', line('x'.repeat(4_097)), '{', line('y')]);
    expect(survey).toMatchObject({ found: true, unplayable: 2 });
    expect(survey.firstProblem).toBe('line 3: turn 0: 4097 bytes; allowed from a customer: 4096');
    expect(survey.dialogues).toEqual([shape('ca'), shape('ca')]);
  });

  it('finds a turn that would be taken for an answer to a bot', async () => {
    const bot = { customers: { ...customers, bot: { otherwise: 'A person, please' } } };
    expect(await surveyOf('bot.jsonl', [line('x'), line('A person, please')], bot)).toMatchObject({ unplayable: 1 });
  });

  it('says that a set is not there', async () => {
    const survey = surveySet(aPlan({ transcripts: { path: 'no.jsonl' } }), 'p', folder, new CapturedOutput());
    expect(await survey).toMatchObject({ found: false, dialogues: [] });
  });
});
