import { describe, expect, it } from 'vitest';
import { regionChecks } from '../../../cli/plan/region-checks.ts';
import { outsideNight } from '../../../cli/plan/region-night.ts';
import { REGIONS } from '../../../lib/plan/regions.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';

function windowOf(domain: string, from: string, to: string) {
  return regionChecks(aPlan({ target: { domain }, approval: { reference: 'CASE-1', from, to } }))[1];
}

/** The nights of docs/facts/genesys.md section 8, in UTC: standard time, and summer time where there is one. */
const NIGHTS: readonly [id: string, winter: string, summer: string][] = [
  ['us-east-1', '04:00', '03:00'],
  ['us-west-2', '07:00', '06:00'],
  ['mx-central-1', '05:00', '05:00'],
  ['sa-east-1', '02:00', '02:00'],
  ['eu-west-1', '23:00', '22:00'],
  ['eu-central-1', '22:00', '21:00'],
  ['me-central-1', '19:00', '19:00'],
  ['ap-south-1', '17:30', '17:30'],
  ['ap-northeast-1', '14:00', '14:00'],
  ['ap-southeast-1', '15:00', '15:00'],
];
const NIGHT_MS = 6 * 3_600_000;

describe('the night of a region', () => {
  it.each(NIGHTS)('is six hours long in %s, in winter and in summer', (id, winter, summer) => {
    const zone = REGIONS.find((region) => region.id === id)?.zone ?? '';
    for (const begins of [`2026-12-01T${winter}:00Z`, `2026-07-01T${summer}:00Z`]) {
      const fromMs = Date.parse(begins);
      const toMs = fromMs + NIGHT_MS;
      expect(outsideNight({ fromMs, toMs }, zone)).toEqual([]);
      const [before, after] = [fromMs - 1, toMs + 1];
      expect(outsideNight({ fromMs: before, toMs: after }, zone)).toEqual([
        { fromMs: before, toMs: fromMs },
        { fromMs: toMs, toMs: after },
      ]);
    }
  });

  it('is seven hours long when the clock is set back in it', () => {
    const [fromMs, toMs] = [Date.parse('2026-10-31T23:00:00-04:00'), Date.parse('2026-11-01T05:00:00-05:00')];
    expect(toMs - fromMs).toBe(NIGHT_MS + 3_600_000);
    expect(outsideNight({ fromMs, toMs }, 'America/New_York')).toEqual([]);
  });
});

describe('the checks of a region', () => {
  it('are none for this machine', () => {
    expect(regionChecks(aPlan())).toEqual([]);
  });

  it('name the region of every domain', () => {
    for (const { domain, id } of REGIONS) {
      const [check] = regionChecks(aPlan({ target: { domain } }));
      expect(check).toMatchObject({ what: 'region', state: 'ok', is: expect.stringContaining(`${id}, `) });
    }
  });

  it('pass a window that is within one night of the region', () => {
    const check = windowOf('mypurecloud.com', '2026-12-01T23:00:00-05:00', '2026-12-02T05:00:00-05:00');
    expect(check).toMatchObject({
      state: 'ok',
      is: 'within the night of us-east-1, 23:00 to 05:00 in America/New_York',
    });
  });

  it('say what of a window is outside the night, in the time of the region', () => {
    const check = windowOf('mypurecloud.de', '2026-12-01T22:00:00Z', '2026-12-02T05:10:00Z');
    expect(check?.state).toBe('warn');
    expect(check?.is).toBe(
      'outside the night of eu-central-1, 23:00 to 05:00 in Europe/Berlin: 2026-12-02 05:00 to 2026-12-02 06:10 there',
    );
  });

  it('say of a window of several nights that the days between them are outside', () => {
    const check = windowOf('mypurecloud.jp', '2026-12-01T14:00:00Z', '2026-12-04T20:00:00Z');
    expect(check?.is).toMatch(/: 2026-12-02 05:00 to 2026-12-02 23:00 there, and 2 more such times$/);
  });

  it('name the addresses of a target that is no region, and that its night is not known', () => {
    const [check, ...rest] = regionChecks(aPlan({ target: { address: '10.0.0.1:80', unlisted: true } }));
    expect(rest).toEqual([]);
    expect(check).toMatchObject({ what: 'region', state: 'warn' });
    expect(check?.is).toMatch(
      /^10\.0\.0\.1:80 is not .*: tokens go to ws:\/\/10\.0\.0\.1:80, http:.* night is not known$/,
    );
  });
});
