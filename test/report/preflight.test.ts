import { describe, expect, it } from 'vitest';
import { preflightSays } from '../../report/kinds/preflight/preflight-told.ts';
import { htmlOf } from '../../report/output/html.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import type { Check, Preflight } from '../../report/read/preflight.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { listIn, notesOf, reportFrom, temporaryFiles } from './files.ts';
import { ceilingOfFive } from './lines.ts';

const file = temporaryFiles();
const PLAN = aPlan({ customers: { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' } });
const ASSETS = { script: '', styles: '' };
const CHECKS: readonly Check[] = [
  { what: 'approval', state: 'ok', is: 'CASE-1' },
  { what: 'queue <A>', state: 'warn', is: 'conversations in it now: 3', change: 'wait for the end' },
  { what: 'agent capacity', state: 'fail', is: '2 agents × 1 serve 2', change: 'set it to at least 5' },
];
const look = (more: Partial<Preflight> = {}): string =>
  file(
    JSON.stringify({ plan: 'test', target: '127.0.0.1:1', at: '2026-11-28T10:00:00.000Z', checks: CHECKS, ...more }),
    'preflight.json',
  );
const withRun = async (...looks: readonly string[]) => await reportFrom([file(ceilingOfFive()), ...looks], PLAN);

describe('a preflight beside a run', () => {
  it('has a section of its own, what would spoil the run first, and names as text', async () => {
    const page = htmlOf(await withRun(look()), ASSETS);
    const section = page.slice(page.indexOf('Before the run'));
    const places = ['agent capacity', 'queue &#60;A&#62;', 'approval'].map((what) => section.indexOf(what));
    expect([-1, ...places]).toEqual([...new Set([-1, ...places])].sort((a, b) => a - b));
    expect(section).toContain('<dd>28 Nov 2026, 10:00 UTC</dd>');
    expect(section).toContain('<dd>127.0.0.1:1, a simulated tenant on this machine</dd>');
    expect(section).toContain('agent capacity: set it to at least 5');
    expect(section).toContain('Not ready: 1 of 3 would spoil the test; 1 to look at, 0 could not be seen.');
  });

  it('is told in Markdown by what it found, what is in the way first', async () => {
    const text = markdownOf(await withRun(look()));
    expect(text).toContain('| ❌ fail | agent capacity | 2 agents × 1 serve 2 | set it to at least 5 |\n');
  });

  it('is left out, which is said, when it looked at another plan', async () => {
    const report = await withRun(look({ plan: 'other' }));
    expect(report.documents).toEqual([]);
    expect(notesOf(report)).toEqual(['skipped: it looked at another plan, "other" and not "test"']);
  });

  it('stands in the order in which it was made, where there are several', async () => {
    const later = look({ at: '2026-11-28T12:00:00.000Z', checks: [] });
    expect(listIn(await withRun(later, look()), 'preflights')).toMatchObject([
      { at: expect.stringContaining('T10:') },
      { at: expect.stringContaining('T12:') },
    ]);
  });

  it('is a report of its own as well', async () => {
    const report = await reportFrom([look()]);
    expect(report.runs).toEqual([]);
    expect(htmlOf(report, ASSETS)).toContain('<title>headroom report: test</title>');
  });

  it.each([
    ['no time', { at: undefined }],
    ['a time that is none', { at: 'soon' }],
    ['a state that there is not', { checks: [{ what: 'x', state: 'bad', is: 'y' }] }],
    ['a check that is none', { checks: ['ok'] }],
  ])('is not taken when it has %s', async (_, more) => {
    expect((await reportFrom([look(more as Partial<Preflight>)])).documents).toEqual([]);
  });
});

it.each<[readonly Check['state'][], string]>([
  [['ok', 'ok'], 'ready: nothing in the way in 2 checks'],
  [['ok', 'warn', 'unknown'], 'ready, with a reserve: 1 to look at, 1 could not be seen'],
  [['fail', 'unknown'], 'not ready: 1 of 2 would spoil the test; 0 to look at, 1 could not be seen'],
])('the checks %j are summed up as "%s"', (states, says) => {
  expect(preflightSays(states.map((state) => ({ what: '', state, is: '' })))).toBe(says);
});
