import { describe, expect, test } from 'vitest';
import type { Tags } from '../../src/contract/metrics.ts';
import { Measurements } from '../../src/metrics/measurements.ts';
import { Registry } from '../../src/metrics/metric-registry.ts';
import { checkMethod, parseExpression } from '../../src/thresholds/expression.ts';
import { readThresholds } from '../../src/thresholds/thresholds.ts';

describe('the grammar of thresholds', () => {
  test.each([
    ['p(95)<500', { method: 'p', percent: 95, operator: '<', limit: 500 }],
    ['p(99.9) <= 1.5', { method: 'p', percent: 99.9, operator: '<=', limit: 1.5 }],
    [' rate > 0.9 ', { method: 'rate', operator: '>', limit: 0.9 }],
    ['count==10', { method: 'count', operator: '==', limit: 10 }],
    ['count===10', { method: 'count', operator: '===', limit: 10 }],
    ['value!=0', { method: 'value', operator: '!=', limit: 0 }],
    ['avg>=-1e3', { method: 'avg', operator: '>=', limit: -1000 }],
    ['med<.5', { method: 'med', operator: '<', limit: 0.5 }],
    ['p(0)<1', { method: 'p', percent: 0 }],
    ['p(100)<1', { method: 'p', percent: 100 }],
    ['max<Inf', { method: 'max', operator: '<', limit: Number.POSITIVE_INFINITY }],
    ['min>-inf', { method: 'min', operator: '>', limit: Number.NEGATIVE_INFINITY }],
    ['min>+Infinity', { method: 'min', operator: '>', limit: Number.POSITIVE_INFINITY }],
    ['avg!=NaN', { method: 'avg', operator: '!=', limit: Number.NaN }],
    ['p ( 95 ) < 1', { method: 'p', percent: 95, operator: '<', limit: 1 }],
    ['avg<.25', { method: 'avg', limit: 0.25 }],
    ['avg<1e+12', { method: 'avg', limit: 1e12 }],
    ['avg<1.5E-10', { method: 'avg', limit: 1.5e-10 }],
    ['avg<+2', { method: 'avg', limit: 2 }],
  ])('the expression %s is read', (source, read) => {
    expect(parseExpression(source, 'm')).toMatchObject(read);
  });

  test.each([
    '',
    'rate',
    'rate<',
    '<1',
    'rate<1 && count>2',
    'rate<1+1',
    'rate=1',
    'p95<1',
    'p(101)<1',
    'p(-1)<1',
    'p(NaN)<1',
    'p()<1',
    'mode<1',
    'rate<abc',
    'rate<1 2',
    'RATE<1',
    '1rate<1',
    'p(95)x<1',
    'rate<1e',
    'rate<--1',
    'rate<0x1',
    'rate<xinf',
    'rate<infx',
    'rate<~inf',
  ])('the expression %j is refused', (source) => {
    expect(() => parseExpression(source, 'thresholds: m')).toThrow(/^thresholds: m: "/);
  });

  test.each([
    ['', 'thresholds: m: "" is not aggregation, operator and number, such as p(95)<500 or rate<0.01'],
    ['mode<1', 'thresholds: m: "mode<1": mode is unknown; allowed are count, rate, value, avg, min, max, med, p(N)'],
    [
      'xp(95)<1',
      'thresholds: m: "xp(95)<1": xp(95) is unknown; allowed are count, rate, value, avg, min, max, med, p(N)',
    ],
    ['p(x)<1', 'thresholds: m: "p(x)<1": p(x) is not a percentile from p(0) to p(100)'],
    ['p(101)<1', 'thresholds: m: "p(101)<1": p(101) is not a percentile from p(0) to p(100)'],
  ])('the expression %j is refused in one line', (source, line) => {
    expect(() => parseExpression(source, 'thresholds: m')).toThrow(
      expect.objectContaining({ exitCode: 104, message: line }),
    );
  });

  test('an aggregation that a type does not have is refused with those it has', () => {
    const check = () => checkMethod(parseExpression('avg<1', 'm'), 'counter', 'thresholds: m');
    const message = 'thresholds: m: "avg<1": a counter metric has count, rate';
    expect(check).toThrow(expect.objectContaining({ exitCode: 104, message }));
  });

  test.each([
    ['counter', ['count', 'rate']],
    ['gauge', ['value']],
    ['rate', ['rate']],
    ['trend', ['avg', 'min', 'max', 'med', 'p(95)']],
  ] as const)('the %s metric has %j only', (type, allowed) => {
    for (const method of ['count', 'rate', 'value', 'avg', 'min', 'max', 'med', 'p(95)'] as const) {
      const check = () => checkMethod(parseExpression(`${method}<1`, 'm'), type, 'm');
      if ((allowed as readonly string[]).includes(method)) expect(check).not.toThrow();
      else expect(check).toThrow(`a ${type} metric has`);
    }
  });
});

function gates(source: Record<string, unknown>) {
  const registry = new Registry();
  registry.declare('own_rate', 'rate', 'default');
  registry.declare('own_trend', 'trend', 'time');
  registry.declare('own_gauge', 'gauge', 'default');
  registry.declare('own_counter', 'counter', 'default');
  const measurements = new Measurements();
  const thresholds = readThresholds(source, registry, measurements);
  const push = (name: string, values: readonly number[], tags: Tags = {}) => {
    for (const value of values) measurements.push(registry.builtin(name), value, tags, 0);
  };
  return { thresholds, push };
}

/** Whether that one gate passes in the end. */
function passes(metric: string, expression: string, values: readonly number[], elapsedMs = 10_000): boolean {
  const { thresholds, push } = gates({ [metric]: [expression] });
  push(metric, values);
  return thresholds.evaluateFinally(elapsedMs).failed.length === 0;
}

describe('the evaluation of thresholds', () => {
  test.each([
    ['>', [false, false, true]],
    ['>=', [false, true, true]],
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['==', [false, true, false]],
    ['===', [false, true, false]],
    ['!=', [true, false, true]],
  ])('the operator %s compares a count of 1, 2 and 3 with 2', (operator, expected) => {
    expect([1, 2, 3].map((count) => passes('own_counter', `count${operator}2`, [count]))).toEqual(expected);
  });

  test('the rate of a counter is per second of the whole test', () => {
    expect(passes('own_counter', 'rate==2', [20], 10_000)).toBe(true);
    expect(passes('own_counter', 'rate==4', [20], 5000)).toBe(true);
    expect(passes('own_counter', 'rate==0', [20], 0)).toBe(true);
  });

  test.each([
    ['own_gauge', 'value==3', [9, 3]],
    ['own_rate', 'rate==0.75', [1, 1, 0, 1]],
    ['own_trend', 'avg==3', [1, 2, 6]],
    ['own_trend', 'min==1', [2, 1, 6]],
    ['own_trend', 'max==6', [1, 6, 2]],
    ['own_trend', 'med==2.5', [1, 2, 3, 4]],
    ['own_trend', 'p(90)==1.9', [1, 2]],
  ])('the metric %s fulfils %s with the values %j', (metric, expression, values) => {
    expect(passes(metric, expression, values)).toBe(true);
    expect(passes(metric, expression.replace('==', '!='), values)).toBe(false);
  });

  test.each([
    ['own_rate', 'rate>0.9', true],
    ['own_rate', 'rate<0', true],
    ['own_counter', 'count>0', false],
    ['own_counter', 'count<10', true],
    ['own_counter', 'rate==0', true],
    ['own_trend', 'p(95)<500', true],
    ['own_trend', 'avg>0', false],
    ['own_gauge', 'value==0', true],
    ['own_gauge', 'value>0', false],
  ])('the metric %s without a sample at the end gives for %s the result %s', (metric, expression, passed) => {
    expect(passes(metric, expression, [])).toBe(passed);
  });

  test('a series without a sample is skipped while the test runs', () => {
    const { thresholds } = gates({ own_counter: ['count>0'] });
    expect(thresholds.evaluate(2000).failed).toEqual([]);
    expect(thresholds.evaluateFinally(2000).failed).toEqual(['own_counter']);
  });

  test('a failure while the test runs does not count when the end is good', () => {
    const { thresholds, push } = gates({ own_rate: ['rate>=0.5'] });
    push('own_rate', [0]);
    expect(thresholds.evaluate(2000).failed).toEqual(['own_rate']);
    push('own_rate', [1]);
    expect(thresholds.evaluateFinally(4000).failed).toEqual([]);
  });

  test('a series with one failed threshold among good ones has failed', () => {
    const { thresholds, push } = gates({ own_rate: ['rate>=0', 'rate>0.5'], own_counter: ['count>0', 'count<9'] });
    push('own_rate', [0]);
    push('own_counter', [1]);
    expect(thresholds.evaluate(2000).failed).toEqual(['own_rate']);
  });

  test('a submetric is judged on its own samples', () => {
    const { thresholds, push } = gates({ 'ws_sessions{status:503}': ['count<1'] });
    push('ws_sessions', [1], { status: '101' });
    expect(thresholds.evaluateFinally(1000).failed).toEqual([]);
    push('ws_sessions', [1], { status: '503' });
    expect(thresholds.evaluateFinally(1000).failed).toEqual(['ws_sessions{status:503}']);
  });
});

describe('abortOnFail', () => {
  const gate = (more: object) => gates({ own_rate: [{ threshold: 'rate>0.5', ...more }] });

  test('a failed threshold with abortOnFail asks for an abort', () => {
    const { thresholds, push } = gate({ abortOnFail: true });
    push('own_rate', [0]);
    expect(thresholds.evaluate(2000)).toEqual({ failed: ['own_rate'], abort: true });
  });

  test('a failed threshold without abortOnFail asks for none', () => {
    const { thresholds, push } = gate({});
    push('own_rate', [0]);
    expect(thresholds.evaluate(2000)).toEqual({ failed: ['own_rate'], abort: false });
  });

  test('a failed threshold that is plain text asks for none', () => {
    const { thresholds, push } = gates({ own_rate: ['rate>0.5'] });
    push('own_rate', [0]);
    expect(thresholds.evaluate(2000)).toEqual({ failed: ['own_rate'], abort: false });
  });

  test('a threshold that was never evaluated counts as passed', () => {
    expect(gates({ own_rate: ['rate>0.5'] }).thresholds.gated[0]?.thresholds[0]?.ok).toBe(true);
  });

  test('delayAbortEval delays the abort, counted from the start of the test, and not the failure', () => {
    const { thresholds, push } = gate({ abortOnFail: true, delayAbortEval: '10s' });
    push('own_rate', [0]);
    expect(thresholds.evaluate(9999)).toEqual({ failed: ['own_rate'], abort: false });
    expect(thresholds.evaluate(10_000)).toEqual({ failed: ['own_rate'], abort: true });
  });
});

describe('a threshold that is refused with 104', () => {
  test.each([
    [{ nothing: ['count>1'] }, 'thresholds: nothing: there is no metric "nothing"'],
    [{ own_rate: 'rate>1' }, 'is not an array'],
    [{ own_rate: [5] }, 'is not an object'],
    [{ own_rate: ['count>1'] }, 'a rate metric has rate'],
    [{ own_rate: [{ abortOnFail: true }] }, 'threshold is required'],
    [{ own_rate: [{ threshold: 'rate>1', delayAbortEval: 'soon' }] }, 'is not a duration'],
    [{ own_rate: [{ threshold: 'rate>1', abort: true }] }, 'unknown key "abort"'],
    [{ 'own_rate{vu:1}': ['rate>1'] }, 'vu is metadata'],
  ])('the thresholds %j are refused', (source, line) => {
    expect(() => gates(source)).toThrow(line);
  });
});
