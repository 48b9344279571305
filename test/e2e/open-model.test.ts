import { expect, it } from 'vitest';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

it(
  'visits that could not begin cross the gate, and the verdict calls the run invalid',
  async () => {
    // Nobody answers, so a visit lasts its longest: two places are soon taken.
    const plan = {
      name: 'open',
      target: { address: '127.0.0.1:1' },
      deployments: [{ id: 'd0000000-0000-4000-8000-000000000001', origin: 'https://example.com' }],
      customers: {
        sessions: 2,
        perMinute: 600,
        hold: '2s',
        teardown: '1s',
        longestVisit: '7s',
        think: { min: '100ms', max: '200ms' },
        model: 'open',
        visitsPerMinute: 300,
      },
      gate: 'ci',
    };
    const { exitCode, stdout } = await playOnVirtualClock({ script: 'customers', plan });
    expect(stdout).toContain('crossed: ');
    expect(stdout).toMatch(/dropped_iterations\{scenario:customers\}: count<=0/);
    expect(stdout).toMatch(/verdict +generator-saturated/);
    expect(stdout).toMatch(/visits +[1-9]\d* planned visits could not begin: all 2 places were taken/);
    expect(exitCode).toBe(99);
  },
  NO_LIMIT,
);
