import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { PLATFORM_CALLS } from '../../lib/genesys/platform/endpoints.ts';
import type { PlatformReading } from '../../lib/verdict/reading/platform.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The smoke plan with a load beside it, against a tenant with this profile. */
async function loaded(name: string, perMinute: number, profile: object) {
  const plan = JSON.parse(readFileSync('plans/smoke.json', 'utf8'));
  const [result, samples] = ['result.json', 'ndjson'].map((end) => path.join(folder, `${name}.${end}`));
  if (result === undefined || samples === undefined) throw new Error('two files');
  const ran = await playOnVirtualClock({
    script: 'contact-centre',
    plan: { ...plan, $schema: undefined, platformLoad: { perMinute } },
    env: { RESULT: result, HOLD: '1s', TEARDOWN: '1s' },
    flags: ['--out', `json=${samples}`],
    profile: { agents: { capacity: 5 }, ...profile },
  });
  const { reading } = JSON.parse(readFileSync(result, 'utf8')) as { reading: { platform: PlatformReading } };
  return { ...ran, platform: reading.platform, lines: readFileSync(samples, 'utf8') };
}

interface Point {
  readonly type: string;
  readonly metric: string;
  readonly data: { readonly tags?: Readonly<Record<string, string>> };
}

it(
  'is made beside the sockets at its pace, and every call of the run is measured under a known endpoint',
  async () => {
    const { stdout, exitCode, platform, lines } = await loaded('healthy', 600, {});
    // A ramp of 5 s, 1 s of hold and 1 s of teardown: 7 s at 10 calls a second.
    expect(platform.load).toMatchObject({ calls: 70, rateLimited: 0 });
    expect(stdout).toMatch(/API load +600 a minute planned; 70 calls, \d+\.\d a second, p95 \d+ ms, 0 answered 429/);
    expect(stdout).toMatch(/slowest p95 +(?:GET|POST|PUT|PATCH) \/api\/v2\//);
    expect(exitCode).toBe(0);

    const points = lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Point]));
    const called = points.filter(({ type, metric }) => type === 'Point' && metric === 'platform_request');
    const names = new Set(called.map(({ data }) => data.tags?.name));
    expect([...names].filter((name) => !(PLATFORM_CALLS as readonly (string | undefined)[]).includes(name))).toEqual(
      [],
    );
    // All that went to the Platform API by HTTP, and nothing else.
    const requests = points.filter(
      ({ type, metric, data }) => type === 'Point' && metric === 'http_reqs' && data.tags?.name !== 'GET config.json',
    );
    expect(called).toHaveLength(requests.length);
  },
  NO_LIMIT,
);

it(
  'waits when the API says so, and stands beside the verdict of a run whose upgrades were refused',
  async () => {
    const { stdout, platform } = await loaded('limited', 600, {
      ceiling: { max: 10 },
      faults: { tooMany: { share: 0.3, everySeconds: 4 } },
    });
    expect(stdout).toMatch(
      /Platform API +while [1-9]\d* upgrades were refused the API answered \d+\.\d calls\/s, p95 \d+ ms, [1-9]\d* of them 429/,
    );
    // Each of 20 tokens calls every 2 s, a burst lasts 1.2 s, and the load sees three at most: one 429 in each, since
    // who is told to wait does not knock again before.
    expect(platform.load?.rateLimited).toBeGreaterThan(0);
    expect(platform.load?.rateLimited).toBeLessThanOrEqual(20 * 3);
  },
  NO_LIMIT,
);
