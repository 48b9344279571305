import { describe, expect, test } from 'vitest';
import { consolidated, refusal } from './consolidated.ts';

describe('the flags of run', () => {
  test.each([
    [['--vus', '5', '--duration', '10s']],
    [['--vus=5', '--duration=10s']],
    [['-u', '5', '-d', '10s']],
    [['-u5', '-d10s']],
    [['-u=5', '-d=10s']],
    [['-qu5', '--duration', '10s']],
  ])('the arguments %j are read as pflag reads them', async (argv) => {
    const { options } = await consolidated({ argv });
    expect(options.scenarios).toMatchObject([{ vus: 5, durationMs: 10_000 }]);
  });

  test('a boolean flag stands alone or has =value', async () => {
    expect((await consolidated({ argv: ['--throw'] })).options.host.throw).toBe(true);
    expect((await consolidated({ argv: ['-w'] })).options.host.throw).toBe(true);
    expect((await consolidated({ argv: ['--throw=false'] })).options.host.throw).toBe(false);
  });

  test.each([
    [['--nonsense'], '104 unknown flag: --nonsense'],
    [['-z'], '104 unknown shorthand flag: -z in -z'],
    [['--throw', '--vus'], '104 run takes one script'],
    [['--vus', 'x'], '104 --vus: "x" is not a whole number'],
    [['--duration', 'soon'], '104 --duration: "soon" is not a duration'],
    [['--duration', '10'], '104 scenarios.default.duration: 10 is below 1s'],
    [['a.js'], '104 run takes one script'],
    [['--lane', 'fast'], '104 --lane: "fast" is not one of auto, async, worker'],
    [['--summary-mode=legacy'], '104 --summary-mode: "legacy" is not one of compact, full, disabled'],
    [['--stage', '5'], '104 --stage: "5" is not duration:target'],
    [['--tag', 'x'], '104 --tag: "x" is not name=value'],
    [['--env', '1X=2'], '104 --env: "1X=2" is not NAME=value'],
    [['--config', '/nowhere.json'], '104 --config: cannot read /nowhere.json: ENOENT'],
  ])('the argument list %j is refused in one line', async (argv, line) => {
    const got = await refusal({ argv });
    expect(got).toContain(line);
    expect(got).not.toContain('\n');
  });

  test.each([
    '--paused',
    '--linger',
    '--rps=5',
    '--dns=ttl=0',
    '--blacklist-ip=10.0.0.0/8',
    '--block-hostnames=x',
    '--http-debug=full',
    '--address=localhost:6565',
    '--features=x',
    '--traces-output=x',
    '--profiling-enabled',
    '--no-summary',
    '--type=archive',
    '--compatibility-mode=base',
    '--secret-source=url=http://x',
  ])('the flag %s is refused by name', async (flag) => {
    expect(await refusal({ argv: [flag] })).toMatch(
      new RegExp(`^104 ${flag.split('=')[0]}.* is not supported by the embedded engine`),
    );
  });
});

describe('the environment', () => {
  test('K6_* variables set options', async () => {
    const { options, settings } = await consolidated({
      env: {
        K6_VUS: '2',
        K6_STAGES: '5s:3',
        K6_NO_SETUP: 'true',
        K6_TAGS: 'a:1,b:2',
        K6_SYSTEM_TAGS: 'url,status',
        K6_SUMMARY_TREND_STATS: 'avg,p(99)',
        K6_HOSTS: '{"a.test":"127.0.0.1"}',
        K6_THRESHOLDS: '{"checks":["rate>0.9"]}',
        K6_OUT: 'json=x',
        K6_SUMMARY_MODE: 'full',
        K6_HANDLE_SUMMARY_TIMEOUT: '5s',
      },
    });
    expect(options.scenarios).toMatchObject([{ executor: 'ramping-vus', startVUs: 2, stages: [{ target: 3 }] }]);
    expect(options).toMatchObject({
      noSetup: true,
      summaryTrendStats: ['avg', 'p(99)'],
      thresholds: { checks: ['rate>0.9'] },
    });
    expect(options.host).toMatchObject({
      runTags: { a: '1', b: '2' },
      hosts: { 'a.test': '127.0.0.1' },
      handleSummaryTimeoutMs: 5000,
    });
    expect([...options.host.systemTags]).toEqual(['url', 'status']);
    expect(settings).toMatchObject({ outputs: ['json=x'], summaryMode: 'full' });
  });

  test.each(['K6_RPS', 'K6_DNS', 'K6_PAUSED', 'K6_LINGER', 'K6_WEB_DASHBOARD', 'K6_FEATURES', 'K6_ADDRESS'])(
    'the variable %s is refused by name when it asks for something',
    async (name) => {
      expect(await refusal({ env: { [name]: '1' } })).toMatch(new RegExp(`^104 ${name} is not supported`));
      expect(await refusal({ env: { [name]: '' } })).toBe('accepted');
    },
  );

  test('-e overlays the system environment in __ENV and sets no option', async () => {
    const { settings, options } = await consolidated({
      argv: ['-e', 'A=1', '-e', 'B=x=y', '--env', 'K6_VUS=9'],
      env: { A: '0', C: 'c' },
    });
    expect(settings.scriptEnv).toEqual({ A: '1', B: 'x=y', C: 'c', K6_VUS: '9' });
    expect(options.scenarios).toMatchObject([{ vus: 1 }]);
  });

  test('-e NAME without a value takes it from the system', async () => {
    expect((await consolidated({ argv: ['-e', 'A'], env: { A: 'sys' } })).settings.scriptEnv.A).toBe('sys');
  });

  test('--include-system-env-vars=false leaves only -e', async () => {
    const { settings } = await consolidated({
      argv: ['--include-system-env-vars=false', '-e', 'A=1'],
      env: { B: '2' },
    });
    expect(settings.scriptEnv).toEqual({ A: '1' });
  });
});

describe('--local-ips', () => {
  test('--local-ips takes addresses, ranges and blocks', async () => {
    const { options } = await consolidated({ argv: ['--local-ips', '127.0.0.2,127.0.1.254-127.0.2.1,127.0.3.0/30'] });
    expect(options.host.localIPs).toEqual([
      '127.0.0.2',
      '127.0.1.254',
      '127.0.1.255',
      '127.0.2.0',
      '127.0.2.1',
      '127.0.3.1',
      '127.0.3.2',
    ]);
  });

  test('--local-ips refuses anything else', async () => {
    expect(await refusal({ argv: ['--local-ips', '127.0.0.300'] })).toContain(
      '104 --local-ips: "127.0.0.300" is not an IP address',
    );
  });
});
