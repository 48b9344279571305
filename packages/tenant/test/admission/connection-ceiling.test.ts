import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ConnectionCeiling } from '../../src/admission/connection-ceiling.ts';
import { seeded } from '../../src/base/random.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { profileSchema } from '../../src/profile/schema.ts';

const settings = (more: object) => profileSchema.parse({ ceiling: { max: 150, jitter: 10, ...more } }).ceiling;
const CEILING = settings({});
const drawn = (seed: number) => new ConnectionCeiling(CEILING, seeded(seed), 0).limit;

describe('the ceiling', () => {
  it('is drawn from 140 to 160 by the profile of its name, the same for the same seed', () => {
    const { ceiling } = loadProfile('tenant-connection-ceiling');
    expect(ceiling).toMatchObject({ max: 150, jitter: 10, scope: 'guests', status: 503 });
    fc.assert(
      fc.property(fc.nat(1_000_000), (seed) => {
        expect(drawn(seed)).toBe(drawn(seed));
        expect(drawn(seed)).toBeGreaterThanOrEqual(140);
        expect(drawn(seed)).toBeLessThanOrEqual(160);
      }),
    );
  });

  it('reaches every level of its range, both ends too', () => {
    const levels = new Set(Array.from({ length: 2_000 }, (_, seed) => drawn(seed)));
    expect([...levels].sort()).toEqual(Array.from({ length: 21 }, (_, n) => 140 + n));
  });

  it('counts guests alone, or notification sockets too', () => {
    const guests = new ConnectionCeiling(settings({ max: 5, jitter: 0 }), seeded(1), 0);
    const all = new ConnectionCeiling(settings({ max: 5, jitter: 0, scope: 'all' }), seeded(1), 0);
    const open = { guest: 3, notifications: 2 };
    expect(guests.refusal('guest', open, 0)).toBeUndefined();
    expect(guests.refusal('notifications', { guest: 5, notifications: 9 }, 0)).toBeUndefined();
    expect(all.refusal('guest', open, 0)).toMatchObject({ status: 503 });
    expect(all.refusal('notifications', open, 0)).toMatchObject({ status: 503 });
  });

  it('is drawn again every `redrawSeconds`, and not before', () => {
    const ceiling = new ConnectionCeiling(settings({ redrawSeconds: 10 }), seeded(1), 0);
    const other = new ConnectionCeiling(settings({}), seeded(1), 0);
    const limitAt = (ms: number) => {
      ceiling.refusal('guest', { guest: 0, notifications: 0 }, ms);
      return ceiling.limit;
    };
    for (let n = 1; n <= 50; n++) {
      expect(limitAt(n * 10_000 - 1)).toBe(other.limit);
      other.redraw(0);
      expect(limitAt(n * 10_000)).toBe(other.limit);
    }
  });
});
