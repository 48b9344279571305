import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type CloudResultsOptions, cloudResults } from '../../cli/cloud/cloud-results.ts';
import { CapturedOutput } from '../cli/captured-output.ts';
import { type PlayedRun, playCloud, STACK_ID, TOKEN } from '../cli/cloud/played-cloud.ts';
import { stopServers } from '../cli/http/loopback-servers.ts';
import { planFrom, quick } from '../virtual/golden-plans.ts';
import { NO_LIMIT, playTogether, type Setting } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-cloud-results-'));
afterEach(stopServers);
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly run: { readonly from: string; readonly to: string };
  readonly reading?: { readonly durationMs: number };
  readonly crossed?: readonly string[];
  readonly [key: string]: unknown;
}

const read = (file: string): Result => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
const write = (plan: object): void => writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));

/** What `headroom cloud results` makes of a run. */
async function results(
  origin: string,
  options: Partial<CloudResultsOptions> = {},
  env: Readonly<Record<string, string>> = { K6_CLOUD_TOKEN: TOKEN, K6_CLOUD_STACK_ID: String(STACK_ID) },
) {
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const given = { e: [], output: 'cloud.json', api: origin, ...options };
  const code = await cloudResults('123', 'plan.json', given, { stdout, stderr, env, cwd: folder });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** Plays a plan, and has the cloud hold its samples. */
async function played(
  script: string,
  plan: object,
  setting: Setting,
): Promise<{ own: Result; exitCode: number; run: PlayedRun }> {
  write(plan);
  const file = path.join(folder, 'own.json');
  const { runs } = await playTogether(setting, [{ script, plan, env: { RESULT: file } }]);
  const [first] = runs;
  if (first === undefined) throw new Error('no run');
  const own = read('own.json');
  const [beganMs, endedMs] = [Date.parse(own.run.from), Date.parse(own.run.to)];
  const run = { id: 123, samples: first.samples, status: 'completed', beganMs, endedMs };
  return { own, exitCode: first.exitCode, run };
}

/** What a result says, whatever the order of its rules; times of the cloud are whole milliseconds. */
function content({ script, plan, incomplete, verdict, gateEvaluated, crossed, reading, storms, says }: Result): object {
  const known = reading && { ...reading, durationMs: Math.round(reading.durationMs) };
  return {
    script,
    plan,
    incomplete,
    verdict,
    gateEvaluated,
    crossed: [...(crossed ?? [])].sort(),
    reading: known,
    storms,
    says,
  };
}

const contactCentre = planFrom('demo', {
  customers: { ...quick, transport: 'exact' },
  agents: { count: 4, reply: { min: '300ms', max: '900ms' } },
});

describe('the results of a run in k6 cloud', () => {
  it.each<[string, string, object, Setting]>([
    ['a healthy run', 'contact-centre', contactCentre, { sets: ['agents.capacity=5'] }],
    ['a run that meets a ceiling', 'customers', contactCentre, { profile: { ceiling: { max: 5, status: 503 } } }],
    [
      'a run whose messages are lost',
      'contact-centre',
      contactCentre,
      { profile: { agents: { capacity: 5 }, faults: { lost: { inbound: 3, outbound: 2 } } } },
    ],
    [
      'a storm',
      'reconnect-storm',
      planFrom('storm', {
        customers: { transport: 'exact', sessions: 8, perMinute: 300, hold: '2s', teardown: '1s' },
        storm: { watch: '8s', rest: '1s' },
      }),
      {},
    ],
  ])(
    'are those that %s itself wrote, and so is the exit code',
    async (_, script, plan, setting) => {
      const { own, exitCode, run } = await played(script, plan, setting);
      const { origin } = await playCloud(run);
      const { code, stdout } = await results(origin, { script });
      const fromCloud = read('cloud.json');
      expect(content(fromCloud)).toEqual(content(own));
      const isNamed = !['none', undefined].includes((own.verdict as { cause?: string } | null)?.cause);
      expect(code).toBe(isNamed ? 99 : exitCode);
      expect(fromCloud.run).toEqual({ id: '123', from: own.run.from, to: own.run.to });
      expect(stdout).toContain('result   cloud.json\n');
      expect(readFileSync(path.join(folder, 'cloud.html'), 'utf8')).toContain('<html');
    },
    NO_LIMIT,
  );
});

const NO_SAMPLES: PlayedRun = { id: 123, samples: [], status: 'completed', beganMs: 0, endedMs: 60_000 };

describe('headroom cloud results', () => {
  it('finds the stack by its name', async () => {
    write(contactCentre);
    const { origin, asked } = await playCloud(NO_SAMPLES);
    const { code } = await results(origin, { stack: 'my-stack' }, { K6_CLOUD_TOKEN: TOKEN });
    expect(code).toBe(99);
    expect(asked[0]).toBe('/cloud/v6/auth');
  });

  it('does not pass a run that measured nothing', async () => {
    write(contactCentre);
    const { origin } = await playCloud(NO_SAMPLES);
    const { code, stderr } = await results(origin);
    expect(code).toBe(99);
    expect(stderr).toMatch(/the cloud says that run 123 passed, and by its metrics \S+: count>=\d+ is crossed/);
  });

  it.each<[string, Partial<PlayedRun>, Partial<CloudResultsOptions>, Record<string, string>, RegExp]>([
    [
      'a refused token',
      {},
      {},
      { K6_CLOUD_TOKEN: 'glsa_another-secret-one', K6_CLOUD_STACK_ID: '4711' },
      /HTTP 401: the token in K6_CLOUD_TOKEN is refused for stack 4711; allowed: .*k6 cloud login/,
    ],
    ['no token', {}, {}, {}, /K6_CLOUD_TOKEN is not set; allowed: a token of the stack/],
    ['no stack', {}, {}, { K6_CLOUD_TOKEN: TOKEN }, /no stack; allowed: --stack or K6_CLOUD_STACK_ID/],
    [
      'a run that is not over',
      { status: 'running' },
      {},
      { K6_CLOUD_TOKEN: TOKEN, K6_CLOUD_STACK_ID: '4711' },
      /run 123 is running: there is nothing to judge yet/,
    ],
    [
      'a run that is not there',
      { id: 124 },
      {},
      { K6_CLOUD_TOKEN: TOKEN, K6_CLOUD_STACK_ID: '4711' },
      /GET \/cloud\/v6\/test_runs\/123: HTTP 404: no such thing/,
    ],
    [
      'a run of another plan',
      { thresholds: { guest_sessions_opened: ['count>=3'] } },
      {},
      { K6_CLOUD_TOKEN: TOKEN, K6_CLOUD_STACK_ID: '4711' },
      /run 123 ran under another plan than plan\.json.*: guest_sessions_opened: count>=3, not count>=10/,
    ],
    [
      'an address that is none',
      {},
      { api: 'ftp://there' },
      { K6_CLOUD_TOKEN: TOKEN, K6_CLOUD_STACK_ID: '4711' },
      /--api ftp:\/\/there; allowed: an origin/,
    ],
  ])('refuses %s in one line', async (_, more, options, env, line) => {
    write(contactCentre);
    const { origin } = await playCloud({ ...NO_SAMPLES, ...more });
    const { code, stdout, stderr } = await results(origin, options, env);
    expect({ code, stdout }).toEqual({ code: 104, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('glsa_');
  });
});
