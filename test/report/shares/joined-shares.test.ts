import { describe, expect, it } from 'vitest';
import { joinShares, withoutIn } from '../../../report/shares/joined-shares.ts';
import type { ShareFile } from '../../../report/shares/share-file.ts';

const QUARTERS = '0,1/4,1/2,3/4,1';
const SEGMENTS = ['0:1/4', '1/4:1/2', '1/2:3/4', '3/4:1'];

function fileOf(place: number, kind: ShareFile['kind'], changes: Partial<ShareFile> = {}): ShareFile {
  const marks = { run: 'a', script: 'customers', plan: 'p1', version: '0.1.0', seed: 7, instance: undefined };
  const own = { segment: SEGMENTS[place] ?? '', sequence: QUARTERS, shares: 4, lacks: undefined };
  return { ...marks, ...own, path: `/r/${kind}-${place + 1}`, kind, fromMs: place, toMs: 100 + place, ...changes };
}

const resultsOf = (...places: number[]) => places.map((place) => fileOf(place, 'result'));
const samplesOf = (...places: number[]) => places.map((place) => fileOf(place, 'samples'));

describe('the shares of a run', () => {
  it('are joined in their order, whatever the order of the files', () => {
    const { run, shares, bySamples, fromMs, toMs } = joinShares([...resultsOf(2, 0, 3, 1), ...samplesOf(3, 2, 1, 0)]);
    expect([run, bySamples, fromMs, toMs]).toEqual(['a', true, 0, 103]);
    expect(shares.map(({ name }) => name)).toEqual(['share 1 of 4', 'share 2 of 4', 'share 3 of 4', 'share 4 of 4']);
    expect(shares.map(({ samples }) => samples?.path)).toEqual([1, 2, 3, 4].map((n) => `/r/samples-${n}`));
    expect(withoutIn({ ...joinShares(resultsOf(0, 1, 2, 3)) })).toEqual([]);
  });

  it('are merged from results alone where a share has no samples', () => {
    expect(joinShares([...resultsOf(0, 1, 2, 3), ...samplesOf(0, 1, 2)]).bySamples).toBe(false);
  });

  it('are named where one is missing, wrote no result, or was cut', () => {
    const cut = fileOf(3, 'result', { lacks: 'its load lasted 10s of 60s' });
    expect(withoutIn(joinShares([...resultsOf(0), cut, ...samplesOf(0, 1, 3)]))).toEqual([
      'share 2 of 4 wrote no result',
      'share 3 of 4 is missing',
      'share 4 of 4 was cut: its load lasted 10s of 60s',
    ]);
  });

  it('are named by their bounds where k6 was told no sequence and they are not equal', () => {
    const untold = (place: number, segment: string) => fileOf(place, 'result', { segment, sequence: undefined });
    const files = [untold(0, '0:1/2'), untold(1, '3/4:1')];
    expect(joinShares(files).shares.map(({ name, result }) => [name, result?.path])).toEqual([
      ['share 0:0.5', '/r/result-1'],
      ['share 0.5:0.75', undefined],
      ['share 0.75:1', '/r/result-2'],
    ]);
  });

  it('are one where the whole was played by one instance', () => {
    const whole = fileOf(0, 'result', { segment: '', sequence: undefined, shares: 1 });
    expect(joinShares([whole]).shares).toHaveLength(1);
  });

  it('are those of the run that was asked for', () => {
    const files = [...resultsOf(0, 1, 2, 3), fileOf(0, 'result', { run: 'b', path: '/r/other' })];
    expect(joinShares(files, 'a').shares[0]?.result?.path).toBe('/r/result-1');
    expect(() => joinShares(files, 'c')).toThrow('--run c: no file is of it; allowed: a, b');
  });
});

describe('files that are no shares of one run', () => {
  const others = (changes: Partial<ShareFile>) => [...resultsOf(0, 2, 3), fileOf(1, 'result', changes)];
  it.each([
    ['of another run', others({ run: 'b' }), /^files of 2 runs: a \(result-1, .*\); b \(result-2\); allowed: .*--run/],
    ['of another plan', others({ plan: 'p2' }), /^result-2 is of the plan p2, and result-1 of p1/],
    ['with another seed', others({ seed: 8 }), /^result-2 is of seed 8, and result-1 of 7/],
    ['of another script', others({ script: 'agents' }), /^result-2 is of the script agents/],
    ['of another version', others({ version: '0.2.0' }), /^result-2 is of version 0.2.0/],
    ['told of another number of shares', others({ shares: 2 }), /^result-2 is of SHARES 2/],
    ['of another division', others({ sequence: '0,1/2,1', segment: '0:1/2' }), /^result-2 is of the segments 0,1\/2,1/],
    ['that overlap', others({ segment: '1/8:3/8' }), /^result-1 \(0:1\/4\) and result-2 \(1\/8:3\/8\) overlap/],
    ['of one share twice', others({ segment: '0:1/4' }), /^result-1 and result-2 are both of share 1 of 4/],
    [
      'of a share and of the whole',
      others({ segment: '' }),
      /^result-1 \(0:1\/4\) and result-2 \(the whole run\) overlap/,
    ],
    [
      'with one instance id',
      [fileOf(0, 'samples', { instance: '3' }), fileOf(1, 'samples', { instance: '3' })],
      /^samples-1 and samples-2 have the same instance_id, 3/,
    ],
    ['of nothing', [], /^no result and no samples of a share/],
  ])('are refused in one line: %s', (_, files, says) => {
    expect(() => joinShares(files)).toThrow(says);
  });
});
