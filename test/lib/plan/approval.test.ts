import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../lib/plan/approval.ts';
import { parsePlan } from '../../../lib/plan/parse.ts';
import { isLoopback } from '../../../lib/plan/target.ts';
import { aPlan, planJson } from './a-plan.ts';

const approval = { reference: 'CASE-1', from: '2026-12-01T23:00:00-05:00', to: '2026-12-02T05:00:00-05:00' };
const start = Date.parse(approval.from);
const HOUR = 3_600_000;
const elsewhere = (more = {}) => aPlan({ target: { domain: 'mypurecloud.com' }, agents: undefined, ...more });

describe('a target that is not loopback', () => {
  it('such a target needs an approval', () => {
    expect(refusalOf(elsewhere(), start, 0)).toContain('load on Genesys Cloud needs its approval');
  });

  it('such a target is refused before the window, after it, and when the run would outlast it', () => {
    const plan = elsewhere({ approval });
    expect(refusalOf(plan, start - 1, 0)).toContain('outside the approved window of CASE-1');
    expect(refusalOf(plan, start + 6 * HOUR, 0)).toContain('outside the approved window');
    expect(refusalOf(plan, start, 6 * HOUR + 1)).toContain('would outlast the approved window');
  });

  it('such a target is allowed within the window', () => {
    expect(refusalOf(elsewhere({ approval }), start, 6 * HOUR)).toBeUndefined();
  });

  it('such a target has no identity provider to simulate', () => {
    const customers = { ...planJson().customers, authentication: { credentials: { source: 'simulated' } } };
    expect(refusalOf(elsewhere({ approval, customers }), start, 0)).toBe(
      'customers.authentication.credentials: "simulated" is for a tenant on this machine, not for mypurecloud.com: use {"source": "file", "path": "…"}',
    );
  });

  it('such a target takes no simulated tokens', () => {
    expect(refusalOf(aPlan({ target: { domain: 'mypurecloud.com' }, approval }), start, 0)).toContain('"simulated"');
  });
});

describe('the window of an approval', () => {
  const windowError = (from: string, to: string) => {
    const json = { ...planJson(), target: { domain: 'mypurecloud.com' }, approval: { reference: 'CASE-1', from, to } };
    const parsed = parsePlan(JSON.stringify(json), 'p.json', {});
    return parsed.ok ? undefined : parsed.error;
  };

  it('is at most 14 days long', () => {
    expect(windowError('2026-12-01T00:00:00Z', '2026-12-15T00:00:00Z')).toBeUndefined();
    expect(windowError('2026-12-01T00:00:00Z', '2026-12-15T00:00:01Z')).toContain('allowed: at most 14 days after');
    expect(windowError('2020-01-01T00:00:00Z', '2035-01-01T00:00:00Z')).toContain(
      'plan p.json: approval.to: "2035-01-01T00:00:00Z"; allowed: at most 14 days after approval.from',
    );
  });

  it('ends after it begins', () => {
    expect(windowError('2026-12-01T05:00:00Z', '2026-12-01T05:00:00Z')).toContain(
      'allowed: a time after approval.from',
    );
    expect(windowError('2026-12-01T05:00:00Z', '2026-12-01T01:00:00-05:00')).toBeUndefined();
  });
});

describe('loopback', () => {
  it.each(['127.0.0.1:7420', '127.8.9.1', 'localhost:80', '[::1]:80'])('%s needs no approval', (address) => {
    expect(isLoopback({ address })).toBe(true);
    expect(refusalOf(aPlan({ target: { address } }), start, 1e12)).toBeUndefined();
  });

  it.each(['10.0.0.1:80', '127.0.0.1.example.com:80', 'localhost.example.com', '128.0.0.1', 'genesys.test:80'])(
    '%s is not loopback',
    (address) => expect(isLoopback({ address })).toBe(false),
  );
});
