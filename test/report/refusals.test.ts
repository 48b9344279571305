import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import { LineFolder } from '../../report/fold/line-folder.ts';
import { joinedRefusals } from '../../report/fold/refusal-samples.ts';
import { refusalLines } from '../../report/render/refusal-lines.ts';
import { refusalText } from '../../report/render/refusal-text.ts';
import { refusalsPart } from '../../report/render/refusals-part.ts';
import { partSection } from '../../report/render/told-section.ts';
import { fuzzRuns } from './fuzz-runs.ts';
import { START } from './lines.ts';

const METADATA = { status: '503', words: 'Full', retry_after: '5', server: 'nginx', deployment: 'd1' };

/** The line of a refusal, `ms` after the start. */
function refusal(ms: number, metadata: object | null = METADATA): string {
  const tags = { phase: 'ramp', says: 'other', scenario: 'customers' };
  const data = { time: new Date(START + ms).toISOString(), value: 1, tags, ...(metadata === null ? {} : { metadata }) };
  return JSON.stringify({ metric: 'ws_upgrade_refused', type: 'Point', data });
}

function seenIn(...lines: readonly string[]): SeenRefusals[] {
  const folder = new LineFolder();
  for (const line of lines) folder.take(line, 0, line.length);
  return folder.folded.refusals.all();
}

const SEEN: SeenRefusals = {
  status: '503',
  says: 'max-connections-tenant',
  words: 'Max concurrent connections exceeded for tenant',
  scenario: 'customers',
  deployments: { d1: 2 },
  count: 2,
  firstMs: START,
  lastMs: START + 61_000,
};

describe('refusals in samples', () => {
  it('that say the same are one kind, in number and from first to last, with the id and wait of the first', () => {
    const later = { ...METADATA, retry_after: '9', correlation: 'c2', deployment: 'd2' };
    expect(
      seenIn(refusal(5_000, later), refusal(1_000), refusal(1_000), refusal(3_000, { status: '403', words: '' })),
    ).toEqual([
      {
        ...{ scenario: 'customers', status: '503', says: 'other', words: 'Full', retry_after: '5', server: 'nginx' },
        ...{ deployments: { d1: 2, d2: 1 }, count: 3, firstMs: START + 1_000, lastMs: START + 5_000 },
        ...{ correlated: 1, correlations: ['c2'] },
      },
      {
        ...{ scenario: 'customers', status: '403', says: 'other', words: '' },
        ...{ deployments: {}, count: 1, firstMs: START + 3_000, lastMs: START + 3_000 },
      },
    ]);
  });

  it('are counted one by one where an output has left their metadata out', () => {
    expect(seenIn(refusal(0, null), refusal(1, null), refusal(2, null))).toMatchObject([
      { says: 'other', words: '', count: 3 },
    ]);
  });

  it('are of a bounded number of kinds, and none is lost, whatever servers say', () => {
    const kinds = Array.from({ length: 1_000 }, (_, index) => refusal(index, { status: '503', words: `no ${index}` }));
    const seen = seenIn(...kinds);
    expect(seen.length).toBe(201);
    expect(seen.reduce((sum, { count }) => sum + count, 0)).toBe(1_000);
    expect(seen[0]).toMatchObject({ words: '…', count: 800 });
  });

  it('come to the same whatever the order of their parts', () => {
    const kind = fc.record({ words: fc.constantFrom('a', 'b'), firstMs: fc.nat(99), lastMs: fc.integer({ min: 100 }) });
    fc.assert(
      fc.property(fc.array(kind, { maxLength: 20 }), fc.nat(20), (kinds, at) => {
        const all = kinds.map((one) => ({ ...SEEN, ...one }));
        const [apart, whole] = [joinedRefusals([all.slice(at), all.slice(0, at)]), joinedRefusals([all])];
        const sorted = (seen: readonly SeenRefusals[]) => seen.map((one) => JSON.stringify(one)).sort();
        expect(sorted(apart)).toEqual(sorted(whole));
      }),
      fuzzRuns(200),
    );
  });
});

describe('refusals in words', () => {
  it('have their number, status, words, phrase, first and last time, and what else is known', () => {
    const more = { retry_after: '5', server: 'nginx', correlation: 'c1', lastMs: START + 86_400_000 };
    expect([refusalText(SEEN), refusalText({ ...SEEN, ...more, deployments: { d1: 1, d2: 3, d3: 1, d4: 1 } })]).toEqual(
      [
        '2 × 503 "Max concurrent connections exceeded for tenant" (max-connections-tenant), 2026-11-24 12:00:00 to 12:01:01 UTC, at deployment d1',
        '2 × 503 "Max concurrent connections exceeded for tenant" (max-connections-tenant), 2026-11-24 12:00:00 to 2026-11-25 12:00:00 UTC, Retry-After 5, server nginx, at 4 deployments: d2 (3), d1 (1), d3 (1) …, correlation id of the first c1',
      ],
    );
  });

  it('stand in a page as text, whatever they are', () => {
    const page = partSection(refusalsPart([{ ...SEEN, words: '<img src=x onerror=alert(1)>', server: '<b>' }]));
    expect(page).not.toMatch(/<img|<b>/);
    expect(page).toContain('&#60;img');
  });
});

describe('the refusals of a search', () => {
  const probe = {
    offer: 9,
    admitted: 8,
    knocksAdmitted: 0,
    knocksRefused: 0,
    refused: 1,
    failed: 0,
    dropped: 0,
    held: 8,
    late: 0,
  };
  const measured = {
    phase: { name: 'overshoot', probes: [], untilRefusal: false },
    startedMs: START,
    tookMs: 1,
    probes: [probe],
    causes: { 'http-503': 1 },
    says: { 'max-connections-tenant': 1 },
  } as const;

  it('are told in words over all its phases', () => {
    const phases = [
      { ...measured, refusals: [SEEN] },
      { ...measured, refusals: [SEEN] },
    ];
    expect(refusalLines(phases, 'exact')).toEqual([expect.stringMatching(/^4 × 503 "Max concurrent .*12:01:01 UTC/)]);
  });

  it('are told by phrase where no samples were kept, as not seen in the dense transport, and not where there are none', () => {
    expect([
      refusalLines([measured, measured], 'exact'),
      refusalLines([measured], 'dense'),
      refusalLines([{ ...measured, probes: [{ ...probe, refused: 0 }] }], 'exact'),
    ]).toEqual([
      ['2 × max-connections-tenant; words not kept: no samples of the phases could be read'],
      ['words not seen: the dense transport sees neither status nor words of a refusal'],
      [],
    ]);
  });
});
