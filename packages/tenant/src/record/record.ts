import { Bounded } from './bounded.ts';

/** Everything the tenant accepted, refused and did, in the order it happened. Tests compare it with what was sent. */
export type Entry = {
  readonly at: number;
} /** `connection` counts the sockets, so that a close finds its opening. */ & (
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
    }
  | {
      readonly kind: 'message';
      readonly from: 'customer' | 'agent';
      readonly conversationId: string;
      readonly messageId: string;
      readonly text: string;
      readonly attributes?: Readonly<Record<string, string>>;
      readonly userId?: string;
      /** The socket a customer's came on. */
      readonly connection?: number;
    }
  /** A customer's text that was answered by an error, and so is not stored. */
  | {
      readonly kind: 'message-refused';
      readonly connection: number;
      readonly code: number;
      readonly text: string;
      readonly attributes: Readonly<Record<string, string>>;
    }
  /** A guest's socket was sent ConnectionClosedEvent: evicted, or its session closed or cleared. */
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
  | 'ended'
  | 'wrapped-up';

type NewEntry = Entry extends infer E ? (E extends Entry ? Omit<E, 'at'> : never) : never;

export class TenantRecord {
  readonly #entries: Bounded<Entry>;
  readonly #keep: boolean;

  /** Keeps the latest `most`, all of them without it. */
  constructor(keep: boolean, most?: number) {
    this.#keep = keep;
    this.#entries = new Bounded(most);
  }

  add(entry: NewEntry): void {
    if (this.#keep) this.#entries.push({ at: Date.now(), ...entry } as Entry);
  }

  get entries(): readonly Entry[] {
    return this.#entries.items;
  }

  /** How many were let go to keep the bound. */
  get dropped(): number {
    return this.#entries.dropped;
  }
}
