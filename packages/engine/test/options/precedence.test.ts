import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { consolidated, refusal } from './consolidated.ts';

function configFile(content: object): string {
  const path = join(mkdtempSync(join(tmpdir(), 'options-')), 'config.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

async function scenarioOf(given: Parameters<typeof consolidated>[0]) {
  const { options } = await consolidated(given);
  return options.scenarios[0];
}

describe('the precedence of options', () => {
  test('each layer wins over the ones before: defaults, config file, script, environment, flags', async () => {
    const config = configFile({ batch: 1, batchPerHost: 1, maxRedirects: 1, userAgent: 'config' });
    const { options } = await consolidated({
      argv: ['--config', config, '--user-agent', 'flag'],
      env: { K6_USER_AGENT: 'env', K6_MAX_REDIRECTS: '3' },
      script: { userAgent: 'script', maxRedirects: 2, batchPerHost: 2 },
    });
    const { batch, batchPerHost, maxRedirects, userAgent, setupTimeoutMs } = options.host;
    expect({ batch, batchPerHost, maxRedirects, userAgent, setupTimeoutMs }).toEqual({
      batch: 1,
      batchPerHost: 2,
      maxRedirects: 3,
      userAgent: 'flag',
      setupTimeoutMs: 60_000,
    });
  });

  test('a duration in a higher layer wipes stages, iterations and scenarios of lower ones', async () => {
    const script = { stages: [{ duration: '5s', target: 3 }] };
    expect(await scenarioOf({ script, argv: ['--duration', '7s'] })).toMatchObject({
      executor: 'constant-vus',
      durationMs: 7000,
    });
    const scenarios = { scenarios: { a: { executor: 'per-vu-iterations' } } };
    expect(await scenarioOf({ script: scenarios, env: { K6_ITERATIONS: '4' } })).toMatchObject({
      name: 'default',
      executor: 'shared-iterations',
      iterations: 4,
    });
  });

  test('the vus of a lower layer stay', async () => {
    const got = await scenarioOf({ script: { vus: 5, duration: '1m' }, argv: ['-i', '10'] });
    expect(got).toMatchObject({ executor: 'shared-iterations', vus: 5, iterations: 10 });
  });

  test('--vus alone overrides the scenarios of a script, with a warning', async () => {
    const script = { scenarios: { a: { executor: 'constant-vus', duration: '1h' } } };
    const { options, warnings } = await consolidated({ script, argv: ['--vus', '3'] });
    expect(options.scenarios).toMatchObject([{ executor: 'shared-iterations', vus: 3, iterations: 3 }]);
    expect(warnings).toContain('vus given from outside replaces the scenarios of the script');
  });

  test('--tag replaces the tags of the script and is not merged with them', async () => {
    const { options } = await consolidated({ script: { tags: { a: '1' } }, argv: ['--tag', 'b=2', '--tag', 'c=3'] });
    expect(options.host.runTags).toEqual({ b: '2', c: '3' });
  });

  test('a null counts as unset', async () => {
    expect(await scenarioOf({ script: { duration: null, vus: null } })).toMatchObject({
      executor: 'per-vu-iterations',
    });
  });
});

describe('the shortcuts', () => {
  test('a run without options is one VU and one iteration', async () => {
    expect(await scenarioOf({})).toMatchObject({
      name: 'default',
      executor: 'per-vu-iterations',
      vus: 1,
      iterations: 1,
    });
  });

  test.each([
    [
      { duration: '5s', vus: 2 },
      { executor: 'constant-vus', vus: 2, durationMs: 5000 },
    ],
    [
      { iterations: 5, vus: 2 },
      { executor: 'shared-iterations', vus: 2, iterations: 5, maxDurationMs: 600_000 },
    ],
    [
      { iterations: 5, duration: '1m' },
      { executor: 'shared-iterations', iterations: 5, maxDurationMs: 60_000 },
    ],
    [
      { stages: [{ duration: '5s', target: 2 }], vus: 7 },
      { executor: 'ramping-vus', startVUs: 7 },
    ],
    [{ vus: 4 }, { executor: 'shared-iterations', vus: 4, iterations: 4 }],
  ])('the options %j become one scenario', async (script, scenario) => {
    expect(await scenarioOf({ script })).toMatchObject(scenario);
  });

  test('--stage may be given several times, or all at once', async () => {
    const twice = await scenarioOf({ argv: ['--stage', '5s:10', '-s', '1m:0'] });
    const once = await scenarioOf({ argv: ['-s', '5s:10,1m:0'] });
    expect(twice).toMatchObject({
      stages: [
        { durationMs: 5000, target: 10 },
        { durationMs: 60_000, target: 0 },
      ],
    });
    expect(once).toEqual(twice);
  });

  test.each([[{ duration: '5s', stages: [] }], [{ iterations: 1, stages: [] }], [{ duration: '5s', scenarios: {} }]])(
    'the options %j contradict each other and end with 104',
    async (script) => {
      expect(await refusal({ script })).toMatch(/^104 options \w+ and \w+ cannot both be set/);
    },
  );
});
