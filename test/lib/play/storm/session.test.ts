import type { ClientFrame } from '@headroom/genesys-wire/guest';
import { describe, expect, it } from 'vitest';
import { Part } from '../../../../lib/dialogues/part.ts';
import type { StormState } from '../../../../lib/measures/table/tag-values.ts';
import { monologueOf } from '../../../../lib/play/storm/monologue.ts';
import { StormSession } from '../../../../lib/play/storm/session.ts';
import type { UpgradeCause } from '../../../../lib/transport/upgrade-cause.ts';

const times = { dropsMs: 10_000, watchEndsMs: 40_000, leavesMs: 45_000 };
const retry = { firstMs: 2_000, factor: 2, capMs: 30_000, jitter: 0, attempts: 3, honourRetryAfter: true };
const refused = { kind: 'refused', status: 503, retryAfterMs: undefined, body: undefined } as const;
const closed = { kind: 'closed' } as const;
const configured = JSON.stringify({ type: 'response', class: 'SessionResponse', code: 200, body: { connected: true } });

/** A session on a clock of the test's own, and what it reported. */
function aSession(reconnect: 'sdk' | 'backoff' = 'sdk') {
  let nowMs = 0;
  const states: StormState[] = [];
  const attempts: [cause: UpgradeCause | 'none', afterMs: number][] = [];
  const recovered: number[] = [];
  const sent: ClientFrame[] = [];
  const codes: number[] = [];
  const think = { minMs: 1_000, maxMs: 1_000 };
  const session = new StormSession({
    reconnect,
    retry,
    times,
    visit: {
      identity: { token: 't', deploymentId: 'd' },
      asides: [],
      part: new Part(monologueOf(['Hello', 'Anyone?'], 45_000, think), 'customer'),
      manner: { think, pauses: 0, pause: think, typing: false },
      random: () => 0.5,
      beginsAtMs: 0,
      attributes: {},
    },
    now: () => nowMs,
    emit: (event) => {
      if ('reconnect' in event) expect(event.reconnect).toBe(reconnect);
      if (event.kind === 'storm-session') states.push(event.state);
      else if (event.kind === 'storm-attempt') attempts.push([event.cause, event.afterMs]);
      else if (event.kind === 'storm-recovery') recovered.push(event.afterMs);
    },
  });
  const wire = {
    send: (frame: string) => sent.push(JSON.parse(frame) as ClientFrame),
    close: (code: number) => codes.push(code),
  };
  const at = (ms: number) => {
    nowMs = ms;
  };
  const opens = (ms: number) => {
    at(ms);
    session.tries();
    session.opened(wire);
    session.received(configured);
  };
  const isRefused = (ms: number) => {
    at(ms);
    session.tries();
    return session.next(refused, 0.5);
  };
  const ticks = (ms: number) => {
    at(ms);
    session.tick();
  };
  return { session, states, attempts, recovered, sent, codes, at, opens, isRefused, ticks };
}

describe('a session of a storm', () => {
  it('talks until everyone is dropped, and then closes its own socket', () => {
    const { opens, ticks, sent, codes, states } = aSession();
    opens(1_000);
    for (let ms = 1_250; ms < times.dropsMs; ms += 250) ticks(ms);
    expect(sent.filter(({ action }) => action === 'onMessage').length).toBeGreaterThan(3);
    expect(codes).toEqual([]);
    ticks(times.dropsMs);
    expect(codes).toEqual([1000]);
    expect(states).toEqual(['opened', 'dropped']);
  });

  it('comes back with the same token, which resumes the session, and counts from its own drop', () => {
    const { session, opens, ticks, states, recovered, sent } = aSession();
    opens(1_000);
    ticks(10_200);
    expect(session.next(closed, 0.5)).toBe(5_000);
    opens(15_300);
    expect(states).toEqual(['opened', 'dropped', 'back']);
    expect(recovered).toEqual([5_100]);
    const tokens = sent.flatMap((frame) => (frame.action === 'configureSession' ? [frame.token, frame.startNew] : []));
    expect(tokens).toEqual(['t', false, 't', false]);
  });

  it.each([
    ['says again what the history does not hold', [], 2],
    ['does not say again what it holds', ['Hello'], 1],
  ])('a session that was dropped before an answer came %s', (_, stored, times) => {
    const { session, opens, ticks, sent } = aSession();
    opens(8_500);
    for (const ms of [8_750, 9_000, 9_250, 9_500, 9_750]) ticks(ms);
    const hellos = () => sent.filter((frame) => JSON.stringify(frame).includes('"text":"Hello"')).length;
    expect(hellos()).toBe(1);
    ticks(10_000);
    session.next(closed, 0.5);
    session.visit.resume(
      stored.map((text) => ({ direction: 'Inbound', type: 'Text', text })),
      10_000,
    );
    opens(15_000);
    ticks(15_250);
    expect(hellos()).toBe(times);
  });

  it('is dropped once: back again, it talks on', () => {
    const { session, opens, ticks, codes } = aSession();
    opens(1_000);
    ticks(10_000);
    session.next(closed, 0.5);
    opens(15_000);
    ticks(16_000);
    expect(codes).toEqual([1000]);
  });

  it('counts its attempts from the drop on, by when they began', () => {
    const { session, opens, ticks, isRefused, attempts } = aSession();
    isRefused(500);
    opens(5_500);
    ticks(10_000);
    session.next(closed, 0.5);
    isRefused(15_000);
    opens(20_000);
    expect(attempts).toEqual([
      ['http-503', 5_000],
      ['none', 10_000],
    ]);
  });

  it('counts its tries anew once it is configured', () => {
    const { session, opens, ticks, isRefused } = aSession('backoff');
    expect([isRefused(0), isRefused(100)]).toEqual([2_000, 4_000]);
    opens(4_000);
    ticks(10_000);
    expect(session.next(closed, 0.5)).toBe(1_000);
  });

  it('a session without a try left counts with the whole watch', () => {
    const { session, opens, ticks, isRefused, states, recovered } = aSession('backoff');
    opens(1_000);
    ticks(10_000);
    session.next(closed, 0.5);
    expect([isRefused(11_000), isRefused(13_000), isRefused(17_000)]).toEqual([2_000, 4_000, undefined]);
    session.over();
    expect(states).toEqual(['opened', 'dropped', 'given-up']);
    expect(recovered).toEqual([30_000]);
  });

  it('a session that is not back while it is watched stops trying, and is out', () => {
    const { session, opens, ticks, isRefused, states, recovered } = aSession();
    opens(1_000);
    ticks(10_000);
    session.next(closed, 0.5);
    expect(isRefused(34_000)).toBe(5_000);
    expect(isRefused(39_000)).toBeUndefined();
    session.over();
    expect(states).toEqual(['opened', 'dropped', 'out']);
    expect(recovered).toEqual([30_000]);
  });

  it('a session that first opened after the drop was not dropped', () => {
    const { session, opens, ticks, states, codes } = aSession();
    opens(12_000);
    ticks(12_250);
    session.over();
    expect(states).toEqual([]);
    expect(codes).toEqual([]);
  });
});

describe('a monologue', () => {
  it('says the customer’s texts over and over, told apart by their round, and then listens', () => {
    const { turns } = monologueOf(['a', 'b'], 4_000, { minMs: 1_000, maxMs: 2_000 });
    expect(turns.map(({ text }) => text)).toEqual(['a', 'b', 'a (2)', 'b (2)', 'a (3)', '']);
    expect(turns.at(-1)?.from).toBe('agent');
  });

  it('is never longer than a history can show', () => {
    expect(monologueOf(['a'], 3_600_000, { minMs: 1, maxMs: 2 }).turns).toHaveLength(801);
  });
});
