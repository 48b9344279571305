import type { TenantClock } from '../base/clock.ts';
import { CappedList } from './capped-list.ts';

/**
 * One thing that the tenant accepted, refused or did. Tests compare what was sent with the record. `connection` is the
 * number of a socket, from 1, so that a close finds its opening.
 */
export type Entry = {
  /** Unix time (ms). */
  readonly at: number;
} & (
  | {
      readonly kind: 'socket-opened';
      readonly socket: string;
      readonly connection: number;
      readonly source: string;
      readonly deploymentId?: string;
    }
  | { readonly kind: 'socket-closed'; readonly socket: string; readonly connection: number; readonly code: number }
  | { readonly kind: 'upgrade-refused'; readonly socket: string; readonly status: number; readonly source: string }
  | {
      readonly kind: 'session-configured';
      readonly token: string;
      readonly deploymentId: string;
      readonly isNew: boolean;
      /** Who the guest is, where it has signed in. */
      readonly subject?: string;
    }
  | {
      readonly kind: 'message';
      readonly from: 'customer' | 'agent' | 'bot';
      readonly conversationId: string;
      readonly messageId: string;
      readonly text: string;
      readonly attributes?: Readonly<Record<string, string>>;
      /** The ids of its files, where it has any. */
      readonly attachments?: readonly string[];
      readonly userId?: string;
      /** The socket on which a customer's message came. */
      readonly connection?: number;
    }
  /** A file was uploaded, or was refused with a code of Genesys. */
  | {
      readonly kind: 'attachment';
      readonly attachmentId: string;
      readonly event: 'uploaded' | 'refused';
      readonly code?: number;
    }
  /** A customer's text that was answered with an error, and so was not stored. */
  | {
      readonly kind: 'message-refused';
      readonly connection: number;
      readonly code: number;
      readonly text: string;
      readonly attributes: Readonly<Record<string, string>>;
    }
  /** ConnectionClosedEvent was sent on a guest's socket: it was evicted, or its session was closed or cleared. */
  | { readonly kind: 'connection-dismissed'; readonly connection: number }
  | {
      readonly kind: 'conversation';
      readonly conversationId: string;
      readonly event: ConversationEvent;
      readonly userId?: string;
      /** Of `queued`. */
      readonly queueId?: string;
      /** Of `ended`. */
      readonly disconnectType?: string;
      /** Of `wrapped-up`. */
      readonly code?: string;
    }
  | { readonly kind: 'presence'; readonly userId: string; readonly presence: string }
);

export type ConversationEvent =
  | 'created'
  | 'queued'
  | 'alerting'
  | 'accepted'
  | 'not-answered'
  | 'held'
  | 'resumed'
  | 'transferred'
  | 'ended'
  | 'wrapped-up';

export type NewEntry = Entry extends infer E ? (E extends Entry ? Omit<E, 'at'> : never) : never;

/** What the tenant accepted, refused and did, in that order. */
export class TenantRecord {
  readonly #clock: TenantClock;
  readonly #entries: CappedList<Entry>;
  readonly #keep: boolean;

  /** Keeps nothing without `keep`; else the latest `max` entries, or all of them. */
  constructor(clock: TenantClock, keep: boolean, max?: number) {
    this.#clock = clock;
    this.#keep = keep;
    this.#entries = new CappedList(max);
  }

  add(entry: NewEntry): void {
    if (this.#keep) this.#entries.push({ at: this.#clock.now(), ...entry } as Entry);
  }

  /** Oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries.items;
  }

  /** How many entries are gone because of `max`. */
  get dropped(): number {
    return this.#entries.dropped;
  }
}
