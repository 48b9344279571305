import { describe, expect, it } from 'vitest';
import { Opening } from '../../../../lib/play/customer/dialogue-opening.ts';

describe('the opening of a dialogue that the agent begins', () => {
  it('is due after the time to think from when it was first asked for, and once', () => {
    const opening = new Opening('Hello?', 800);
    expect([opening.dueAtMs(10_000), opening.dueAtMs(10_500)]).toEqual([10_800, 10_800]);
    expect(opening.take()).toEqual({ text: 'Hello?' });
    expect(opening.dueAtMs(11_000)).toBeUndefined();
  });

  it('is not said once a person has spoken', () => {
    const opening = new Opening('Hello?', 800);
    opening.dueAtMs(0);
    opening.personSaid();
    expect(opening.dueAtMs(10_000)).toBeUndefined();
  });
});
