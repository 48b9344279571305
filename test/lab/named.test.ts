import { describe, expect, it } from 'vitest';
import { Draws } from '../../lab/runs/random.ts';
import { planOf, readingOf } from '../../lab/runs/reading-of.ts';
import type { Scene } from '../../lab/runs/scene.ts';
import { simulate } from '../../lab/runs/simulate.ts';
import {
  bucket,
  chance,
  cutAtAge,
  cutAtQuiet,
  deadDeployments,
  fixedWindow,
  HEALTHY,
  level,
  outage,
  restart,
  type Tenant,
  together,
} from '../../lab/runs/tenant.ts';
import { verdictOn } from '../../lib/verdict/verdict.ts';

const SCENE: Scene = {
  ...{ seed: 3, sessions: 200, rampS: 240, holdS: 600, teardownS: 240 },
  ...{ visits: { kind: 'exponential', meanS: 60 }, gapS: 2, retryFirstS: 2, attempts: 6, frameS: 5 },
  ...{ weights: [1, 1, 1, 1], minuteS: 17 },
};

const judged = (tenant: Tenant, changes: Partial<Scene> = {}) => {
  const scene = { ...SCENE, ...changes };
  return verdictOn({ known: true, value: readingOf(simulate(scene, tenant), scene) }, planOf(scene));
};

const random = (seed: number) => {
  const draws = new Draws(seed);
  return () => draws.next();
};

describe('the verdict on a modelled tenant', () => {
  it.each([
    ['tenant-connection-ceiling', 'a level, whatever status refuses', level(() => 150, { status: 429 })],
    ['tenant-connection-ceiling', 'a level that falls in the hold', level((nowS) => (nowS < 500 ? 150 : 100))],
    ['connection-rate-throttle', 'a token bucket', bucket(40, 2)],
    ['connection-rate-throttle', 'a limit for each minute', fixedWindow(100, 60, 17)],
    ['refusals-by-chance', 'one of three nodes that refuses', chance(1 / 3, random(1))],
    ['outage', 'an outage of a minute', outage(400, 460)],
    ['deployment-refused', 'an unknown deployment of four', deadDeployments([2])],
    ['sessions-cut-by-level', 'a level that throws the oldest out', level(() => 150, { evicts: true })],
    ['sessions-cut-by-age', 'an age at which sessions are cut', cutAtAge(45)],
    ['sessions-cut-by-quiet', 'an idle timeout', cutAtQuiet(12)],
    ['none', 'a healthy tenant', HEALTHY],
    ['none', 'a healthy tenant that refuses one in fifty by chance', chance(0.02, random(2))],
  ] as const)('the verdict is %s on %s', (cause, _, tenant) => {
    expect(judged(tenant)?.cause).toBe(cause);
  });

  it('the verdict names no origin where sessions of that origin are open', () => {
    expect(judged(level(() => 150, { status: 403 }))?.cause).toBe('tenant-connection-ceiling');
  });

  it('the verdict does not take a restart for a level where no visit ends in the hold', () => {
    const short = { sessions: 90, rampS: 17, holdS: 32, visits: { kind: 'constant', meanS: 63 } } as const;
    const verdict = judged(restart(30), short);
    expect(verdict?.cause).toBe('sessions-cut');
    expect(verdict?.candidates).toContain('sessions-cut-by-level');
    expect(verdict?.next).toContain('A run with fewer sessions');
    const long = judged(restart(500));
    expect(long?.cause).toBe('sessions-cut');
    expect(long).not.toHaveProperty('candidates');
  });

  it('the verdict names an age also where no visit reached it in the hold', () => {
    expect(judged(cutAtAge(100), { rampS: 22, holdS: 37, visits: { kind: 'lognormal', meanS: 111 } })?.cause).toBe(
      'sessions-cut-by-age',
    );
  });

  it('the verdict gives the level that was held over time', () => {
    expect(judged(level(() => 150))?.says).toContain('holds 150 sessions');
    expect(judged(level((nowS) => (nowS < 500 ? 150 : 100)))?.says).toMatch(/between 9\d and 150/);
  });

  it('the verdict names an unknown deployment before a level, and the level beside it', () => {
    const verdict = judged(
      together(
        deadDeployments([0]),
        level(() => 100),
      ),
    );
    expect(verdict?.cause).toBe('deployment-refused');
    expect(verdict?.also).toMatchObject([{ cause: 'tenant-connection-ceiling' }]);
  });

  it('the verdict names two candidates and an experiment where a run is too short to part level from pace', () => {
    for (const tenant of [level(() => 150), bucket(140, 1)]) {
      const verdict = judged(tenant, { holdS: 5 });
      expect(verdict).toMatchObject({
        cause: 'undetermined',
        candidates: ['tenant-connection-ceiling', 'connection-rate-throttle'],
        next: expect.stringContaining('headroom attribute <plan> --axes pace'),
      });
    }
  });
});
