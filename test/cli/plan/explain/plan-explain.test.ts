import { describe, expect, it } from 'vitest';
import { drawCurve, timeAxis } from '../../../../cli/plan/explain/draw-curve.ts';
import { explainPlan } from '../../../../cli/plan/explain/plan-explain.ts';
import { CapturedOutput } from '../../captured-output.ts';

function explained(plan: string, options: { e?: string[]; script?: string } = {}) {
  const [stdout, stderr] = [new CapturedOutput(), new CapturedOutput()];
  const code = explainPlan(plan, { e: [], ...options }, { stdout, stderr, cwd: process.cwd(), env: {} });
  return { code, out: stdout.text, err: stderr.text };
}

describe('headroom plan explain', () => {
  it.each(['smoke', 'seed', 'storm', 'ten-thousand', 'my-org.example'])('fits the plan %s into 80 columns', (plan) => {
    const { code, out } = explained(`plans/${plan}.json`);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('prints the stages, the executors and the gate that k6 gets', () => {
    const { out } = explained('plans/smoke.json');
    expect(out).toContain('k6 run -e PLAN=plans/smoke.json dist/contact-centre.js\n');
    expect(out).toMatch(
      /customers: ramping-vus, exec customer\n +stage 1 +to 20 VUs over 5s\n +stage 2 +to 20 VUs over 4s\n/,
    );
    expect(out).toMatch(/agents: constant-arrival-rate, exec agent\n +rate +36,000 an hour for 2s\n/);
    expect(out).toContain('  ws_upgrade_503: rate<0.01\n      share of upgrade attempts answered 503\n');
    expect(out).toContain('  ramp 5s, hold 4s, teardown 3s; over after ');
  });

  it('takes overrides as a run does', () => {
    expect(explained('plans/smoke.json', { e: ['CUSTOMERS=40'] }).out).toContain('to 40 VUs over 10s');
  });

  it('says what a script has that is named, and refuses one that the plan cannot play', () => {
    const storm = explained('plans/storm.json', { script: 'dist/reconnect-storm.js' });
    expect(storm.out).toContain('storm_sessions{reconnect:sdk,state:dropped}: count>=285');
    expect(explained('plans/storm.json', { script: 'agents' })).toMatchObject({
      code: 104,
      err: 'headroom plan explain: --script agents: the plan has no agents; allowed: customers, reconnect-storm\n',
    });
    expect(explained('plans/storm.json', { script: 'surge' }).err).toContain(
      '--script surge; allowed: contact-centre,',
    );
  });
});

describe('a drawn curve', () => {
  it('is as high as its value in each span of time, and shows what is small', () => {
    const lines = drawCurve({ title: 'level', at: (ms) => (ms < 50 ? 1 : 100), max: 100 }, 100, 14);
    expect(lines).toEqual([
      'level',
      '     100 │  ██',
      '         │  ██',
      '         │  ██',
      '      50 │  ██',
      '         │  ██',
      '         │▁▁██',
      '       0 └────',
    ]);
  });

  it('has marks at their times, without those that would overlap', () => {
    const marks = [0, 50, 55, 100].map((atMs) => ({ atMs, says: `${atMs}ms` }));
    expect(timeAxis(marks, 100, 50)).toBe('          0ms                 50ms           100ms');
  });
});
