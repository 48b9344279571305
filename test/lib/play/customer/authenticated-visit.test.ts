import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import { describe, expect, it } from 'vitest';
import { Part } from '../../../../lib/dialogues/part.ts';
import { Visit } from '../../../../lib/play/customer/visit.ts';
import type { VisitEvent } from '../../../../lib/play/customer/visit-setup.ts';
import { GuestServer, sessionResponse } from './a-guest-server.ts';

const THINK = 1_000;
const unauthorized = { type: 'response', class: 'string', code: 401, body: 'User is unauthorized' } as const;

/** A visit whose guest has signed in. After `others` refusals no other JWT may be had. */
function begun(others: number) {
  const signIn = { jwt: 'first', proven: 0, accepted: () => void signIn.proven++, refused: () => others-- > 0 };
  const events: VisitEvent[] = [];
  const think = { minMs: THINK, maxMs: THINK };
  const visit = new Visit(
    {
      identity: { token: 'token', deploymentId: 'deployment', signIn },
      part: new Part({ id: 'd1', turns: [{ from: 'customer', text: 'Hello' }] }, 'customer'),
      asides: [],
      leavesAfter: Number.POSITIVE_INFINITY,
      manner: { think, pauses: 0, pause: think, typing: false },
      random: () => 0.5,
      beginsAtMs: 0,
      leaveAtMs: 6_000_000,
      attributes: {},
    },
    (event) => events.push(event),
  );
  const connect = (nowMs: number) => {
    const server = new GuestServer();
    const session = visit.connect(server, nowMs);
    return { server, receive: (frame: object) => session.received(JSON.stringify(frame), nowMs) };
  };
  const refusals = () =>
    events.flatMap((event) => (event.kind === 'session' && event.state === 'refused' ? [event.reason] : []));
  return { visit, signIn, connect, refusals };
}

describe('an authenticated visit', () => {
  it('configures its session with the JWT that the guest has now', () => {
    const { signIn, connect } = begun(1);
    signIn.jwt = 'second';
    const { server, receive } = connect(0);
    expect(server.last).toMatchObject({
      action: 'configureAuthenticatedSession',
      token: 'token',
      deploymentId: 'deployment',
      startNew: false,
      data: { code: 'second' },
    });
    receive(sessionResponse);
    expect(signIn.proven).toBe(1);
  });

  it('gives up the connection where the JWT is refused, and the visit where there is no other', () => {
    const { visit, connect, refusals } = begun(1);
    const first = connect(0);
    first.receive(unauthorized);
    expect([first.server.closedWith, visit.end, refusals()]).toEqual([1000, undefined, ['unauthorized']]);
    connect(0).receive(unauthorized);
    expect([visit.end, refusals()]).toEqual(['not-configured', ['unauthorized', 'unauthorized']]);
  });

  it('says a text again that was answered 401, on a connection with another JWT', () => {
    const { visit, connect, refusals } = begun(1);
    const first = connect(0);
    first.receive(sessionResponse);
    for (const nowMs of [0, THINK]) visit.tick(nowMs);
    expect(first.server.texts).toEqual(['Hello']);
    first.receive({ ...unauthorized, tracingId: first.server.last?.tracingId });
    expect([first.server.closedWith, visit.end, refusals()]).toEqual([1000, undefined, []]);
    const history: StructuredMessage[] = [];
    visit.resume(history, THINK);
    const second = connect(THINK);
    second.receive(sessionResponse);
    visit.tick(THINK + 1_000);
    expect(second.server.texts).toEqual(['Hello']);
  });
});
