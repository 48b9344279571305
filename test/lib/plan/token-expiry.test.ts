import { describe, expect, it } from 'vitest';
import { expiringTokens } from '../../../lib/plan/token-expiry.ts';

const nowMs = Date.UTC(2026, 10, 24, 20);
const HOUR_MS = 3_600_000;
const beside = (...hours: number[]) =>
  JSON.stringify(
    hours.map((hour) => ({ user: 'u', digest: 'd', expires: new Date(nowMs + hour * HOUR_MS).toISOString() })),
  );
const run = { tokens: 3, agents: 2, nowMs, lastsMs: 2 * HOUR_MS };

describe('the expiry times beside a file of tokens', () => {
  it('the expiry times tell how many tokens end before the run does, and for how long they must last', () => {
    expect(expiringTokens(beside(1, 1.9, 3), run)).toEqual({ count: 2, minutes: 120 });
    expect(expiringTokens(beside(3, 1, 3), { ...run, lastsMs: 90_001 + 59 * 60_000 })).toEqual({
      count: 1,
      minutes: 61,
    });
  });

  it.each([
    ['the tokens last', beside(3, 3, 3)],
    ['only tokens that nobody uses end', beside(3, 3, 1)],
    ['it belongs to another file', beside(1, 1)],
    ['there is none', undefined],
    ['it cannot be read', '{'],
  ])('the expiry times are not used where %s', (_, text) => {
    expect(expiringTokens(text, run)).toBeUndefined();
  });
});
