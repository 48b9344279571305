import { expect, it } from 'vitest';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

it(
  'the verdict of a real run names agents at capacity and what to change; the smoke plan with fewer of them',
  async () => {
    const { stdout } = await playOnVirtualClock({
      script: 'contact-centre',
      plan: 'plans/smoke.json',
      env: { AGENTS: '4', GATE: 'explore' },
    });
    expect(stdout).toContain('verdict         queue-capacity');
    expect(stdout).toContain(
      '4 agents × capacity 1 serve 4 of 20 sessions: raise message capacity to 5, or have 20 agents.',
    );
  },
  NO_LIMIT,
);
