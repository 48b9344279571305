import { describe, expect, it } from 'vitest';
import { jsonOf } from '../../report/output/json.ts';
import { markdownOf } from '../../report/output/markdown.ts';
import { goalsPart } from '../../report/render/goals-part.ts';
import { partSection } from '../../report/render/told-section.ts';
import { aPlan } from '../lib/plan/a-plan.ts';
import { reportFrom, temporaryFiles } from './files.ts';
import { ceilingOfFive, declare, sample } from './lines.ts';

const file = temporaryFiles();
const customers = { sessions: 10, perMinute: 600, hold: '2s', teardown: '1s', longestVisit: '10s' };
const plan = aPlan({ customers, goals: { served: 0.9, cut: 0.2, ack: { p: 0.9, within: '2s' } } });

/** Visits by the second in which they were over: whether each was answered. */
const answered = (second: number, is: number) =>
  sample('visits', second * 1_000, is, { goal: 'answered', outcome: is ? 'complete' : 'unserved' });
const stayed = (second: number) => sample('visits', second * 1_000, 1, { goal: 'stayed', outcome: 'complete' });

const report = await reportFrom(
  [
    file([
      ...ceilingOfFive(),
      declare('visits', 'rate'),
      ...[answered(10, 1), answered(50, 1), answered(70, 1), answered(80, 0), answered(110, 1), answered(130, 0)],
      stayed(10),
    ]),
  ],
  plan,
);
const [run] = report.runs;

describe('the goals of a run', () => {
  it('are told with what was reached, by how much they were missed, and in which minute first', () => {
    if (run === undefined) throw new Error('no run');
    const html = goalsPart(run).map(partSection).join('');
    expect(html).toContain('4 of 6 conversations answered (66.67 %), wanted 90 %: missed by 23.33 %');
    expect(html).toContain('minute 2: 2 of 3 (66.67 %)');
    expect(html).toContain('0 of 1 visits cut or not let in (0 %), wanted at most 20 %: reached');
    expect(html).toContain('none of it was measured, wanted 90 % within 2s: unknown');
    expect(markdownOf(report)).toContain('| ❌ missed | served |');
    expect(JSON.parse(jsonOf(report)).runs[0]).toMatchObject({
      goals: [
        { goal: 'served', reached: 4, of: 6 },
        { goal: 'ack', missedBy: null },
        { goal: 'cut', missedBy: 0 },
      ],
      firstMissed: { served: { minute: 2, reached: 2, of: 3 } },
    });
  });

  it('have no minute where there are no samples, which is said', () => {
    if (run === undefined) throw new Error('no run');
    const html = goalsPart({ ...run, firstMissed: undefined })
      .map(partSection)
      .join('');
    expect(html).toContain('only samples can tell');
    expect(html).not.toContain('minute 2');
  });
});
