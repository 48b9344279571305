import { describe, expect, it } from 'vitest';
import { attributionText } from '../../report/kinds/attribute/attribution-text.ts';
import type { Attribution } from '../../search/attribution/attribution.ts';
import type { Groundwork } from '../../search/attribution/groundwork.ts';
import type { Baseline } from '../../search/ceiling/baseline.ts';

const QUIET: Baseline = { level: 30, offered: 120, refused: 0, refusedAgain: 0, admitted: 120, dropped: 0 };

const FINDING: Attribution['findings'][number] = {
  axis: 'deployment',
  answer: 'not shown',
  armA: 'one',
  armB: 'all',
  a: [150],
  b: [150],
  why: '1 and 1 trials: too few',
};

function textOf(groundwork: Partial<Groundwork> | undefined, changes: Partial<Attribution> = {}): string {
  return attributionText('a-plan', '127.0.0.1:9400', {
    level: 150,
    findings: [FINDING],
    notVaried: [],
    attachedTo: ['undetermined'],
    ...(groundwork ? { groundwork: { level: 150, says: 'nothing', again: 2, without: [], ...groundwork } } : {}),
    ...changes,
  });
}

describe("an attribution's text", () => {
  it('begins with what was refused by chance far below the level, and how much of it', () => {
    const text = textOf({ baseline: { ...QUIET, refused: 6 } });
    expect(text).toContain(
      '\nbaseline        at 30 at once 6 of 120 (5.0 %) first knocks were refused, none of them again\n',
    );
    expect(text.indexOf('baseline')).toBeLessThan(text.indexOf('axis'));
  });

  it('says that nothing was refused or closed there when nothing was', () => {
    expect(textOf({ baseline: QUIET })).toContain(
      'baseline        at 30 at once none of 120 sessions was refused or closed\n',
    );
  });

  it('names the deployments that refuse every session by their number in the plan', () => {
    expect(textOf({ without: [4] })).toContain(
      '\ndeployments     number 5 of the plan refuses every session: left out',
    );
    expect(textOf({ without: [0, 4] })).toContain('\ndeployments     numbers 1, 5 of the plan refuse every session');
  });

  it.each<[Groundwork['says'], Partial<Baseline>, string]>([
    ['chance', { refused: 48, refusedAgain: 2 }, '48 of 120 (40 %) first knocks were refused, 2 of them at each of'],
    ['cuts', { dropped: 12 }, '12 of 120 (10 %) sessions were closed by the other side\n'],
  ])('has no table where %s leave nothing to vary, and says why', (says, changes, what) => {
    const text = textOf({ says, baseline: { ...QUIET, ...changes } }, { findings: [] });
    expect(text).toContain(what);
    expect(text).toMatch(/^ {16}.*no level shows behind it: nothing was varied$/m);
    expect(text).not.toContain('axis');
    expect(text).not.toContain('permutation test');
  });

  it('says that who is refused is refused again, where the baseline shows it', () => {
    const text = textOf({ says: 'state', baseline: { ...QUIET, refused: 9, refusedAgain: 8 } });
    expect(text).toContain(
      '8 of them at each of their knocks\n                who is refused is refused again at once',
    );
  });

  it('is only the table and what follows from it without groundwork', () => {
    expect(textOf(undefined)).toMatch(/around 150 sessions\n\naxis +answer/);
  });
});
