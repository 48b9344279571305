import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSegment, WHOLE } from '../../src/segment/segment.ts';
import { propertyRuns } from '../deep.ts';
import { ascending } from '../executors/ascending.ts';

describe('an execution segment', () => {
  test('the whole test is scaled by 1', () => {
    const whole = parseSegment('', '');
    expect(whole.isWhole).toBe(true);
    expect([0, 1, 17].map((n) => whole.scale(n))).toEqual([0, 1, 17]);
  });

  test('equal segments take turns', () => {
    const second = parseSegment('1/4:2/4', '0,1/4,2/4,3/4,1');
    expect([0, 1, 2].map((k) => second.globalIndex(k))).toEqual([1, 5, 9]);
    expect([1, 2, 5, 6, 8].map((n) => second.scale(n))).toEqual([0, 1, 1, 2, 2]);
  });

  test.each([
    ['25%:50%', '1/4:2/4'],
    ['0.25:0.5', '1/4:2/4'],
    ['1/4', '0:1/4'],
  ])('the segment %s means %s', (one, other) => {
    const [a, b] = [parseSegment(one, ''), parseSegment(other, '')];
    for (let k = 0; k < 20; k++) expect(a.globalIndex(k)).toBe(b.globalIndex(k));
  });

  test('a segment that is one of n equal parts needs no sequence', () => {
    const alone = parseSegment('2/3:1', '');
    const told = parseSegment('2/3:1', '0,1/3,2/3,1');
    for (let k = 0; k < 20; k++) expect(alone.globalIndex(k)).toBe(told.globalIndex(k));
  });

  test.each([
    ['1/2:1/2', 'its start must be before its end'],
    ['1/2:1/4', 'its start must be before its end'],
    ['0:1/4:1/2', 'is not from:to'],
    ['0:1/2:1', 'is not from:to'],
    ['0:2', '"2" is not a fraction from 0 to 1'],
    ['a:b', '"a" is not a fraction from 0 to 1'],
    ['1/0:1', '"1/0" is not a fraction from 0 to 1'],
    ['0:1/2x', '"1/2x" is not a fraction from 0 to 1'],
    ['0:x1/2', '"x1/2" is not a fraction from 0 to 1'],
    ['0:-1/2', '"-1/2" is not a fraction from 0 to 1'],
  ])('the segment %s is refused: %s', (segment, why) => {
    expect(() => parseSegment(segment, '')).toThrow(why);
    expect(() => parseSegment(segment, '')).toThrow(/^execution segment/);
  });

  test('blanks around a segment mean nothing, and blanks alone are the whole', () => {
    expect(parseSegment('  ', ' ')).toMatchObject({ name: '', isWhole: true });
    expect(parseSegment(' 1/4 : 2/4 ', '').globalIndex(1)).toBe(5);
    expect(parseSegment(' 1/4:2/4 ', ' 0, 1/4, 2/4, 1 ').name).toBe('1/4:2/4');
    expect(parseSegment(' ', '0,1').isWhole).toBe(true);
    expect(parseSegment('0:1', ' ').isWhole).toBe(true);
  });

  test('a segment knows its name and whether it is the whole', () => {
    expect(parseSegment('', '')).toMatchObject({ name: '', isWhole: true });
    expect(parseSegment('0:1/2', '')).toMatchObject({ name: '0:1/2', isWhole: false });
    expect(parseSegment('0:1', '')).toMatchObject({ name: '0:1', isWhole: true });
    expect(WHOLE).toEqual(parseSegment('', ''));
    expect(WHOLE).toMatchObject({ name: '', isWhole: true });
  });

  test.each([
    ['1/4:3/4', '0,1/4,3/4,1'],
    ['1/6:1/2', '0,1/6,1/2,1'],
    ['0:2/5', '0,2/5,1'],
    ['3/5:1', '0,3/5,1'],
  ])('the segment %s alone is taken with the rest before it and after it', (segment, sequence) => {
    const [alone, told] = [parseSegment(segment, ''), parseSegment(segment, sequence)];
    for (let k = 0; k < 30; k++) expect(alone.globalIndex(k)).toBe(told.globalIndex(k));
    expect(alone.scale(60)).toBe(told.scale(60));
  });

  test('the one segment of the sequence 0,1 is the whole', () => {
    expect(parseSegment('', '0,1').isWhole).toBe(true);
    expect(() => parseSegment('', '0,1/2,1')).toThrow('is not one of the sequence');
  });

  test('the fractions of a segment may be as fine as a millionth', () => {
    expect(parseSegment('0:1/1000000', '').scale(2_000_000)).toBe(2);
    expect(() => parseSegment('0:1/10000000', '')).toThrow('too fine');
    expect(parseSegment('0:1/1000', '').scale(2000)).toBe(2);
    expect(parseSegment('1/1000:2/1000', '').globalIndex(0)).toBe(1);
    // Beyond a thousand equal parts nobody is assumed to run the others.
    expect(parseSegment('1/1001:2/1001', '').globalIndex(0)).not.toBe(1);
  });

  test('a segment that is not in the sequence is refused, and so is a sequence that does not ascend from 0 to 1', () => {
    expect(() => parseSegment('0:1/3', '0,1/2,1')).toThrow('is not one of the sequence');
    expect(() => parseSegment('0:1/2', '0,1/2')).toThrow('must ascend from 0 to 1');
    expect(() => parseSegment('', '0')).toThrow('must ascend from 0 to 1');
    expect(() => parseSegment('', '1')).toThrow('must ascend from 0 to 1');
    expect(() => parseSegment('1/2:1', '1/2,1')).toThrow('must ascend from 0 to 1');
    expect(() => parseSegment('0:1/2', '0,1/2,1/4,1')).toThrow('must ascend from 0 to 1');
    expect(() => parseSegment('0:1/2', '0,1/2,1/2,1')).toThrow('must ascend from 0 to 1');
  });

  const sequences = fc
    .uniqueArray(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 5 })
    .map((cuts) => [0, ...ascending(cuts), 12].map((cut) => `${cut}/12`));

  test('every number of the test belongs to exactly one segment', () => {
    fc.assert(
      fc.property(sequences, fc.nat(200), (bounds, count) => {
        const segments = bounds.slice(1).map((to, at) => parseSegment(`${bounds[at]}:${to}`, bounds.join()));
        const numbers = segments.flatMap((segment) =>
          Array.from({ length: segment.scale(count) }, (_, k) => segment.globalIndex(k)),
        );
        expect(ascending(numbers)).toEqual(Array.from({ length: count }, (_, n) => n));
      }),
      propertyRuns(),
    );
  });

  test('a segment is never more than one ahead of or behind its share', () => {
    fc.assert(
      fc.property(sequences, fc.nat(200), (bounds, count) => {
        for (const [at, to] of bounds.slice(1).entries()) {
          const share = (count * (Number.parseInt(to, 10) - Number.parseInt(bounds[at] ?? '', 10))) / 12;
          expect(Math.abs(parseSegment(`${bounds[at]}:${to}`, bounds.join()).scale(count) - share)).toBeLessThan(1.5);
        }
      }),
      propertyRuns(),
    );
  });

  describe('work that only VUs can do', () => {
    const segmentsOf = (bounds: readonly string[]) =>
      bounds.slice(1).map((to, at) => parseSegment(`${bounds[at]}:${to}`, bounds.join()));

    test('the work is striped over the segments that have VUs, in their proportions', () => {
      const shares = segmentsOf(['0', '1/2', '3/4', '1']).map((segment) => segment.shareOfWork(2));
      expect(shares.map((share) => share.scale(6))).toEqual([4, 2, 0]);
      expect([0, 1, 2, 3].map((k) => shares[0]?.globalIndex(k))).toEqual([0, 2, 3, 5]);
      expect([0, 1].map((k) => shares[1]?.globalIndex(k))).toEqual([1, 4]);
    });

    test('the one segment that has a VU does all the work', () => {
      const [first, second] = segmentsOf(['0', '1/2', '1']).map((segment) => segment.shareOfWork(1));
      expect([first?.scale(9), first?.globalIndex(8), second?.scale(9)]).toEqual([9, 8, 0]);
    });

    test('each piece of work belongs to exactly one segment, and to one that has a VU', () => {
      fc.assert(
        fc.property(sequences, fc.integer({ min: 1, max: 30 }), fc.nat(60), (bounds, vus, count) => {
          const segments = segmentsOf(bounds);
          const numbers = segments.flatMap((segment) => {
            const share = segment.shareOfWork(vus);
            const ours = share.scale(count);
            if (segment.scale(vus) === 0) expect(ours).toBe(0);
            return Array.from({ length: ours }, (_, k) => share.globalIndex(k));
          });
          expect(ascending(numbers)).toEqual(Array.from({ length: count }, (_, n) => n));
        }),
        propertyRuns(),
      );
    });

    test('the work is divided like everything else where all segments have VUs', () => {
      fc.assert(
        fc.property(sequences, fc.integer({ min: 1, max: 30 }), (bounds, vus) => {
          const segments = segmentsOf(bounds);
          if (segments.some((segment) => segment.scale(vus) === 0)) return;
          for (const segment of segments) {
            const share = segment.shareOfWork(vus);
            for (let k = 0; k < 30; k++) expect(share.globalIndex(k)).toBe(segment.globalIndex(k));
          }
        }),
        propertyRuns(),
      );
    });
  });
});
