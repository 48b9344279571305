import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { afterAll, describe, expect, it } from 'vitest';
import { planFingerprint, ResumeFile } from '../../../cli/experiments/resume-file.ts';
import { endText, runTrialLoop } from '../../../cli/experiments/trial-loop.ts';
import { phasesOf, settingsOf } from '../../../lib/plan/probes/settings.ts';
import type { Trial } from '../../../search/trials/trials.ts';
import { aPlan } from '../../lib/plan/a-plan.ts';
import { cap, Simulation } from '../../search/simulated-tenants.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-experiment-'));
afterAll(() => rmSync(folder, { recursive: true }));

const plan = aPlan();
const phase = { ...phasesOf(settingsOf(plan)).byHand(), name: 'trial' as const };
const contrasts = [{ name: 'compare', a: phase, b: phase }];

/** Runs trials on a simulated tenant. The user interrupts them after `interruptAfter` trials. */
async function experiment(file: string, interruptAfter = Number.POSITIVE_INFINITY) {
  const simulation = new Simulation(cap(() => 50));
  let stderr = '';
  let interrupt = () => {};
  let measured = 0;
  const io: RunIo = {
    stdout: { write: () => true },
    stderr: { write: (text) => (stderr += String(text)) },
    env: {},
    cwd: folder,
    onInterrupt(listener) {
      interrupt = listener;
      return () => {};
    },
  };
  const resume = ResumeFile.open<Trial>(file, 'compare', planFingerprint(plan), 1, false);
  const end = await runTrialLoop(
    {
      contrasts,
      settings: { trials: 5, seed: resume.seed, budgetMs: 1e9 },
      resume,
      label: ({ arm }) => arm,
      measure: async (order) => {
        if (++measured === interruptAfter) interrupt();
        return { measured: simulation.measure(order.phase), code: measured === interruptAfter ? 105 : 0 };
      },
    },
    io,
  );
  return { end, stderr, measured, resume };
}

describe('a loop of trials', () => {
  it('keeps what it measured when it is interrupted, and resumes in the order it began with', async () => {
    const whole = await experiment(path.join(folder, 'whole.json'));
    expect(whole.end).toEqual({ kind: 'complete' });
    const file = path.join(folder, 'cut.json');
    const first = await experiment(file, 4);
    expect([first.end, first.measured]).toEqual([{ kind: 'interrupted' }, 4]);
    expect(first.stderr.trim().split('\n').at(-1)).toMatch(/: cut short$/);
    expect(JSON.parse(readFileSync(file, 'utf8')).history).toHaveLength(4);
    const second = await experiment(file);
    expect(second.stderr).toContain('going on from 4 trials');
    expect(second.measured).toBe(whole.measured - 4);
    const order = ({ resume }: typeof whole) => resume.history.map(({ arm, warmUp }) => [arm, warmUp]);
    expect(order(second)).toEqual(order(whole));
    second.resume.remove();
    expect(existsSync(file)).toBe(false);
  });
});

describe('the end of an experiment', () => {
  it.each([
    [{ kind: 'complete' }, {}, ''],
    [{ kind: 'irregular', why: 'no time was left' }, {}, 'irregular       no time was left\n'],
    [{ kind: 'interrupted' }, {}, 'interrupted     the same command goes on from here\n'],
    [{ kind: 'interrupted' }, { fresh: true }, 'interrupted     the same command without --fresh goes on from here\n'],
  ] as const)('of %j with %j is said as %j', (end, options, text) => {
    expect(endText(end, options)).toBe(text);
  });
});

describe('the fingerprint of a plan', () => {
  it('differs when anything changes that decides what is measured', () => {
    const of = (changes: Record<string, unknown>) => planFingerprint(aPlan(changes));
    const all = [of({}), of({ seed: 2 }), of({ ceiling: { window: '5s' } }), planFingerprint(plan, 'more')];
    expect(new Set(all).size).toBe(all.length);
  });

  it('stays the same for more time, or another approval', () => {
    const window = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
    const changed = aPlan({ ceiling: { budget: '8h' }, approval: { reference: 'CASE-2', ...window } });
    expect(planFingerprint(changed)).toBe(planFingerprint(plan));
  });
});
