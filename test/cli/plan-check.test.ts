import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { arithmeticOf } from '../../cli/plan/arithmetic.ts';
import { checkPlan } from '../../cli/plan/check.ts';
import { parsePlan } from '../../lib/plan/parse.ts';
import { aPlan } from '../lib/plan/a-plan.ts';

function seed(env: Record<string, string> = {}) {
  const parsed = parsePlan(readFileSync('plans/seed.json', 'utf8'), 'seed', env);
  if (!parsed.ok) throw new Error(parsed.error);
  return arithmeticOf(parsed.plan);
}
const over = ({ margins }: ReturnType<typeof arithmeticOf>) => margins.filter(({ ok }) => !ok).map(({ what }) => what);

describe('the arithmetic of a plan', () => {
  it("the seed's takes 3 hours 40 and keeps every published limit", () => {
    const { figures } = seed();
    expect(figures).toContainEqual({ what: 'peak', is: '12,000 sockets: 10,000 customers, 2,000 agents' });
    expect(figures.find(({ what }) => what === 'whole run')?.is).toMatch(/^3h40m,/);
    expect(over(seed())).toEqual([]);
  });

  it('says how long a search for the ceiling takes, at the pace of the deployments', () => {
    const search = (plan: Parameters<typeof arithmeticOf>[0]) =>
      arithmeticOf(plan).figures.find(({ what }) => what === 'ceiling search')?.is;
    // For 100: 22 windows of 6.6 s to fill, 30 s, 2.25 s to empty, 2 s a run: 15 min. 12 probes and 4 long rests 7 min, brackets 33 s.
    expect(search(aPlan())).toBe(
      '21m if it is 50 sessions, 24m if it is 100 sessions, at most 2h: 22 windows, 900 sessions a minute; --quick 4m',
    );
    expect(search(aPlan({ ceiling: { first: 100 } }))).toContain('no room');
  });

  it.each([
    [
      'more connections a minute than a deployment takes',
      { CUSTOMERS_PER_MINUTE: '12001' },
      'connections a minute, busiest deployment',
    ],
    ['more sessions than the agents have places for', { AGENTS: '1999' }, 'places with an agent'],
  ])('sees %s', (_, env, what) => expect(over(seed(env))).toEqual([what]));

  it('counts a VU for as many agents as one plays', () => {
    const agents = { count: 20, perMinute: 60, capacity: 5, tokens: { source: 'simulated' } };
    const vus = (agentsPerVu: number) =>
      arithmeticOf(aPlan({ agents: { ...agents, agentsPerVu } })).figures.find(({ what }) => what === 'k6, exact')?.is;
    expect(vus(1)).toMatch(/^120 VUs/);
    expect(vus(8)).toMatch(/^103 VUs/);
  });

  it('counts the busiest deployment by its weight', () => {
    const [id, other] = ['d0000000-0000-4000-8000-000000000001', 'd0000000-0000-4000-8000-000000000002'];
    const deployments = [
      { id, origin: 'https://example.com', weight: 3 },
      { id: other, origin: 'https://example.com', weight: 1 },
    ];
    const customers = { sessions: 100, perMinute: 1_200, hold: '1m', longestVisit: '5m' };
    expect(arithmeticOf(aPlan({ deployments, customers })).margins[0]).toMatchObject({ is: '900 of 1,000', ok: true });
  });

  it('sees turns quicker than a connection, or an agent, may send', () => {
    const quick = { min: '100ms', max: '100ms' };
    const customers = { sessions: 10, perMinute: 60, hold: '1m', longestVisit: '5m', think: quick };
    const agents = { count: 10, perMinute: 60, capacity: 5, reply: quick, tokens: { source: 'simulated' } };
    expect(over(arithmeticOf(aPlan({ customers, agents })))).toEqual([
      'frames a minute, busiest connection',
      'API calls a minute, one agent',
    ]);
  });
});

describe('headroom plan check', () => {
  function check(path: string, values: string[] = []) {
    let stdout = '';
    let stderr = '';
    const write = (add: (text: string) => void) => ({ write: (text: string | Uint8Array) => add(String(text)) });
    const io = {
      stdout: write((text) => (stdout += text)),
      stderr: write((text) => (stderr += text)),
      env: {},
      cwd: '.',
    };
    return { code: checkPlan(path, values, io), stdout, stderr };
  }

  it.each(['seed', 'demo', 'smoke'])('passes plans/%s.json', (name) => {
    expect(check(`plans/${name}.json`)).toMatchObject({ code: 0, stderr: '' });
  });

  it('exits 99 and marks the limit that the plan breaks', () => {
    expect(check('plans/seed.json', ['AGENTS=10'])).toMatchObject({
      code: 99,
      stdout: expect.stringMatching(/places .* OVER/),
    });
  });

  it('exits 104 with one line on what is no plan', () => {
    expect(check('nowhere.json')).toMatchObject({
      code: 104,
      stderr: 'headroom plan check: plan nowhere.json: no such file\n',
    });
    expect(check('plans/seed.json', ['CUSTOMERS=-1'])).toMatchObject({
      code: 104,
      stderr: expect.stringContaining('customers.sessions: -1'),
    });
  });
});
