import { describe, expect, it } from 'vitest';
import { consolidated, refusal } from './consolidated.ts';

describe('a whole number as text', () => {
  it('is taken for vus and iterations, as k6 documents', async () => {
    const { options, warnings } = await consolidated({ script: { vus: '5', iterations: '7' } });
    expect(options.scenarios).toEqual([expect.objectContaining({ vus: 5, iterations: 7 })]);
    expect(options.host.all).toMatchObject({ scenarios: { default: { vus: 5, iterations: 7 } } });
    expect(warnings).toEqual([]);
  });

  it('is taken for every other whole number, with a warning, since that is inferred', async () => {
    const executor = 'ramping-arrival-rate';
    const scenario = {
      executor,
      startRate: '1',
      preAllocatedVUs: '2',
      maxVUs: '3',
      stages: [{ duration: '1s', target: '4' }],
    };
    const { options, warnings } = await consolidated({ script: { batch: '9', scenarios: { s: scenario } } });
    expect(options.scenarios[0]).toMatchObject({
      startRate: 1,
      preAllocatedVUs: 2,
      maxVUs: 3,
      stages: [{ target: 4 }],
    });
    expect(options.host.batch).toBe(9);
    expect(warnings).toEqual([
      'options: batch "9" is taken as a number, as k6 seems to',
      'options: scenarios.s.startRate "1" is taken as a number, as k6 seems to',
      'options: scenarios.s.preAllocatedVUs "2" is taken as a number, as k6 seems to',
      'options: scenarios.s.maxVUs "3" is taken as a number, as k6 seems to',
      'options: scenarios.s.stages[0].target "4" is taken as a number, as k6 seems to',
    ]);
  });

  it('is refused as the value of a tag or a flag', async () => {
    expect(await refusal({ script: { noSetup: 'false' } })).toContain('104 options: noSetup');
    expect(await refusal({ script: { tags: { a: 1 } } })).toContain('104 options: tags.a');
  });
});

describe('a key in another case', () => {
  it('is taken as k6’s own, with a warning, at the top and in scenarios, stages and thresholds', async () => {
    const { options, warnings } = await consolidated({
      script: {
        Thresholds: { checks: [{ Threshold: 'rate>0.9', abortonfail: true }] },
        Scenarios: {
          VUs: {
            Executor: 'ramping-vus',
            startvus: 2,
            stages: [{ Duration: '1s', TARGET: 3 }],
            gracefulrampdown: '1s',
          },
        },
      },
    });
    expect(options.scenarios).toEqual([
      expect.objectContaining({
        name: 'VUs',
        startVUs: 2,
        stages: [{ durationMs: 1000, target: 3 }],
        gracefulRampDownMs: 1000,
      }),
    ]);
    expect(options.thresholds).toEqual({ checks: [{ threshold: 'rate>0.9', abortOnFail: true }] });
    expect(warnings.map((line) => line.replace(/,.*/, ''))).toEqual([
      'options: Thresholds is taken as thresholds',
      'options: Thresholds.checks[0].Threshold is taken as threshold',
      'options: Thresholds.checks[0].abortonfail is taken as abortOnFail',
      'options: Scenarios is taken as scenarios',
      'options: Scenarios.VUs.Executor is taken as executor',
      'options: Scenarios.VUs.startvus is taken as startVUs',
      'options: Scenarios.VUs.stages[0].Duration is taken as duration',
      'options: Scenarios.VUs.stages[0].TARGET is taken as target',
      'options: Scenarios.VUs.gracefulrampdown is taken as gracefulRampDown',
    ]);
  });

  it('wins over an earlier one and loses to a later one', async () => {
    const vus = async (script: object) => (await consolidated({ script })).options.scenarios[0];
    expect(await vus({ vus: 2, VUS: 3, duration: '1s' })).toMatchObject({ vus: 3 });
    expect(await vus({ VUS: 3, vus: 2, duration: '1s' })).toMatchObject({ vus: 2 });
  });

  it('that the engine lacks is refused by name', async () => {
    expect(await refusal({ script: { RPS: '5' } })).toContain('104 options: option "rps" is not supported');
  });

  it('stays as it is where keys are names: tags, env, hosts, metrics', async () => {
    const scenario = { executor: 'per-vu-iterations', env: { VUS: '1' }, tags: { Exec: 'a' } };
    const { options, warnings } = await consolidated({ script: { tags: { VUs: 'x' }, scenarios: { s: scenario } } });
    expect([options.host.runTags, options.scenarios[0]?.env, options.scenarios[0]?.tags]).toEqual([
      { VUs: 'x' },
      { VUS: '1' },
      { Exec: 'a' },
    ]);
    expect(warnings).toEqual([]);
  });
});

describe('a duration', () => {
  it('is a number of milliseconds, and as digits alone too, with a warning', async () => {
    const { options, warnings } = await consolidated({ script: { vus: 1, duration: 1500, setupTimeout: '500' } });
    expect(options.scenarios[0]).toMatchObject({ durationMs: 1500 });
    expect(options.host.setupTimeoutMs).toBe(500);
    expect(warnings).toEqual(['options: setupTimeout "500" is taken as milliseconds, as k6 seems to']);
  });
});
