import { describe, expect, it } from 'vitest';
import { readSummary, type SummaryMetrics } from '../../../lib/summary/reading.ts';
import { verdictOn } from '../../../lib/verdict/verdict.ts';
import { aPlan } from '../plan/a-plan.ts';
import { metricsOf } from '../summary/metrics.ts';

const none = { refused: 0, admitted: 0, closed: 0 };
const judge = (metrics: SummaryMetrics, plan = aPlan()) => verdictOn(readSummary(metrics, 60_000), plan);

describe('the verdict', () => {
  it('is none when every upgrade opened', () => {
    const verdict = judge(
      metricsOf({ ramp: { ...none, admitted: 100 }, hold: none, teardown: { ...none, closed: 100 } }),
    );
    expect(verdict).toMatchObject({ cause: 'none', says: expect.stringContaining('100 upgrades') });
  });

  it('is not given when nothing ran', () => {
    expect(judge({})).toBeUndefined();
  });

  const atTheCeiling = {
    ramp: { refused: 60, admitted: 150, closed: 0 },
    hold: { refused: 90, admitted: 4, closed: 4 },
    teardown: { refused: 0, admitted: 0, closed: 150 },
  };

  it('names the ceiling when, in the hold, no more came in than went out', () => {
    const verdict = judge(metricsOf(atTheCeiling, { firstRefusalAt: 151 }));
    expect(verdict).toMatchObject({
      cause: 'tenant-connection-ceiling',
      says: expect.stringContaining('150 sessions'),
    });
    expect(verdict?.evidence.join('\n')).toMatch(
      /150 of 304 upgrades.*\n150 sessions were held.*\n.*session 151.*\n.*94 upgrades/,
    );
  });

  it('does not depend on the status of the refusals', () => {
    expect(judge(metricsOf(atTheCeiling, { cause: 'http-429' }))?.cause).toBe('tenant-connection-ceiling');
  });

  it('does not name it when, in the hold, more come in than leave: that is no cap', () => {
    const throttled = { ...atTheCeiling, hold: { refused: 90, admitted: 50, closed: 4 } };
    expect(judge(metricsOf(throttled))?.cause).toBe('undetermined');
  });

  it('names it for a run cut in a gentle ramp, and says that a hold would tell a rate limit apart', () => {
    const cut = { ramp: { refused: 3, admitted: 149, closed: 0 }, hold: none, teardown: none };
    const verdict = judge(metricsOf(cut, { firstRefusalAt: 150 }));
    expect(verdict).toMatchObject({
      cause: 'tenant-connection-ceiling',
      next: expect.stringContaining('A hold tells'),
    });
  });

  it('does not name it for a run cut in a ramp faster than the published rate', () => {
    const cut = { ramp: { refused: 3, admitted: 149, closed: 0 }, hold: none, teardown: none };
    const customers = { sessions: 5_000, perMinute: 1_001, hold: '1m', longestVisit: '5m' };
    expect(judge(metricsOf(cut), aPlan({ customers }))?.cause).toBe('undetermined');
  });

  it('does not name it when HTTP never answered', () => {
    const silent = { ramp: { refused: 0, admitted: 50, closed: 0 }, hold: none, teardown: none };
    const verdict = judge(metricsOf(silent, { network: 9 }));
    expect(verdict).toMatchObject({ cause: 'undetermined', evidence: ['9 × network'] });
  });
});
