import { describe, expect, it } from 'vitest';
import type { JwtAnswer } from '../../../../lib/genesys/guest/jwt-exchange.ts';
import { GuestSignIn } from '../../../../lib/play/customer/guest-sign-in.ts';

const MINUTE_MS = 60_000;
const given = (jwt: string, refreshToken?: string): JwtAnswer => ({
  ok: true,
  tokens: refreshToken === undefined ? { jwt } : { jwt, refreshToken },
});
const refused: JwtAnswer = { ok: false, why: 'refused' };
const unanswered: JwtAnswer = { ok: false, why: 'unanswered' };

/** A guest whose calls are answered so, one after another. A JWT lasts 15 minutes from 0, a refreshed one 30. */
function guest(signIns: (JwtAnswer | undefined)[], refreshes: JwtAnswer[] = []) {
  const states: string[] = [];
  const asked: string[] = [];
  const calls = {
    signIn: async () => signIns.shift(),
    refresh: async (token: string) => {
      asked.push(token);
      return refreshes.shift() ?? unanswered;
    },
    expiresAtMs: (jwt: string) => (jwt === 'first' ? 15 : 30) * MINUTE_MS,
  };
  return { signIn: new GuestSignIn(calls, ({ state }) => states.push(state)), states, asked };
}

describe('the sign-in of a guest', () => {
  it('happens once, and its JWT is that of each connection until it is about to expire', async () => {
    const { signIn, states, asked } = guest([given('first', 'again')], [given('second')]);
    for (const atMs of [0, 5 * MINUTE_MS, 15 * MINUTE_MS - 10_001]) {
      expect(await signIn.ready(atMs)).toBe(true);
      signIn.accepted();
      expect(signIn.jwt).toBe('first');
    }
    expect(await signIn.ready(15 * MINUTE_MS - 10_000)).toBe(true);
    expect([signIn.jwt, states, asked]).toEqual(['second', ['signed-in', 'refreshed'], ['again']]);
  });

  it('is over where the org refuses the credential, or there is none', async () => {
    for (const [answer, state] of [
      [refused, 'refused'],
      [undefined, 'no-credential'],
    ] as const) {
      const { signIn, states } = guest([answer, given('first')]);
      expect([await signIn.ready(0), await signIn.ready(0)]).toEqual([false, false]);
      expect([signIn.over, states]).toEqual([true, [state]]);
    }
  });

  it('is tried again where nothing answered', async () => {
    const { signIn, states } = guest([unanswered, given('first', 'again')], [unanswered, given('second')]);
    const later = 16 * MINUTE_MS;
    expect([await signIn.ready(0), await signIn.ready(0)]).toEqual([false, true]);
    expect([await signIn.ready(later), await signIn.ready(later)]).toEqual([false, true]);
    expect([signIn.over, states]).toEqual([false, ['unanswered', 'signed-in', 'unanswered', 'refreshed']]);
  });

  it('is over where the refresh is refused', async () => {
    const { signIn, states } = guest([given('first', 'again')], [refused]);
    await signIn.ready(0);
    expect(await signIn.ready(16 * MINUTE_MS)).toBe(false);
    expect([signIn.over, states]).toEqual([true, ['signed-in', 'refresh-refused']]);
  });

  it('is over where a JWT ends that came without a refresh token', async () => {
    const { signIn, states } = guest([given('first')]);
    await signIn.ready(0);
    expect(await signIn.ready(16 * MINUTE_MS)).toBe(false);
    expect([signIn.over, states]).toEqual([true, ['signed-in', 'unauthorized']]);
  });

  it('has its JWT refreshed after a 401, and is over after a second one that no session stood between', async () => {
    const { signIn, states } = guest([given('first', 'again')], [given('second'), given('third')]);
    await signIn.ready(0);
    expect(signIn.refused()).toBe(true);
    expect(await signIn.ready(0)).toBe(true);
    signIn.accepted();
    expect(signIn.refused()).toBe(true);
    expect([await signIn.ready(0), signIn.jwt]).toEqual([true, 'third']);
    expect(signIn.refused()).toBe(false);
    expect([signIn.over, await signIn.ready(0)]).toEqual([true, false]);
    expect(states).toEqual(['signed-in', 'refreshed', 'refreshed', 'unauthorized']);
  });
});
