import { describe, expect, it } from 'vitest';
import { runOptions } from '../../thresholds/executors.ts';
import { aPlan } from '../lib/plan/a-plan.ts';

describe('the options of a script for k6 cloud', () => {
  it('name the load zones of the plan, each under a label, with its percent', () => {
    const zones = { 'amazon:us:palo alto': 60, 'my-own': 40 };
    expect(runOptions(aPlan({ generators: { zones } }), {}, {}).cloud).toEqual({
      distribution: {
        'amazon-us-palo-alto': { loadZone: 'amazon:us:palo alto', percent: 60 },
        'my-own': { loadZone: 'my-own', percent: 40 },
      },
    });
  });

  it('are none where the plan names no zone', () => {
    expect(runOptions(aPlan(), {}, {})).not.toHaveProperty('cloud');
  });
});
