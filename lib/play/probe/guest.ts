import { GuestSession } from '../../genesys/guest/session.ts';
import type { SessionEvents } from '../../genesys/guest/session-events.ts';
import type { SessionIdentity } from '../../genesys/guest/session-identity.ts';
import type { Emit, ProbeEvent } from '../../measures/events.ts';
import type { Outcome } from '../../plan/probes/outcomes.ts';
import type { Weight } from '../../plan/probes/phase.ts';
import type { Connection, Wire } from '../../transport/connection.ts';

export interface GuestSetup {
  readonly identity: SessionIdentity;
  /** Custom attributes of the guest's message, where its weight asks for one. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly weight: Weight;
  /** The guest is offered during the hold, to see whether there is room. */
  readonly knocks: boolean;
  /** The place of the knock among those of its probe, where it is told. */
  readonly knock?: number;
  /** When all guests of the probe leave, and when the next probe begins (ms, on the clock that `now` reads). */
  readonly leaveAtMs: number;
  readonly goneAtMs: number;
  /** The index of the probe in its phase, from 0. */
  readonly place: number;
  now(): number;
  /** The connection is open. */
  opened?(): void;
  readonly emit: Emit<ProbeEvent>;
}

/**
 * One session of a probe on its connection. It comes in, does no more than its weight asks for, and leaves with the
 * others.
 */
export class ProbeGuest implements Connection {
  readonly #setup: GuestSetup;
  #session: GuestSession | undefined;
  #wire: Wire | undefined;
  #ready = false;
  #left = false;
  #late = false;

  constructor(setup: GuestSetup) {
    this.#setup = setup;
  }

  opened(wire: Wire): void {
    const { identity, weight, knocks, leaveAtMs, now } = this.#setup;
    // A guest who is admitted while the others leave does not show how many there is room for.
    this.#late = now() >= leaveAtMs;
    this.#count(this.#late ? 'late' : knocks ? 'knock-admitted' : 'admitted');
    this.#setup.opened?.();
    this.#wire = wire;
    this.#session = new GuestSession(identity, wire, this.#events());
    if (weight === 'socket') this.#ready = true;
    else this.#session.opened(now());
  }

  received(text: string): void {
    this.#session?.received(text, this.#setup.now());
  }

  tick(): number {
    const { leaveAtMs, weight, now } = this.#setup;
    const nowMs = now();
    if (this.#left) return Number.POSITIVE_INFINITY;
    if (nowMs < leaveAtMs) return Math.min(leaveAtMs, this.#session?.tick(nowMs) ?? leaveAtMs);
    this.#left = true;
    if (!this.#late) this.#count(this.#ready ? 'held' : 'dropped');
    if (weight === 'conversation') this.#session?.clear(nowMs);
    this.#wire?.close(1000);
    return Number.POSITIVE_INFINITY;
  }

  /** The connection was open and is closed. */
  closed(): void {
    const { goneAtMs, now } = this.#setup;
    if (!this.#left && !this.#late) this.#count('dropped');
    if (now() > goneAtMs) this.#count('late');
  }

  #count(outcome: Outcome): void {
    const { place, knock, emit } = this.#setup;
    emit({ kind: 'probe', place, outcome, ...(outcome === 'knock-admitted' && knock !== undefined ? { knock } : {}) });
  }

  /** A session is ready once the org has configured it, and a conversation once its first message is acknowledged. */
  #events(): SessionEvents {
    const { weight, attributes, now } = this.#setup;
    const nothing = () => {};
    return {
      ready: () => {
        if (weight === 'session') this.#ready = true;
        else this.#session?.say('begin', 'Hello', attributes, now());
      },
      acked: () => {
        this.#ready = true;
      },
      heard: nothing,
      jwtGiven: nothing,
      ended: nothing,
      refused: nothing,
    };
  }
}
