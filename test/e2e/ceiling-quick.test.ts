import { afterAll, describe, expect, it } from 'vitest';
import type { CeilingResult } from '../../cli/ceiling/ceiling.ts';
import { stopTenants, tenantWith } from './headroom.ts';
import { inTime, LONG, NO_PUBLISHED_LIMITS, planFor, read, removeResults, tell } from './quick-search.ts';

afterAll(stopTenants);
afterAll(removeResults);

describe('headroom ceiling', () => {
  it(
    'confirms with --quick in the dense transport what came in, and says about where refusals begin',
    async () => {
      const is37 = () => read<CeilingResult>('dense').result.sustained?.level === 37;
      const { code, stdout } = await inTime(async (windowMs) => {
        const tenant = await tenantWith('--set', 'ceiling.max=37', ...NO_PUBLISHED_LIMITS);
        const plan = planFor(tenant, 'e2e-dense', windowMs, 2);
        return await tell('ceiling', 'dense', plan, '--quick', '-e', 'TRANSPORT=dense');
      }, is37);
      const { result } = read<CeilingResult>('dense');
      expect(result.causes).toHaveProperty('http-unseen');
      expect(Math.abs((result.refusedFrom?.median ?? 0) - 38)).toBeLessThanOrEqual(1);
      expect(result.neverAdmittedAbove).toBe(37);
      expect(result.sustained).toMatchObject({ level: 37, clean: 8, confirmed: true });
      expect(stdout).toMatch(/^sustained {7}37 sessions, clean in 8 of 8 windows.* with 70 % confidence/m);
      expect(stdout).toContain('words not seen: the dense transport sees neither status nor words of a refusal');
      expect(code).toBe(0);
    },
    LONG,
  );
});
