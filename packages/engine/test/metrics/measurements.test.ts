import { describe, expect, test } from 'vitest';
import { GroupTree } from '../../src/metrics/group-tree.ts';
import { Measurements } from '../../src/metrics/measurements.ts';
import { Registry } from '../../src/metrics/metric-registry.ts';
import { SeriesCount } from '../../src/metrics/series-count.ts';
import { parseSelector } from '../../src/metrics/submetric.ts';

const registry = new Registry();
const sessions = registry.builtin('ws_sessions');

describe('the registry of metrics', () => {
  test.each(['a', '1abc', 'a-b', 'a b', `a${'b'.repeat(129)}`])('the registry refuses the name %j', (name) => {
    expect(() => new Registry().declare(name, 'counter', 'default')).toThrow('invalid metric name');
  });

  test('a name has 2 to 129 characters', () => {
    for (const name of ['ab', `a${'b'.repeat(128)}`])
      expect(new Registry().declare(name, 'rate', 'default').name).toBe(name);
  });

  test('a second declaration gives the same metric, and throws with another type or contents', () => {
    const own = new Registry();
    const metric = own.declare('wait', 'trend', 'time');
    expect(own.declare('wait', 'trend', 'time')).toBe(metric);
    expect(() => own.declare('wait', 'trend', 'default')).toThrow('already exists');
    expect(() => own.declare('wait', 'gauge', 'time')).toThrow('already exists');
    expect(() => own.declare('http_reqs', 'trend', 'default')).toThrow('already exists');
  });

  test('the registry begins with k6’s built-in metrics and no others', () => {
    expect(registry.builtin('http_req_duration')).toEqual({
      name: 'http_req_duration',
      type: 'trend',
      contains: 'time',
    });
    expect(() => registry.builtin('nope')).toThrow('no built-in metric "nope"');
  });
});

describe('submetrics', () => {
  test('a selector splits tag from value at the first colon, reads commas as and, and drops quotes', () => {
    expect(parseSelector(`m{url:http://x:1, "status":'503'}`)).toEqual({
      metric: 'm',
      suffix: `url:http://x:1, "status":'503'`,
      tags: { url: 'http://x:1', status: '503' },
    });
    expect(parseSelector('m')).toEqual({ metric: 'm' });
  });

  test.each([
    ['m{vu:1}', 'vu is metadata'],
    ['m{iter:1}', 'iter is metadata'],
    ['m{}', 'is not tag:value'],
    ['m{a}', '"a" is not tag:value'],
    ['m{a:b', 'is not metric or'],
  ])('the selector %s is refused', (key, why) => {
    expect(() => parseSelector(key)).toThrow(why);
  });

  function select(measurements: Measurements, key: string) {
    return measurements.select(key, sessions, parseSelector(key));
  }

  test('a submetric takes the samples that carry all its tags, exactly', () => {
    const measurements = new Measurements();
    const both = select(measurements, 'ws_sessions{status:503,scenario:a}');
    const one = select(measurements, 'ws_sessions{status:503}');
    const push = (tags: Record<string, string>) => measurements.push(sessions, 1, tags, 0);
    push({ status: '503', scenario: 'a' });
    push({ status: '503', scenario: 'b' });
    push({ status: '5030' });
    push({});
    expect([both, one].map(({ sink }) => sink)).toMatchObject([{ count: 1 }, { count: 2 }]);
    expect(measurements.series().map(({ name, sink }) => [name, 'count' in sink && sink.count])).toEqual([
      ['ws_sessions', 4],
      ['ws_sessions{status:503,scenario:a}', 1],
      ['ws_sessions{status:503}', 2],
    ]);
  });

  test('a submetric that is selected after a tags object was seen still counts it', () => {
    const measurements = new Measurements();
    select(measurements, 'ws_sessions{status:503}');
    const tags = { status: '101' };
    measurements.push(sessions, 1, tags, 0);
    const later = select(measurements, 'ws_sessions{status:101}');
    measurements.push(sessions, 1, tags, 0);
    expect(later.sink).toMatchObject({ count: 1 });
  });

  test('a submetric that is asked for twice is the same series', () => {
    const measurements = new Measurements();
    expect(select(measurements, 'ws_sessions{a:b}')).toBe(select(measurements, 'ws_sessions{a:b}'));
  });

  test('samples that come after the closing do not count', () => {
    const measurements = new Measurements();
    measurements.push(sessions, 1, {}, 0);
    measurements.close();
    measurements.push(sessions, 1, {}, 0);
    expect(measurements.series()[0]?.sink).toMatchObject({ count: 1 });
  });
});

describe('time series', () => {
  test('the number of series warns when it passes its limit, and again at each doubling', () => {
    const warnings: string[] = [];
    const count = new SeriesCount((line) => warnings.push(line), 1_000);
    for (let n = 0; n < 1_000; n++) count.push(sessions, 1, { url: String(n) });
    expect(warnings).toEqual([]);
    for (let n = 0; n < 1_001; n++) count.push(sessions, 1, { url: String(n) });
    expect(warnings).toHaveLength(1);
    for (let n = 0; n < 2_001; n++) count.push(sessions, 1, { url: `other ${n}` });
    expect(warnings).toHaveLength(2);
    expect(warnings[1]).toContain('more than 2000 distinct time series');
  });

  test('the same tags in another object or order are the same series, another metric is another', () => {
    const count = new SeriesCount(() => {});
    count.push(sessions, 1, { a: '1', b: '2' });
    count.push(sessions, 1, { b: '2', a: '1' });
    expect(count.count).toBe(1);
    count.push(registry.builtin('ws_ping'), 1, { a: '1', b: '2' });
    count.push(sessions, 1, { a: '12', b: '' });
    expect(count.count).toBe(3);
  });
});

describe('groups and checks', () => {
  test('groups and checks make the tree of k6: paths with ::, ids the MD5 of the path', () => {
    const tree = new GroupTree();
    const checks = registry.builtin('checks');
    const tags = { group: '::outer::inner', check: 'is ok' };
    for (const value of [1, 1, 0]) tree.push(checks, value, tags);
    tree.push(checks, 1, { group: '', check: 'top' });
    tree.push(registry.builtin('group_duration'), 5, { group: '::empty' });
    expect(tree.root).toMatchObject({
      name: '',
      path: '',
      id: 'd41d8cd98f00b204e9800998ecf8427e',
      checks: [{ name: 'top', path: '::top', passes: 1, fails: 0 }],
      groups: [
        {
          name: 'outer',
          path: '::outer',
          checks: [],
          groups: [
            {
              name: 'inner',
              path: '::outer::inner',
              checks: [{ name: 'is ok', path: '::outer::inner::is ok', passes: 2, fails: 1 }],
            },
          ],
        },
        { name: 'empty', path: '::empty' },
      ],
    });
  });
});
