import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../lib/plan/approval.ts';
import { isLoopback } from '../../../lib/plan/target.ts';
import { aPlan } from './a-plan.ts';

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

  it('such a target takes no simulated tokens', () => {
    expect(refusalOf(aPlan({ target: { domain: 'mypurecloud.com' }, approval }), start, 0)).toContain('"simulated"');
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
