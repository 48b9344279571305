import { describe, expect, it } from 'vitest';
import { planFrom } from '../virtual/golden-plans.ts';
import type { Lies, Through } from '../virtual/lying-proxy.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';

/**
 * Between customers and a healthy org lies a proxy that keeps the first text of each visit to itself and answers it with
 * an echo of its own. The echo acknowledges it; the org never had it.
 */
function forging(isForged: (through: Through) => boolean): Lies & { readonly count: () => number } {
  const begun = new Set<Through>();
  let forged = 0;
  const up = (frame: string, through: Through) => {
    const { action, tracingId, message } = JSON.parse(frame);
    if (action !== 'onMessage' || message?.type !== 'Text' || begun.has(through)) return [frame];
    begun.add(through);
    if (!isForged(through)) return [frame];
    const body = { direction: 'Inbound', type: 'Text', id: `forged-${forged++}`, text: message.text };
    through.tell(JSON.stringify({ type: 'message', class: 'StructuredMessage', code: 200, tracingId, body }));
    return [];
  };
  return { up, count: () => forged };
}

describe('a first text whose echo is forged and that the org never had', () => {
  it.each([
    // Without agents a visit has no other text: its history is empty, and only those before it show that there are any.
    ['customers', 'exact', 6, 'messages{state:lost}'],
    ['customers', 'dense', 5, 'messages{state:lost}'],
    ['contact-centre', 'exact', 3, 'visits{goal:answered}'],
    ['contact-centre', 'dense', 3, 'visits{goal:answered}'],
  ] as const)(
    'is never green under strict (%s, %s)',
    async (script, transport, number, crossed) => {
      const lies = forging((through) => through.number === number);
      const parts = planFrom('smoke', {
        customers: { sessions: 6, perMinute: 1_200, hold: '30s', longestVisit: '15s', transport },
        agents: { count: 6 },
      });
      const { stdout, exitCode } = await playOnVirtualClock({ script, plan: { ...parts, gate: 'strict' }, lies });
      expect(lies.count()).toBe(1);
      expect(exitCode).toBe(99);
      expect(/gate strict +crossed: (.*)/.exec(stdout)?.[1], stdout).toContain(crossed);
    },
    NO_LIMIT,
  );
});
