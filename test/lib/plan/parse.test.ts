import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../lib/plan/parse.ts';
import { planJson } from './a-plan.ts';

const read = (json: unknown, env = {}) => parsePlan(JSON.stringify(json), 'p.json', env);
function planOf(json: unknown, env = {}) {
  const parsed = read(json, env);
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed;
}
function errorOf(change: (plan: ReturnType<typeof planJson>) => void, env = {}): string {
  const json = planJson();
  change(json);
  const parsed = read(json, env);
  return parsed.ok ? 'no error' : parsed.error;
}

describe('a plan', () => {
  it('reads durations, written with their unit, as milliseconds', () => {
    const { customers } = planOf(planJson()).plan;
    expect(customers).toMatchObject({ holdMs: 600_000, teardownMs: 600_000, longestVisitMs: 300_000, gapMs: 2_000 });
  });

  it('waits 2 s before the first retry, doubles, and honours Retry-After unless told otherwise', () => {
    expect(planOf(planJson()).plan.retry).toMatchObject({ firstMs: 2_000, factor: 2, honourRetryAfter: true });
  });

  it.each(['seed', 'demo', 'smoke', 'storm', 'ceiling', 'ten-thousand', 'my-org.example'])(
    'plans/%s.json is valid',
    (name) => {
      expect(parsePlan(readFileSync(`plans/${name}.json`, 'utf8'), name, {})).toMatchObject({ ok: true });
    },
  );

  it('plans/my-org.example.json is for a real org: approval, tokens and transcripts are its own', () => {
    const parsed = parsePlan(readFileSync('plans/my-org.example.json', 'utf8'), 'my-org.example', {});
    expect(parsed).toMatchObject({
      plan: {
        target: { domain: expect.stringContaining('.') },
        approval: { reference: expect.any(String) },
        deployments: { length: 2 },
        agents: { tokens: { source: 'file' } },
        transcripts: { path: expect.any(String) },
        gate: 'ci',
      },
    });
  });

  it('plans/seed.json has the numbers of the seed', () => {
    const parsed = parsePlan(readFileSync('plans/seed.json', 'utf8'), 'seed', {});
    expect(parsed).toMatchObject({
      plan: {
        customers: { sessions: 10_000, perMinute: 50, holdMs: 600_000, gapMs: 2_000 },
        agents: { count: 2_000, perMinute: 50 },
        retry: { firstMs: 2_000 },
        deployments: { length: 12 },
      },
    });
  });
});

describe('overrides', () => {
  it('overrides are laid over the plan, which says what they were', () => {
    const { plan, overrides } = planOf(planJson(), { CUSTOMERS: '7', HOLD: '3s', GATE: 'strict', HOME: '/root' });
    expect(plan).toMatchObject({ customers: { sessions: 7, holdMs: 3_000 }, gate: 'strict' });
    expect(overrides).toEqual(['CUSTOMERS=7', 'HOLD=3s', 'GATE=strict']);
  });

  it.each([
    ['127.0.0.1:9', { address: '127.0.0.1:9' }],
    ['mypurecloud.ie', { domain: 'mypurecloud.ie' }],
  ])('TARGET=%s becomes the target', (TARGET, target) => {
    expect(planOf(planJson(), { TARGET }).plan.target).toEqual(target);
  });

  it('an override is validated as the plan is', () => {
    expect(errorOf(() => {}, { CUSTOMERS: 'many' })).toBe(
      'plan p.json: customers.sessions: "many"; allowed: a whole number from 1 to 1000000',
    );
  });
});

describe('bad input', () => {
  it.each<[string, (plan: ReturnType<typeof planJson>) => void, string]>([
    [
      'a negative ramp',
      (p) => Object.assign(p.customers, { perMinute: -5 }),
      'customers.perMinute: -5; allowed: sessions a minute, above 0',
    ],
    [
      'an unknown key',
      (p) => Object.assign(p.customers, { ramp: 1 }),
      'customers: unknown key "ramp"; allowed: hold, teardown, longestVisit',
    ],
    [
      'a duration without a unit',
      (p) => Object.assign(p.customers, { hold: '10' }),
      'customers.hold: "10"; allowed: a duration with its unit',
    ],
    [
      'a missing duration',
      (p) => Object.assign(p.customers, { hold: undefined }),
      'customers.hold: missing; allowed: a duration',
    ],
    [
      'a target of neither form',
      (p) => Object.assign(p, { target: { url: 'x' } }),
      'target: unknown key "url"; allowed: domain, address, hosts, unlisted',
    ],
    ['a target without a place', (p) => Object.assign(p, { target: {} }), 'target: {}; allowed: {"domain"'],
    [
      'an unknown gate',
      (p) => Object.assign(p, { gate: 'lax' }),
      'gate: "lax"; allowed: one of "explore"|"ci"|"strict"',
    ],
    [
      'a capacity that Genesys does not have',
      (p) => Object.assign(p, { agents: { count: 1, perMinute: 1, capacity: 26, tokens: { source: 'simulated' } } }),
      'agents.capacity: 26; allowed: a whole number from 1 to 25',
    ],
    [
      'a range upside down',
      (p) => Object.assign(p.customers, { think: { min: '3s', max: '1s' } }),
      'customers.think: {"min":"3s","max":"1s"}; allowed: min not above max',
    ],
    [
      'a monitor that looks without a pause',
      (p) => Object.assign(p, { monitor: { interval: '0s' } }),
      'monitor.interval: "0s"; allowed: a duration of at least 1s',
    ],
    [
      'tries without a pause',
      (p) => Object.assign(p, { retry: { first: '0s' } }),
      'retry.first: "0s"; allowed: a duration of at least 100ms',
    ],
    [
      'tries whose pause is capped away',
      (p) => Object.assign(p, { retry: { cap: '0ms' } }),
      'retry.cap: "0ms"; allowed: a duration of at least 100ms',
    ],
    [
      'an opening of no words',
      (p) => Object.assign(p.customers, { agentOpens: { say: ' ' } }),
      'customers.agentOpens.say: " "; allowed: a text of 1 to 1,000 characters',
    ],
    [
      'an opening that answers a bot',
      (p) => Object.assign(p.customers, { agentOpens: { say: 'No' }, bot: { otherwise: 'No' } }),
      'customers.agentOpens.say: "No"; allowed: another text than the answers to a bot',
    ],
    [
      'a visit that is over before it could say anything',
      (p) => Object.assign(p.customers, { longestVisit: '0s' }),
      'customers.longestVisit: "0s"; allowed: a duration of at least 5s',
    ],
    [
      'visits that are over when they are refused, one after another without a pause',
      (p) => {
        Object.assign(p.customers, { gap: '0s' });
        Object.assign(p, { retry: { attempts: 1 } });
      },
      'customers.gap: "0s"; allowed: a duration of at least 100ms with retry.attempts 1',
    ],
    [
      'no deployment',
      (p) => Object.assign(p, { deployments: [] }),
      'deployments: []; allowed: at least one deployment',
    ],
  ])('%s is refused in one line: what, where, what is allowed', (_, change, says) => {
    const error = errorOf(change);
    expect(error).toContain(`plan p.json: ${says}`);
    expect(error).not.toContain('\n');
  });

  it('a file that is not JSON is refused in one line', () => {
    expect(parsePlan('{', 'p.json', {})).toMatchObject({
      ok: false,
      error: expect.stringContaining('plan p.json: not JSON'),
    });
  });
});
