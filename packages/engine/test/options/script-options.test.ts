import { describe, expect, test } from 'vitest';
import { consolidated, refusal } from './consolidated.ts';

const one = (scenario: object) => ({ script: { scenarios: { s: scenario } } });

describe('the options of a script', () => {
  test('an unknown top-level key is only a warning', async () => {
    const { warnings } = await consolidated({ script: { vuz: 5 } });
    expect(warnings).toEqual(['options: unknown option "vuz" has no effect']);
  });

  test('an unknown key in a scenario is an error', async () => {
    expect(await refusal(one({ executor: 'constant-vus', duration: '5s', vuz: 1 }))).toMatch(
      /^104 scenarios\.s: unknown key "vuz"; allowed are /,
    );
  });

  test.each([
    ['rps', 5],
    ['dns', { ttl: '0' }],
    ['paused', true],
    ['linger', true],
    ['blacklistIPs', ['10.0.0.0/8']],
    ['blockHostnames', ['x']],
    ['httpDebug', 'full'],
    ['tlsVersion', 'tls1.2'],
    ['tlsCipherSuites', ['X']],
    ['tlsAuth', [{}]],
    ['tlsAIAFetch', true],
  ])('the option %s is refused by name', async (key, value) => {
    expect(await refusal({ script: { [key]: value } })).toMatch(
      new RegExp(`^104 options: option "${key}" is not supported by the embedded engine`),
    );
  });

  test('an unsupported option set to nothing is let through', async () => {
    expect(await refusal({ script: { paused: false, blacklistIPs: [], httpDebug: '' } })).toBe('accepted');
  });

  test.each([
    [{ vus: 'five' }, '104 options: vus: "five" is not a whole number'],
    [{ vus: '' }, '104 options: vus: "" is not a whole number'],
    [{ vus: 1.5 }, '104 options: vus: 1.5 is not a whole number'],
    [{ vus: '1.5' }, '104 options: vus: "1.5" is not a whole number'],
    [{ throw: 'true' }, '104 options: throw: "true" is not true or false'],
    [{ duration: 'x' }, '104 options: duration: "x" is not a duration'],
    [{ stages: {} }, '104 options: stages: {} is not an array'],
    [{ tags: { a: 1 } }, '104 options: tags.a: 1 is not a string'],
    [{ systemTags: ['uri'] }, '104 systemTags: "uri" is unknown'],
    [{ summaryTrendStats: ['p(101)'] }, '104 summaryTrendStats: "p(101)"'],
    [{ summaryTimeUnit: 'h' }, '104 summaryTimeUnit: "h" is not one of s, ms, us'],
    [{ scenarios: {} }, '104 scenarios: at least one scenario is needed'],
    [{ scenarios: { 'a b': { executor: 'constant-vus' } } }, '104 scenarios: the name "a b" may hold only letters'],
    [{ batch: 0 }, '104 batch: 0 is below 1'],
    [{ executionSegment: '0:2' }, '104 execution segment'],
  ])('the options %j are refused in one line', async (script, line) => {
    expect(await refusal({ script })).toContain(line);
  });

  test.each([
    [{}, 'executor is required'],
    [{ executor: 'nope' }, '"nope" is unknown; allowed are constant-vus, ramping-vus'],
    [{ executor: 'externally-controlled' }, 'was removed in k6 v2'],
    [{ executor: 'constant-vus' }, 'duration is required'],
    [{ executor: 'constant-vus', duration: '500ms' }, 'duration: "500ms" is below 1s'],
    [{ executor: 'constant-vus', duration: '5s', vus: 0 }, 'vus: 0 is below 1'],
    [{ executor: 'constant-vus', duration: '5s', exec: '' }, 'exec: the name of an exported function'],
    [{ executor: 'constant-vus', duration: '5s', startTime: '-1s' }, 'startTime: "-1s" is below 0s'],
    [{ executor: 'per-vu-iterations', maxDuration: '1ms' }, 'maxDuration: "1ms" is below 1s'],
    [{ executor: 'shared-iterations', vus: 5, iterations: 4 }, '4 is fewer than the 5 VUs'],
    [{ executor: 'ramping-vus' }, 'stages is required'],
    [{ executor: 'ramping-vus', stages: [] }, 'at least one stage'],
    [{ executor: 'ramping-vus', stages: [{ duration: '1s' }] }, 'stages[0].target is required'],
    [{ executor: 'ramping-vus', stages: [{ duration: '1s', target: -1 }] }, 'target: -1 is below 0'],
    [{ executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '1s', target: 0 }] }, 'must be above 0'],
    [{ executor: 'ramping-vus', stages: [{ duration: '1s', target: 1, x: 1 }] }, 'stages[0]: unknown key "x"'],
    [{ executor: 'constant-arrival-rate', rate: 0, duration: '5s', preAllocatedVUs: 1 }, 'rate: 0 is below 1'],
    [{ executor: 'constant-arrival-rate', rate: 1, duration: '5s' }, 'preAllocatedVUs is required'],
    [
      { executor: 'constant-arrival-rate', rate: 1, duration: '5s', preAllocatedVUs: 5, maxVUs: 4 },
      '4 is below preAllocatedVUs, 5',
    ],
    [
      { executor: 'constant-arrival-rate', rate: 1, duration: '5s', preAllocatedVUs: 1, timeUnit: 0 },
      'timeUnit: must be above 0',
    ],
    [{ executor: 'ramping-arrival-rate', preAllocatedVUs: 1 }, 'stages is required'],
    [
      { executor: 'constant-vus', duration: '5s', options: { browser: { type: 'chromium' } } },
      'options.browser is not supported',
    ],
  ])('the scenario %j is refused in one line', async (scenario, line) => {
    const got = await refusal(one(scenario));
    expect(got).toContain('104 scenarios.s');
    expect(got).toContain(line);
  });

  test('an executor has its defaults', async () => {
    const { options } = await consolidated(one({ executor: 'ramping-vus', stages: [{ duration: '1s', target: 2 }] }));
    expect(options.scenarios[0]).toMatchObject({
      startVUs: 1,
      gracefulRampDownMs: 30_000,
      gracefulStopMs: 30_000,
      startTimeMs: 0,
      exec: 'default',
    });
    const rate = await consolidated(
      one({ executor: 'constant-arrival-rate', rate: 1, duration: '5s', preAllocatedVUs: 3 }),
    );
    expect(rate.options.scenarios[0]).toMatchObject({ maxVUs: 3, timeUnitMs: 1000 });
  });
});

describe('exec.test.options', () => {
  test('exec.test.options has null for an option that is not set, and the scenario that a shortcut stands for', async () => {
    const { options } = await consolidated({ script: { vus: 2, duration: '90s' } });
    expect(options.host.all).toMatchObject({
      vus: 2,
      duration: null,
      thresholds: null,
      executionSegment: null,
      setupTimeout: '1m0s',
      scenarios: { default: { executor: 'constant-vus', vus: 2, duration: '1m30s', startTime: null, exec: null } },
    });
  });

  test('exec.test.options tells a segment from the whole', async () => {
    const { options } = await consolidated({
      argv: ['--execution-segment', '0:1/4', '--execution-segment-sequence', '0,1/4,1'],
    });
    expect(options.host.all).toMatchObject({ executionSegment: '0:1/4', executionSegmentSequence: '0,1/4,1' });
    expect(options.segment.isWhole).toBe(false);
  });
});
