import type { Side } from '../dialogues/dialogue.ts';
import type { Discrepancy, Ledger, LedgerCounts } from '../dialogues/ledger.ts';
import type { SessionRefusal } from '../genesys/guest/session-refusals.ts';
import type { ApiCall } from '../genesys/platform/api-call.ts';
import type { Outcome } from '../plan/probes/outcomes.ts';
import type { Reconnect } from '../plan/schema.ts';
import type { Ended, NotOpened } from '../transport/connection.ts';
import type { UpgradeCause } from '../transport/upgrade-cause.ts';
import type { CloseReason, Level, StormState, TenantState } from './table/tag-values.ts';

/**
 * What those who play tell of what happens, as plain data. `measures/record` turns it into k6's metrics, and nothing else
 * does; a test collects it in an array. Times are ms.
 */
export type PlayEvent = CustomerEvent | AgentEvent | StormEvent | ProbeEvent | WatchEvent;

/** Takes an event when it happens: a session may last to the end of a run. */
export type Emit<Event extends PlayEvent = PlayEvent> = (event: Event) => void;

/** An upgrade attempt is decided: `ended` is undefined when it opened. `first`: of its visit. */
export interface AttemptEvent {
  readonly kind: 'attempt';
  readonly ended: NotOpened | undefined;
  readonly first: boolean;
}

/** A customer waits before the next attempt. */
export interface WaitEvent {
  readonly kind: 'wait';
  readonly ms: number;
}

/** A session is configured, so long after its first attempt; or it could not be; or it is over. */
export type SessionEvent =
  | { readonly kind: 'session'; readonly state: 'ready'; readonly afterMs: number }
  | { readonly kind: 'session'; readonly state: 'refused'; readonly reason: SessionRefusal }
  | { readonly kind: 'session'; readonly state: 'closed'; readonly reason: CloseReason };

/** A message went out for the first time; its echo came; or the other side saw it. `side`: who sent it. */
export type MessageEvent =
  | { readonly kind: 'message'; readonly state: 'sent'; readonly side: Side }
  | { readonly kind: 'message'; readonly state: 'acked'; readonly roundTripMs: number }
  | { readonly kind: 'message'; readonly state: 'delivered'; readonly side: Side; readonly afterMs: number };

/** A customer's first message is stored; an agent has answered the alert, missed it, or given the wrap-up code. */
export type ConversationEvent =
  | { readonly kind: 'conversation'; readonly state: 'begun' | 'not-answered' }
  /** `afterMs`: alerting to connected. */
  | { readonly kind: 'conversation'; readonly state: 'accepted'; readonly afterMs: number }
  /** `afterMs`: from the end of the conversation. */
  | { readonly kind: 'conversation'; readonly state: 'wrapped-up'; readonly afterMs: number };

/** An agent's channel is open and the agent On Queue; it no longer is; or the API takes none of the agent's tokens. */
export interface AgentStateEvent {
  readonly kind: 'agent';
  readonly state: 'connected' | 'disconnected' | 'refused';
}

/** A visit or a conversation is over: the balance of its messages. */
export interface AccountEvent {
  readonly kind: 'account';
  readonly side: Side;
  /** Whose account it is, without a text: transcript id, and customer or conversation. */
  readonly transcript: string;
  readonly where: string;
  readonly counts: LedgerCounts;
  readonly discrepancies: readonly Discrepancy[];
}

/** By how much the latest timer of a visit was late. */
export interface LateEvent {
  readonly kind: 'late';
  readonly ms: number;
  /** In a storm. */
  readonly reconnect?: Reconnect;
}

export type CustomerEvent =
  | AttemptEvent
  | WaitEvent
  | SessionEvent
  | MessageEvent
  | ConversationEvent
  | AccountEvent
  | LateEvent
  | ApiCall;

export type AgentEvent = MessageEvent | ConversationEvent | AgentStateEvent | AccountEvent | ApiCall;

export type StormEvent =
  | { readonly kind: 'storm-session'; readonly reconnect: Reconnect; readonly state: StormState }
  /** An upgrade attempt that began `afterMs` after the drop; `cause` is `none` when it opened. */
  | {
      readonly kind: 'storm-attempt';
      readonly reconnect: Reconnect;
      readonly cause: UpgradeCause | 'none';
      readonly afterMs: number;
    }
  | { readonly kind: 'storm-recovery'; readonly reconnect: Reconnect; readonly afterMs: number }
  | SessionEvent
  | MessageEvent
  | ConversationEvent
  | AccountEvent
  | LateEvent
  | ApiCall;

/** What became of a session of a probe. `place` is the probe's in its phase, from 0; agents have none. */
export type ProbeEvent =
  | {
      readonly kind: 'probe';
      readonly outcome: Outcome;
      readonly place: number;
      readonly cause?: UpgradeCause;
      /** Which session of the probe was refused, counted from 1. */
      readonly refusedAt?: number;
    }
  | { readonly kind: 'agent-held' };

export type WatchEvent =
  /** A reading of the tenant. */
  | { readonly kind: 'levels'; readonly levels: Readonly<Record<Level, number>> }
  | { readonly kind: 'states'; readonly states: Readonly<Record<TenantState, boolean>> }
  /** An attempt of the sentinel. */
  | { readonly kind: 'knock'; readonly ended: Ended }
  | ApiCall;

/** The account of a visit or a conversation that is over. */
export function accountOf(ledger: Ledger, side: Side, transcript: string, where: string): AccountEvent {
  const counts = ledger.counts();
  const discrepancies = counts.acked === counts.sent ? [] : ledger.discrepancies();
  return { kind: 'account', side, transcript, where, counts, discrepancies };
}
