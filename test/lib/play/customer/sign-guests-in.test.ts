import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import type { CustomerEvent } from '../../../../lib/measures/events.ts';
import { inputsOf } from '../../../../lib/plan/inputs.ts';
import type { Plan } from '../../../../lib/plan/schema.ts';
import { signGuestsIn, signsIn } from '../../../../lib/play/customer/sign-guests-in.ts';
import { Servers } from '../../../../packages/engine/test/modules/servers.ts';
import { forget, iterate } from '../../../k6/vu.ts';
import { aPlan, planJson } from '../../plan/a-plan.ts';

const servers = new Servers();
afterEach(() => {
  servers.close();
  forget();
});

const planWith = (authentication: object, address = '127.0.0.1:7420') =>
  aPlan({ target: { address }, customers: { ...planJson().customers, sessions: 3, authentication } });
const simulated = (share: number) => planWith({ credentials: { source: 'simulated' }, share });
const visits = Array.from({ length: 2_000 }, (_, number) => number);

/** The requests by which visits sign in, the states of their sign-ins, and the refresh tokens that they keep. */
async function requestsOf(authentication: object, guests: readonly string[], numbers: readonly number[]) {
  const requests: unknown[] = [];
  const address = await servers.http(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://tenant');
    const location = `${url.searchParams.get('redirect_uri')}?state=s&code=code%20of-${url.searchParams.get('login_hint')}`;
    if (request.method === 'GET') response.writeHead(302, { Location: location }).end();
    else {
      requests.push(JSON.parse(await text(request)));
      response.end(JSON.stringify({ jwt: 'jwt' }));
    }
  });
  const plan = planWith(authentication, address);
  const inputs = inputsOf({ plan, overrides: [], loopback: true, loadedAtMs: 0 }, { tokens: ['an agent’s'], guests });
  const states: string[] = [];
  const emit = (event: CustomerEvent) => void (event.kind === 'sign-in' && states.push(event.state));
  await iterate(async () => {
    const signInOf = signGuestsIn(inputs, plan, emit);
    for (const number of numbers) await signInOf(number, 'd1')?.ready(0);
  });
  return { requests, states };
}

const redirectUri = 'https://example.com/back';
const file = { source: 'file', path: 'guests.txt' };

describe('a visit', () => {
  it('signs in by its number and the plan alone, as often as the plan’s share says', () => {
    const of = (plan: Plan) => visits.filter((number) => signsIn(plan, number));
    const half = of(simulated(0.5));
    expect(of(simulated(0.5))).toEqual(half);
    expect(Math.abs(half.length - 1_000)).toBeLessThan(100);
    expect(of(simulated(1))).toEqual(visits);
    expect(of(simulated(0.2)).every((number) => half.includes(number))).toBe(true);
    expect(signsIn(aPlan(), 0)).toBe(false);
  });

  it('brings the code of its own subject from the simulated identity provider', async () => {
    const { requests, states } = await requestsOf({ credentials: { source: 'simulated' } }, [], [0, 41]);
    const ofGuest = (code: string) => ({
      deploymentId: 'd1',
      oauth: { code, redirectUri: 'https://example.com/signed-in' },
    });
    expect(requests).toEqual([ofGuest('code of-guest-1'), ofGuest('code of-guest-42')]);
    expect(states).toEqual(['signed-in', 'signed-in']);
  });

  it('brings the code on its own line of the file, with its verifier, and none that another visit had', async () => {
    const codes = ['c0', 'c1  verifier', 'c2'];
    const { requests, states } = await requestsOf({ credentials: file, redirectUri }, codes, [1, 2, 3]);
    expect(requests).toEqual([
      { deploymentId: 'd1', oauth: { code: 'c1', redirectUri, codeVerifier: 'verifier' } },
      { deploymentId: 'd1', oauth: { code: 'c2', redirectUri } },
    ]);
    expect(states).toEqual(['signed-in', 'signed-in', 'no-credential']);
  });

  it('brings the refresh token of its guest, who comes again', async () => {
    const { requests, states } = await requestsOf(
      { credentials: file, kind: 'refresh-token' },
      ['r0', 'r1', 'r2'],
      [2, 5],
    );
    expect(requests).toEqual(Array(2).fill({ refreshToken: 'r2', deploymentId: 'd1' }));
    expect(states).toEqual(['signed-in', 'signed-in']);
  });

  it('has no credential where its secret is not there', async () => {
    const { requests, states } = await requestsOf({ credentials: { source: 'secrets' }, redirectUri }, [], [0]);
    expect([requests, states]).toEqual([[], ['no-credential']]);
  });
});
