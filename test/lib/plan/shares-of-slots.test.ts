import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slotsOf } from '../../../lib/plan/slots.ts';
import { type ExecutionSegment, parseSegment } from '../../../packages/engine/src/segment/segment.ts';
import { isDeep } from '../../deep.ts';

/** A division of the run into 1 to 16 shares, each of 1 to 5 parts of the whole. */
const divisions = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 16 }).map((lengths) => {
  const whole = lengths.reduce((sum, length) => sum + length);
  let from = 0;
  const bounds = [0, ...lengths.map((length) => (from += length))].map((bound) => `${bound}/${whole}`);
  return bounds.slice(1).map((to, at) => parseSegment(`${bounds[at]}:${to}`, bounds.join(',')));
});

/** The numbers below `count` that k6 deals to a share, in the order in which its iterations begin. */
const numbersOf = (share: ExecutionSegment, count: number): number[] =>
  Array.from({ length: share.scale(count) }, (_, own) => share.globalIndex(own));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const runs = { numRuns: isDeep ? 2_000 : 100 };

describe('the shares of a run, equal or not', () => {
  it('play each of the first visits once together, where a VU is a session: each dialogue has one number', () => {
    fc.assert(
      fc.property(divisions, fc.integer({ min: 1, max: 200 }), (shares, visits) => {
        expect(ascending(shares.flatMap((share) => numbersOf(share, visits)))).toEqual(upTo(visits));
      }),
      runs,
    );
  });

  it('keep each slot once together, where a VU keeps several: its visits are numbered by the slot', () => {
    const counts = fc.record({ sessions: fc.integer({ min: 1, max: 200 }), perVu: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(divisions, counts, (shares, { sessions, perVu }) => {
        const vus = Math.ceil(sessions / perVu);
        const kept = shares.flatMap((share) => numbersOf(share, vus).flatMap((vu) => slotsOf(sessions, perVu, vu)));
        expect(ascending(kept)).toEqual(upTo(sessions));
      }),
      runs,
    );
  });
});
