import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { metricsMarkdown } from '../../../build/metrics-doc.ts';
import { PLATFORM_CALLS, PLATFORM_TOPICS } from '../../../lib/genesys/platform/endpoints.ts';
import type { Measure, TagValues } from '../../../lib/measures/table/measure.ts';
import { MEASURES } from '../../../lib/measures/table/rows.ts';

/** Tags that k6 sets itself (docs/facts/k6.md section 7), as far as splits go by them. */
const OF_K6 = ['scenario', 'status'];
const rows = MEASURES.map((measure): readonly [string, Measure] => [measure.name, measure]);

/** Everything by which a metric is split, for a summary or a gate. */
const splitsOf = ({ splits, gated }: Measure): TagValues[] => [
  ...splits.map(({ by }) => by),
  ...(gated ? [gated] : []),
];

const NAMED: readonly string[] = [...PLATFORM_CALLS, ...PLATFORM_TOPICS];

describe('the table of measures', () => {
  it('the table has each name once', () => {
    const names = MEASURES.map(({ name }) => name);
    expect([...new Set(names)]).toEqual(names);
  });

  it.each(rows)(
    'the table splits %s by tags that its emitter or k6 sets, and by values that the tag has',
    (_, measure) => {
      for (const by of splitsOf(measure)) {
        for (const [tag, chosen] of Object.entries(by)) {
          if (OF_K6.includes(tag)) continue;
          expect(Object.keys(measure.tags)).toContain(tag);
          const values = measure.tags[tag] ?? [];
          for (const value of chosen)
            expect(values.length === 0 ? /^\d+$/.test(value) : values.includes(value)).toBe(true);
        }
      }
    },
  );

  it.each(rows)('the table splits %s for scripts that measure it', (_, { sides, splits }) => {
    // k6's own metrics are there whoever plays; the calls of platformLoad are made where there is a monitor.
    const measured = (side: string) => sides.length === 0 || side === 'monitor' || sides.some((one) => one === side);
    expect(splits.filter(({ side }) => !measured(side))).toEqual([]);
  });

  it.each(rows)('the table says what %s means in whole sentences', (_, { says }) => {
    expect(says).toMatch(/^([A-Z]|k6).*\.$/);
    expect(says).not.toContain('|');
  });

  it('no tag value has a comma or a brace, and none but an endpoint or a topic a colon: k6 could not select it', () => {
    const values = MEASURES.flatMap(({ tags }) => Object.values(tags).flat());
    expect(values.filter((value) => /[,{}]/.test(value))).toEqual([]);
    // k6 splits a selector at the first colon.
    expect(values.filter((value) => value.includes(':') && !NAMED.some((name) => name === value))).toEqual([]);
  });
});

describe('docs/metrics.md', () => {
  it('the page is what the table says', () => {
    const refresh = 'refresh it by: npm run docs:metrics';
    expect(readFileSync('docs/metrics.md', 'utf8'), refresh).toBe(metricsMarkdown());
  });
});
