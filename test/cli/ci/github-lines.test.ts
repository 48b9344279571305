import { describe, expect, it } from 'vitest';
import { annotations } from '../../../cli/ci/github-lines.ts';
import type { GateLine } from '../../../report/model/gate-lines.ts';

const line = (metric: string, ok: boolean | null): GateLine =>
  ({ metric, rule: 'rate<0.01', ok, value: 0.25, type: 'rate' }) as unknown as GateLine;

describe('annotations for GitHub', () => {
  it('are one for each rule that does not hold, with what would end a property written out', () => {
    const lines = annotations(
      [line('messages{state:lost,side:agent}', false), line('visits', true), line('shifts', null)],
      'x',
    );
    expect(lines).toEqual([
      expect.stringMatching(/^::error title=messages\{state%3Alost%2Cside%3Aagent\}::rate<0\.01, was /),
    ]);
  });

  it('are at most ten, and the last says how many more there are', () => {
    const lines = annotations(
      Array.from({ length: 12 }, (_, n) => line(`m${n}`, false)),
      undefined,
    );
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('::error title=headroom::3 more rules do not hold: the report has them');
  });

  it('say why a run does not pass whose rules all hold', () => {
    expect(annotations([line('visits', true)], 'the verdict is 100 %\nundetermined')).toEqual([
      '::error title=headroom::the verdict is 100 %25 undetermined',
    ]);
    expect(annotations([line('visits', true)], undefined)).toEqual([]);
  });
});
