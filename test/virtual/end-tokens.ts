import type { VirtualWorld } from './play.ts';

/** Ends the ready-made tokens of the first so many agents, after so long. */
export const endTokens =
  (count: number, afterMs: number) =>
  ({ clock, ask }: VirtualWorld): void => {
    clock.set('once', afterMs, () => {
      for (let number = 1; number <= count; number++) {
        const headers = { Authorization: `bearer simulated-agent-${number}` };
        void ask({ method: 'DELETE', path: '/api/v2/tokens/me', headers });
      }
    });
  };
