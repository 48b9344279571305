import { describe, expect, it } from 'vitest';
import { readMetrics, type SummaryMetrics } from '../../../lib/measures/readings.ts';
import { SIDES_OF } from '../../../lib/measures/table/scripts.ts';
import { needsMet } from '../../../lib/plan/needs.ts';
import type { Plan } from '../../../lib/plan/schema.ts';
import {
  type PlatformReading,
  platformLines,
  readPlatform,
  whileRefused,
} from '../../../lib/verdict/reading/platform.ts';
import { aPlan } from '../plan/a-plan.ts';
import { withSplits } from './with-splits.ts';

const rate = (passes: number, fails: number) => ({ values: { passes, fails } });
const p95 = (ms: number) => ({ values: { 'p(95)': ms } });

const metrics = {
  platform_rate_limited: rate(5, 595),
  platform_request: p95(40),
  'platform_rate_limited{scenario:platform-load}': rate(2, 298),
  'platform_request{scenario:platform-load}': p95(25),
  'platform_request{name:GET /api/v2/users/me}': p95(90),
  'platform_request{name:GET /api/v2/conversations}': p95(20),
  'platform_request{name:GET /api/v2/conversations/:id}': p95(60),
  'platform_request{name:POST /api/v2/notifications/channels}': p95(10),
};
const MINUTE_MS = 60_000;
const plan = aPlan({ platformLoad: { perMinute: 300 } });

/** What a contact centre with this plan reads of the Platform API. */
function readingOf(metrics: SummaryMetrics, plan: Plan): PlatformReading {
  const script = 'contact-centre';
  const made = { sides: SIDES_OF[script], meets: needsMet(plan) };
  const read = readMetrics(withSplits(metrics, script, plan), made, readPlatform);
  if (!read.known) throw new Error(`unknown: ${read.unknown.join(', ')}`);
  return read.value;
}

describe('the reading of the Platform API', () => {
  it('the reading tells the agents’ calls from the load, and names the three slowest endpoints', () => {
    expect(platformLines(readingOf(metrics, plan), plan, MINUTE_MS)).toEqual([
      ['platform API', '300 calls, 5.0 a second, 3 answered 429'],
      ['API load', '300 a minute planned; 300 calls, 5.0 a second, p95 25 ms, 2 answered 429'],
      [
        'slowest p95',
        'GET /api/v2/users/me 90 ms, GET /api/v2/conversations/:id 60 ms, GET /api/v2/conversations 20 ms',
      ],
    ]);
  });

  it('the reading without a load is the agents’ alone', () => {
    const own = { platform_rate_limited: rate(0, 120), platform_request: p95(40) };
    expect(platformLines(readingOf(own, aPlan()), aPlan(), MINUTE_MS)).toEqual([
      ['platform API', '120 calls, 2.0 a second, p95 40 ms, 0 answered 429'],
    ]);
  });

  it('the reading shows a load that made no call, and no p95 that was not measured', () => {
    const own = { platform_rate_limited: rate(0, 120), platform_request: p95(40) };
    expect(platformLines(readingOf(own, plan), plan, MINUTE_MS)[1]).toEqual([
      'API load',
      '300 a minute planned; 0 calls, 0.0 a second, 0 answered 429',
    ]);
  });

  it('the calls of load and agents together stand beside the verdict when sockets were refused', () => {
    expect(whileRefused(readingOf(metrics, plan), 222, MINUTE_MS)).toBe(
      'while 222 upgrades were refused the API answered 10.0 calls/s, p95 40 ms, 5 of them 429 (whole run)',
    );
    expect(whileRefused(readingOf(metrics, plan), 0, MINUTE_MS)).toBeUndefined();
    expect(whileRefused(readingOf({}, plan), 222, MINUTE_MS)).toBeUndefined();
  });
});
