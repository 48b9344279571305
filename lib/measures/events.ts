import type { Side } from '../dialogues/dialogue.ts';
import type { Discrepancy, Ledger, LedgerCounts } from '../dialogues/ledger.ts';
import type { ReceiptCounts } from '../dialogues/receipts.ts';
import type { SessionRefusal } from '../genesys/guest/session-refusals.ts';
import type { ApiCall, UnexpectedAnswer } from '../genesys/platform/api-call.ts';
import type { KnockAnswer, KnockTry, Outcome } from '../plan/probes/outcomes.ts';
import type { Reconnect } from '../plan/schema.ts';
import type { Ended, NotOpened } from '../transport/connection.ts';
import type { UpgradeCause } from '../transport/upgrade-cause.ts';
import type {
  AsideKind,
  AttachmentState,
  BotState,
  CloseReason,
  Level,
  ShiftOutcome,
  SignInState,
  StormState,
  Stranger,
  TenantState,
  Tenths,
  TransferState,
  Try,
  VisitOutcome,
} from './table/tag-values.ts';

/**
 * What happens in a run, as plain data. Players emit events; `measures/record` turns them into k6's metrics, and
 * nothing else does. A test collects them in an array. Times are ms.
 */
export type PlayEvent = CustomerEvent | AgentEvent | StormEvent | ProbeEvent | WatchEvent;

/**
 * Receives an event at the moment at which it happens, since a session may last to the end of a run.
 *
 * @example
 * const events: PlayEvent[] = [];
 * const emit: Emit = (event) => events.push(event);
 */
export type Emit<Event extends PlayEvent = PlayEvent> = (event: Event) => void;

/**
 * The outcome of an upgrade attempt is known. `ended` is undefined when it opened; `deployment` is the place of the
 * visit's deployment in the plan, from 0.
 */
export interface AttemptEvent {
  readonly kind: 'attempt';
  readonly ended: NotOpened | undefined;
  readonly try: Try;
  /** The id of the deployment that was asked for. */
  readonly deployment: string;
}

/** A customer waits before the next attempt. */
export interface WaitEvent {
  readonly kind: 'wait';
  readonly ms: number;
}

/** A session is configured (`afterMs` counts from the visit's first attempt), could not be configured, or is closed. */
export type SessionEvent =
  | { readonly kind: 'session'; readonly state: 'ready'; readonly afterMs: number }
  | { readonly kind: 'session'; readonly state: 'refused'; readonly reason: SessionRefusal }
  | {
      readonly kind: 'session';
      readonly state: 'closed';
      readonly reason: CloseReason;
      /** Unix ms: when it was configured, and when a person had first answered in its visit. */
      readonly readyAtMs: number;
      readonly answeredAtMs?: number | undefined;
      /** For how long no frame had passed, in either direction. */
      readonly quietMs: number;
    };

/** A slot waits for `ms` between two visits, by plan. */
export interface GapEvent {
  readonly kind: 'gap';
  readonly ms: number;
}

/** A visit is over. */
export interface VisitOverEvent {
  readonly kind: 'visit';
  readonly outcome: VisitOutcome;
  /** It said something. */
  readonly spoke: boolean;
  /** Its first message is stored, and its dialogue has a person answer before the customer leaves. */
  readonly awaitsAnswer: boolean;
  /** From the first text to the first answer of a person; absent where none came. */
  readonly answeredAfterMs?: number;
}

/** A message was sent for the first time, was echoed, or was seen by the other side. `side` is who sent it. */
export type MessageEvent =
  | { readonly kind: 'message'; readonly state: 'sent'; readonly side: Side }
  | { readonly kind: 'message'; readonly state: 'acked'; readonly roundTripMs: number }
  | { readonly kind: 'message'; readonly state: 'delivered'; readonly side: Side; readonly afterMs: number };

/**
 * A customer's first message is stored (`begun`). Or one came to an agent that is not of this run. Or an agent accepted
 * the alert, missed it, or set the wrap-up code.
 */
export type ConversationEvent =
  | { readonly kind: 'conversation'; readonly state: 'begun' | 'not-answered' | Stranger }
  /** `afterMs`: alerting to connected. */
  | { readonly kind: 'conversation'; readonly state: 'accepted'; readonly afterMs: number }
  /** `afterMs`: from the end of the conversation. */
  | { readonly kind: 'conversation'; readonly state: 'wrapped-up'; readonly afterMs: number };

/**
 * An agent's channel is open and the agent is On Queue; it no longer is; or the API refuses all tokens of the agent.
 */
export interface AgentStateEvent {
  readonly kind: 'agent';
  readonly state: 'connected' | 'disconnected' | 'refused';
}

/** An agent's shift is over. */
export interface ShiftOverEvent {
  readonly kind: 'shift';
  readonly outcome: ShiftOutcome;
}

/** An agent handed a conversation on, or was refused; or an agent accepted one that another had handed on. */
export interface TransferEvent {
  readonly kind: 'transfer';
  readonly state: TransferState;
}

/** A conversation is over in which the customer spoke, and the agent who accepted it never knew its transcript. */
export interface UnrecognisedEvent {
  readonly kind: 'unrecognised';
}

/** A visit or a conversation is over, and the states of its messages are counted. */
export interface AccountEvent {
  readonly kind: 'account';
  readonly side: Side;
  /** The id of the transcript, and the customer or the conversation. No text is part of it. */
  readonly transcript: string;
  readonly where: string;
  readonly counts: LedgerCounts;
  readonly discrepancies: readonly Discrepancy[];
}

/** A visit or a conversation is over, and what was received of the other side's turns is counted. `side` is who sent. */
export interface ReceiptsEvent {
  readonly kind: 'receipts';
  readonly side: Side;
  readonly counts: ReceiptCounts;
}

/** What became of a file of a visit or of an agent: it went with its text; the org refused it; or it was not there in time. */
export interface AttachmentEvent {
  readonly kind: 'attachment';
  readonly state: AttachmentState;
}

/**
 * A bot answered, `afterMs` after the customer's latest text. Or a conversation met a bot; a person took over from it;
 * or it asked on beyond what the plan lets it (`stuck`). Each is told once.
 */
export type BotEvent =
  | { readonly kind: 'bot'; readonly state: 'answered'; readonly afterMs: number }
  | { readonly kind: 'bot'; readonly state: BotState };

/** A customer says something that is no turn of the dialogue. It is told as a message, too. */
export interface AsideEvent {
  readonly kind: 'aside';
  readonly of: AsideKind;
}

/** A guest signed in, or did not, or had its JWT refreshed. */
export interface SignInEvent {
  readonly kind: 'sign-in';
  readonly state: SignInState;
}

/** A visit is over, and its latest timer was late by `ms`. */
export interface LateEvent {
  readonly kind: 'late';
  readonly ms: number;
  /** The way of coming back, in a storm. */
  readonly reconnect?: Reconnect;
}

export type CustomerEvent =
  | AttemptEvent
  | WaitEvent
  | GapEvent
  | VisitOverEvent
  | SessionEvent
  | MessageEvent
  | ConversationEvent
  | AttachmentEvent
  | BotEvent
  | AsideEvent
  | SignInEvent
  | ReceiptsEvent
  | AccountEvent
  | LateEvent
  | ApiCall
  | UnexpectedAnswer;

export type AgentEvent =
  | MessageEvent
  | ConversationEvent
  | AgentStateEvent
  | ShiftOverEvent
  | TransferEvent
  | AttachmentEvent
  | UnrecognisedEvent
  | ReceiptsEvent
  | AccountEvent
  | ApiCall
  | UnexpectedAnswer;

export type StormEvent =
  | { readonly kind: 'storm-session'; readonly reconnect: Reconnect; readonly state: StormState }
  /** An upgrade attempt after the drop. It began `afterMs` after it; `cause` is `none` when it opened. */
  | {
      readonly kind: 'storm-attempt';
      readonly reconnect: Reconnect;
      readonly cause: UpgradeCause | 'none';
      readonly afterMs: number;
      readonly ended?: NotOpened;
      /** The id of the deployment that was asked for. */
      readonly deployment?: string;
    }
  | { readonly kind: 'storm-recovery'; readonly reconnect: Reconnect; readonly afterMs: number }
  | SessionEvent
  | MessageEvent
  | AsideEvent
  | ConversationEvent
  | AccountEvent
  | LateEvent
  | ApiCall
  | UnexpectedAnswer;

/**
 * What became of a session of a probe. `place` is the index of the probe in its phase, from 0. Agents' sockets belong
 * to none.
 */
export type ProbeEvent =
  | {
      readonly kind: 'probe';
      readonly outcome: Outcome;
      readonly place: number;
      readonly cause?: UpgradeCause;
      /** The index, from 1, of the session that was refused. */
      readonly refusedAt?: number;
      /** The place of the knock among those of its probe. */
      readonly knock?: number;
      /** How an upgrade ended that did not open, and the id of the deployment that was asked for. */
      readonly ended?: NotOpened;
      readonly deployment?: string;
    }
  /** A knock of a session; `deployment` is its place in the plan, for the first of them. */
  | {
      readonly kind: 'probe-knock';
      readonly place: number;
      readonly try: KnockTry;
      readonly answer: KnockAnswer;
      readonly deployment?: number;
    }
  | { readonly kind: 'agent-held' };

export type WatchEvent =
  /** The monitor has read the tenant. */
  | { readonly kind: 'levels'; readonly levels: Readonly<Record<Level, number>> }
  | { readonly kind: 'states'; readonly states: Readonly<Record<TenantState, boolean>> }
  /** Whether conversations wait in a reading, and who holds them up; undefined where none waits. */
  | { readonly kind: 'waiting'; readonly tenths: Tenths | undefined }
  /**
   * The monitor tried to read the tenant. So many readings were left out, since it took too long; the latest that
   * succeeded before was `blindMs` ago.
   */
  | { readonly kind: 'reading'; readonly read: boolean; readonly leftOut: number; readonly blindMs: number }
  /** The sentinel's attempt, at the deployment of this id, has ended. */
  | { readonly kind: 'knock'; readonly ended: Ended; readonly deployment?: string }
  | ApiCall
  | UnexpectedAnswer;

/** The event for a ledger whose visit or conversation is over. */
export function accountOf(ledger: Ledger, side: Side, transcript: string, where: string): AccountEvent {
  const counts = ledger.counts();
  const discrepancies = counts.acked === counts.sent ? [] : ledger.discrepancies();
  return { kind: 'account', side, transcript, where, counts, discrepancies };
}
