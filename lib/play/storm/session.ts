import type { Retries } from '../../base/backoff.ts';
import type { GuestSession } from '../../genesys/guest/session.ts';
import type { Emit, StormEvent } from '../../measures/events.ts';
import type { StormState } from '../../measures/table/tag-values.ts';
import type { Reconnect } from '../../plan/schema.ts';
import type { Connection, Ended, NotOpened, Wire } from '../../transport/connection.ts';
import { causeOf } from '../../transport/upgrade-cause.ts';
import { Visit } from '../customer/visit.ts';
import type { VisitSetup } from '../customer/visit-setup.ts';
import { nextTryMs } from './reconnect.ts';

export interface StormTimes {
  /**
   * When all sessions are dropped, when a session that is not back counts as `out`, and when this session leaves
   * (Unix ms).
   */
  readonly dropsMs: number;
  readonly watchEndsMs: number;
  readonly leavesMs: number;
}

export interface StormSetup {
  readonly reconnect: Reconnect;
  readonly retry: Retries;
  readonly times: StormTimes;
  readonly visit: Omit<VisitSetup, 'leaveAtMs' | 'leavesAfter'>;
  now(): number;
  readonly emit: Emit<StormEvent>;
}

/**
 * One session of a reconnect storm, over all its connections. It talks, is dropped with all the others, comes back by
 * its policy, talks on and leaves. Events and time go in, frames and waits come out; it does no I/O.
 */
export class StormSession implements Connection {
  readonly visit: Visit;
  readonly #setup: StormSetup;
  #session: GuestSession | undefined;
  #wire: Wire | undefined;
  /** The session is configured on the connection that is open. */
  #ready = false;
  #opened = false;
  #back = false;
  #gaveUp = false;
  #failures = 0;
  #triedAtMs = 0;
  #droppedAtMs: number | undefined;

  constructor(setup: StormSetup) {
    this.#setup = setup;
    const leaving = { leaveAtMs: setup.times.leavesMs, leavesAfter: Number.POSITIVE_INFINITY };
    this.visit = new Visit({ ...setup.visit, ...leaving }, setup.emit);
  }

  /** A try begins. */
  tries(): void {
    this.#triedAtMs = this.#setup.now();
  }

  opened(wire: Wire): void {
    this.#attempted(undefined);
    this.#wire = wire;
    this.#session = this.visit.connect(wire, this.#setup.now());
  }

  received(text: string): void {
    this.#session?.received(text, this.#setup.now());
    if (!this.#ready && this.#session?.ready === true) this.#configured();
  }

  tick(): number {
    const { now, times } = this.#setup;
    const nowMs = now();
    if (nowMs < times.dropsMs) return Math.min(times.dropsMs, this.visit.tick(nowMs));
    if (!this.#opened || this.#droppedAtMs !== undefined) return this.visit.tick(nowMs);
    this.#drop(nowMs);
    return Number.POSITIVE_INFINITY;
  }

  /**
   * The connection is closed, or did not open. Returns how long to wait before the next try (ms), or undefined when
   * there is none.
   */
  next(ended: Ended, random: number): number | undefined {
    if (ended.kind !== 'closed') this.#attempted(ended);
    if (this.visit.end !== undefined) return undefined;
    if (!this.#ready) this.#failures++;
    this.#ready = false;
    const { reconnect, retry, times, now } = this.#setup;
    const refused = ended.kind === 'refused' ? ended : undefined;
    const retryAfterMs = refused === undefined ? this.visit.askedToWaitMs : refused.retryAfterMs;
    const without = { failures: this.#failures, status: refused?.status, retryAfterMs };
    const waitMs = nextTryMs(reconnect, retry, without, random);
    this.#gaveUp = waitMs === undefined;
    const untilMs = this.#isOut ? times.watchEndsMs : times.leavesMs;
    return waitMs === undefined || now() + waitMs >= untilMs ? undefined : waitMs;
  }

  /**
   * The session is over. One that did not come back counts with the length of the whole watch, so that it raises the
   * percentiles.
   */
  over(): void {
    if (!this.#isOut) return;
    const { dropsMs, watchEndsMs } = this.#setup.times;
    this.#tell(this.#gaveUp ? 'given-up' : 'out');
    this.#recovered(watchEndsMs - dropsMs);
  }

  get #isOut(): boolean {
    return this.#droppedAtMs !== undefined && !this.#back;
  }

  #configured(): void {
    const { now, times } = this.#setup;
    this.#ready = true;
    this.#failures = 0;
    const nowMs = now();
    if (this.#droppedAtMs === undefined) {
      if (!this.#opened && nowMs < times.dropsMs) {
        this.#opened = true;
        this.#tell('opened');
      }
    } else if (!this.#back && nowMs <= times.watchEndsMs) {
      this.#back = true;
      this.#tell('back');
      this.#recovered(nowMs - this.#droppedAtMs);
    }
  }

  #drop(nowMs: number): void {
    this.#droppedAtMs = nowMs;
    this.#tell('dropped');
    this.#wire?.close(1000);
  }

  #attempted(ended: NotOpened | undefined): void {
    const afterMs = this.#triedAtMs - this.#setup.times.dropsMs;
    const { reconnect, emit, visit } = this.#setup;
    if (afterMs < 0) return;
    if (ended === undefined) emit({ kind: 'storm-attempt', reconnect, cause: 'none', afterMs });
    else {
      const deployment = visit.identity.deploymentId;
      emit({ kind: 'storm-attempt', reconnect, cause: causeOf(ended), afterMs, ended, deployment });
    }
  }

  #tell(state: StormState): void {
    const { reconnect, emit } = this.#setup;
    emit({ kind: 'storm-session', reconnect, state });
  }

  #recovered(afterMs: number): void {
    const { reconnect, emit } = this.#setup;
    emit({ kind: 'storm-recovery', reconnect, afterMs });
  }
}
