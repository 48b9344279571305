import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type DeployCloudOptions, deployCloud } from '../../../../cli/deploy/cloud/deploy-cloud.ts';
import { CapturedOutput } from '../../captured-output.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-cloud-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TOKEN = 'a-token-that-nobody-may-see';

const PLAN = {
  name: 'my-org',
  target: { domain: 'mypurecloud.com' },
  approval: { reference: 'CASE-1', from: '2026-12-01T23:00:00-05:00', to: '2026-12-02T05:00:00-05:00' },
  deployments: [{ id: '11111111-1111-4111-8111-111111111111', origin: 'https://www.example.com' }],
  customers: { sessions: 1_000, perMinute: 100, hold: '10m', longestVisit: '10m', transport: 'exact' },
  agents: {
    count: 600,
    perMinute: 60,
    capacity: 5,
    tokens: { source: 'secrets', name: 'agents-{n}', perSecret: 250 },
  },
  generators: { zones: { 'amazon:us:ashburn': 60, 'amazon:ie:dublin': 40 } },
};

async function deploy(plan: object, options: Partial<DeployCloudOptions> = {}) {
  writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(plan));
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const code = await deployCloud('plan.json', { e: [], ...options }, { stdout, stderr, env: {}, cwd: folder });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

function tokensFile(count: number, length = 90): void {
  const tokens = Array.from({ length: count }, (_, index) => `${TOKEN}-${index}-`.padEnd(length, 'x'));
  writeFileSync(path.join(folder, 'tokens.txt'), tokens.map((token) => `${token}\n`).join(''));
}

describe('deploy cloud', async () => {
  it('says the command lines, the load zones and what is missing there', async () => {
    const { code, stdout } = await deploy(PLAN, { e: ['HOLD=5m'] });
    expect(code).toBe(0);
    expect(stdout).toContain('run       k6 cloud run -e PLAN=plan.json -e HOLD=5m dist/contact-centre.js\n');
    expect(stdout).toContain('k6 cloud run --local-execution -e PLAN=plan.json');
    expect(stdout).toContain('zones     amazon:us:ashburn 60 %, amazon:ie:dublin 40 %\n');
    expect(stdout).toContain('handleSummary does not run in k6 cloud');
    expect(stdout).toContain('headroom cloud results <id of the run> plan.json');
    expect(stdout).toContain("3 in the cloud's store, agents-1 to agents-3: 250 tokens each");
  });

  it('reckons VU-hours by most VUs and minutes begun, in both transports, and their price', async () => {
    // Exact: 1,000 customers, 600 agents, the monitor. Ramp 10 min, hold 10, teardown 1: 21 min.
    const { stdout } = await deploy(PLAN, { rate: '0.15' });
    const planned = Math.ceil((1_601 * 21) / 60);
    expect(stdout).toMatch(
      new RegExp(
        `exact +1,601 VUs, ${planned} to [\\d,]+ VU-hours, ${((1_601 * 21 * 0.15) / 60).toFixed(2)} to [\\d.]+ at 0.15 each {2}\\(this plan\\)`,
      ),
    );
    // Dense: 10 VUs of customers, and the sentinel.
    expect(stdout).toMatch(new RegExp(`dense +612 VUs, ${Math.ceil((612 * 21) / 60)} to `));
  });

  it('packs tokens into secrets for their owner alone, and prints none', async () => {
    tokensFile(601);
    const { code, stdout } = await deploy(PLAN, { pack: 'tokens.txt', secrets: 'packed.txt' });
    expect(code).toBe(0);
    expect(stdout).not.toContain(TOKEN);
    const packed = readFileSync(path.join(folder, 'packed.txt'), 'utf8').trim().split('\n');
    expect(packed.map((line) => line.split('=')[0])).toEqual(['agents-1', 'agents-2', 'agents-3']);
    expect(packed.map((line) => line.split(',').length)).toEqual([250, 250, 100]);
    expect(packed.every((line) => Buffer.byteLength(line.replace(/^[^=]+=/, '')) <= 24_000)).toBe(true);
    expect(statSync(path.join(folder, 'packed.txt')).mode & 0o777).toBe(0o600);
  });

  it('refuses a pack that no secret can hold, with the number that fits', async () => {
    tokensFile(600, 119);
    const { code, stderr } = await deploy(PLAN, { pack: 'tokens.txt', secrets: 'packed.txt' });
    expect(code).toBe(104);
    expect(stderr).toBe(
      'headroom deploy cloud: agents.tokens.perSecret 250: agents-1 would be 29999 bytes of 24000; allowed: at most 200\n',
    );
  });

  const zones = (...names: string[]) => ({ ...PLAN, generators: { zones: { [names[0] ?? '']: 100 } } });
  const fileTokens = { ...PLAN, agents: { ...PLAN.agents, tokens: { source: 'file', path: 'tokens.txt' } } };
  it.each([
    [
      'tokens in a file',
      fileTokens,
      {},
      /agents\.tokens: a file, .* archive .*allowed: .*headroom deploy cloud plan\.json --pack .*tokens\.txt --secrets/,
    ],
    [
      'a loopback target',
      { ...PLAN, target: { address: '127.0.0.1:7420' } },
      {},
      /target 127\.0\.0\.1:7420: a loopback address means the load generator/,
    ],
    [
      'a load zone that is none',
      zones('amazon:eu:dublin'),
      {},
      /amazon:eu:dublin is no load zone; did you mean amazon:ie:dublin\? allowed: what k6 cloud load-zone list/,
    ],
    [
      'percents that do not add up',
      { ...PLAN, generators: { zones: { a: 60, b: 60 } } },
      {},
      /generators\.zones.*percents that add up to 100/,
    ],
    ['a price that is none', PLAN, { rate: 'cheap' }, /--rate cheap; allowed: the price of a VU-hour/],
    ['a pack that goes nowhere', PLAN, { pack: 'tokens.txt' }, /--pack and --secrets; allowed: both together/],
  ])('refuses %s in one line', async (_, plan, options, line) => {
    tokensFile(600);
    const { code, stdout, stderr } = await deploy(plan, options);
    expect({ code, stdout }).toEqual({ code: 104, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it("holds load zones to the cloud's own list where it is given", async () => {
    const listed = [
      { id: 7, k6_load_zone_id: 'amazon:mx:queretaro', name: 'Queretaro', public: true, available: true },
    ];
    writeFileSync(path.join(folder, 'zones.json'), JSON.stringify(listed));
    expect((await deploy(zones('amazon:mx:queretaro'), { loadZones: 'zones.json' })).code).toBe(0);
    const { code, stderr } = await deploy(zones('my-own'), { loadZones: 'zones.json' });
    expect(code).toBe(104);
    expect(stderr).toContain('my-own is no load zone');
    writeFileSync(path.join(folder, 'zones.json'), 'no list');
    expect((await deploy(PLAN, { loadZones: 'zones.json' })).stderr).toContain(
      '--load-zones zones.json: no load zone in it',
    );
  });

  it('says that one secret a token is many, and what packs them', async () => {
    const { stdout } = await deploy({ ...PLAN, agents: { ...PLAN.agents, tokens: { source: 'secrets' } } });
    expect(stdout).toContain("600 in the cloud's store, agent-1 to agent-600: one token each");
    expect(stdout).toContain('250 make 3 of 600');
  });
});
