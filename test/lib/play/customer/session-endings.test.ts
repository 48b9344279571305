import type { PresenceType, ServerFrame, SessionResponse } from '@headroom/genesys-wire/guest';
import { beforeEach, describe, expect, it } from 'vitest';
import { Part } from '../../../../lib/dialogues/part.ts';
import type { GuestSession } from '../../../../lib/genesys/guest/session.ts';
import { Visit } from '../../../../lib/play/customer/visit.ts';
import { echoOf, GuestServer } from './a-guest-server.ts';

const turns = [
  { from: 'customer' as const, text: 'Hello' },
  { from: 'agent' as const, text: 'Hi' },
  { from: 'customer' as const, text: 'Bye' },
];
const now = { minMs: 0, maxMs: 0 };

describe('a session that the org ends or holds for over', () => {
  let visit: Visit;
  let server: GuestServer;
  let session: GuestSession;
  const connect = () => {
    server = new GuestServer();
    session = visit.connect(server, 0);
  };
  const receive = (frame: ServerFrame) => session.received(JSON.stringify(frame), 0);
  const configured = (more: Partial<SessionResponse> = {}) => {
    receive({ type: 'response', class: 'SessionResponse', code: 200, body: { connected: true, ...more } });
    visit.tick(0);
    visit.tick(5_000);
  };
  beforeEach(() => {
    visit = new Visit(
      {
        identity: { token: 'token', deploymentId: 'deployment' },
        part: new Part({ id: 'd1', turns }, 'customer'),
        asides: [],
        leavesAfter: Number.POSITIVE_INFINITY,
        manner: { think: now, pauses: 0, pause: now, typing: false },
        random: () => 0.5,
        beginsAtMs: 0,
        leaveAtMs: 6_000_000,
        attributes: {},
      },
      () => {},
    );
    connect();
  });

  it('a read-only session is started anew by a visit that has said nothing, once', () => {
    configured({ readOnly: true });
    expect(server.last).toMatchObject({ action: 'configureSession', startNew: true });
    expect(visit.end).toBeUndefined();
    configured();
    expect(server.texts).toEqual(['Hello']);
  });

  it('a session that stays read-only is over', () => {
    configured({ readOnly: true });
    configured({ readOnly: true });
    expect([visit.end, server.texts]).toEqual(['agent-disconnected', []]);
  });

  it('a session that was made read-only while the customer was away is over, and nothing more is said', () => {
    configured();
    receive(echoOf(server.last));
    connect();
    configured({ readOnly: true });
    expect([visit.end, server.texts]).toEqual(['agent-disconnected', []]);
  });

  it.each([
    [409, 'agent-disconnected'],
    [4006, 'expired'],
    [4007, 'expired'],
    [4013, undefined],
    [403, undefined],
  ] as const)('a text that is answered %i makes the end of the visit %s, and is not stored', (code, end) => {
    configured();
    const tracingId = server.last?.tracingId ?? '';
    receive({ type: 'response', class: 'string', code, tracingId, body: 'no' });
    expect(visit.end).toBe(end);
    expect(visit.ledger.counts()).toMatchObject({ sent: 1, lost: 1 });
  });

  it.each<[PresenceType, string | undefined]>([
    ['Disconnect', 'agent-disconnected'],
    ['SessionExpired', 'expired'],
    ['SignIn', undefined],
  ])('the presence event %s makes it %s', (type, end) => {
    configured();
    const events = [{ eventType: 'Presence' as const, presence: { type } }];
    const body = { direction: 'Outbound' as const, type: 'Event' as const, events };
    receive({ type: 'message', class: 'StructuredMessage', code: 200, body });
    expect(visit.end).toBe(end);
  });

  it.each([
    ['SessionExpiredEvent', 'expired'],
    ['LogoutEvent', 'logged-out'],
  ] as const)('%s makes it %s, and the outcome of the visit names it', (name, end) => {
    configured();
    receive({ type: 'message', class: name, code: 200, body: {} });
    expect([visit.end, server.closedWith, visit.over().outcome]).toEqual([end, 1000, end]);
  });

  it.each(['true', 'false'])('a Disconnect with readOnly %s makes it agent-disconnected', (readOnly) => {
    configured();
    const events = [{ eventType: 'Presence' as const, presence: { type: 'Disconnect' as const } }];
    const body = { direction: 'Outbound' as const, type: 'Event' as const, events, metadata: { readOnly } };
    receive({ type: 'message', class: 'StructuredMessage', code: 200, body });
    expect(visit.end).toBe('agent-disconnected');
  });

  it('the answer to closeSession is over for a visit that has spoken, and started anew by one that has not', () => {
    const closed = () =>
      receive({ type: 'response', class: 'SessionResponse', code: 200, body: { connected: false, readOnly: true } });
    closed();
    expect([server.last, visit.end]).toMatchObject([{ action: 'configureSession', startNew: true }, undefined]);
    configured();
    closed();
    expect([visit.end, server.texts]).toEqual(['agent-disconnected', ['Hello']]);
  });
});
