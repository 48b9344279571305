import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../../lib/plan/probes/outcomes.ts';
import type { Weight } from '../../../../lib/plan/probes/phase.ts';
import { ProbeGuest } from '../../../../lib/play/probe/guest.ts';

/** A guest that leaves at 1,000 ms and has to be gone by 2,000, on a wire that keeps what is sent. */
function aGuest({ weight = 'session', knocks = false }: { weight?: Weight; knocks?: boolean } = {}) {
  const outcomes: Outcome[] = [];
  const sent: { action?: string; message?: { type: string }; closed?: number }[] = [];
  const clock = { ms: 0 };
  const guest = new ProbeGuest({
    identity: { token: '11111111-1111-4111-8111-111111111111', deploymentId: 'd' },
    attributes: { transcript: '0 headroom-probe', customer: 'run-1' },
    weight,
    knocks,
    leaveAtMs: 1_000,
    goneAtMs: 2_000,
    now: () => clock.ms,
    place: 2,
    emit: (event) => {
      expect(event).toEqual({ kind: 'probe', place: 2, outcome: expect.any(String) });
      if (event.kind === 'probe') outcomes.push(event.outcome);
    },
  });
  const wire = {
    send: (frame: string) => sent.push(JSON.parse(frame)),
    close: (code: number) => sent.push({ closed: code }),
  };
  const at = (ms: number, what: () => void) => {
    clock.ms = ms;
    what();
  };
  return { guest, wire, outcomes, sent, at };
}

const READY = JSON.stringify({ class: 'SessionResponse', code: 200, body: { connected: true, newSession: true } });
const ACKED = JSON.stringify({
  class: 'StructuredMessage',
  code: 200,
  tracingId: 'begin',
  body: { direction: 'Inbound', type: 'Text', text: 'Hello', id: 'm' },
});

describe('a session of a probe', () => {
  it('configures itself, says nothing, leaves with the others, and was held', () => {
    const { guest, wire, outcomes, sent, at } = aGuest();
    at(0, () => guest.opened(wire));
    at(100, () => guest.received(READY));
    at(900, () => guest.tick());
    expect(sent.map(({ action }) => action)).toEqual(['configureSession']);
    at(1_000, () => guest.tick());
    at(1_100, () => guest.closed());
    expect(sent.at(-1)).toEqual({ closed: 1000 });
    expect(outcomes).toEqual(['admitted', 'held']);
  });

  it('a session that is an open socket alone sends nothing at all', () => {
    const { guest, wire, outcomes, sent, at } = aGuest({ weight: 'socket' });
    at(0, () => guest.opened(wire));
    at(1_000, () => guest.tick());
    at(1_001, () => guest.closed());
    expect(sent).toEqual([{ closed: 1000 }]);
    expect(outcomes).toEqual(['admitted', 'held']);
  });

  it('a session that is a conversation says one message, is held once that is acknowledged, and clears at the end', () => {
    const { guest, wire, outcomes, sent, at } = aGuest({ weight: 'conversation' });
    at(0, () => guest.opened(wire));
    at(100, () => guest.received(READY));
    at(200, () => guest.received(ACKED));
    at(1_000, () => guest.tick());
    expect(sent.map(({ action, message }) => message?.type ?? action)).toEqual([
      'configureSession',
      'Text',
      'Event',
      undefined,
    ]);
    expect(sent[1]?.message).toMatchObject({
      channel: { metadata: { customAttributes: { transcript: '0 headroom-probe', customer: 'run-1' } } },
    });
    expect(outcomes).toEqual(['admitted', 'held']);
  });

  it('a session that the org did not configure was not held', () => {
    const { guest, wire, outcomes, at } = aGuest();
    at(0, () => guest.opened(wire));
    at(1_000, () => guest.tick());
    expect(outcomes).toEqual(['admitted', 'dropped']);
  });

  it('a session that is thrown out before its time was dropped', () => {
    const { guest, wire, outcomes, at } = aGuest();
    at(0, () => guest.opened(wire));
    at(100, () => guest.received(READY));
    at(500, () => guest.closed());
    expect(outcomes).toEqual(['admitted', 'dropped']);
  });

  it('a session that came by knocking is counted as such', () => {
    const { guest, wire, outcomes, at } = aGuest({ knocks: true });
    at(500, () => guest.opened(wire));
    expect(outcomes).toEqual(['knock-admitted']);
  });

  it('a session that comes when the others leave is late, and leaves at once', () => {
    const { guest, wire, outcomes, sent, at } = aGuest();
    at(1_001, () => guest.opened(wire));
    at(1_100, () => guest.tick());
    at(1_200, () => guest.closed());
    expect(sent.at(-1)).toEqual({ closed: 1000 });
    expect(outcomes).toEqual(['late']);
  });

  it('a session whose socket closes when the next probe has begun was late, whatever else it was', () => {
    const { guest, wire, outcomes, at } = aGuest();
    at(0, () => guest.opened(wire));
    at(100, () => guest.received(READY));
    at(1_000, () => guest.tick());
    at(2_001, () => guest.closed());
    expect(outcomes).toEqual(['admitted', 'held', 'late']);
  });
});
