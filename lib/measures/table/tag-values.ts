/** Who sent a message: the `side` tag. */
export const SIDES = ['customer', 'agent'] as const;

/** The values of a tag whose values are numbers. Which numbers occur depends on the run. */
export const NUMBERS: readonly `${number}`[] = [];

/**
 * Which attempt of its visit an upgrade was: the `try` tag of `ws_upgrade_refused`. An echo knocks again right after the
 * first was refused (`retry.echo`): chance lets most echoes in, and what refuses by a state refuses them too.
 */
export const TRIES = ['first', 'echo', 'again'] as const;
export type Try = (typeof TRIES)[number];

const upTo = (count: number): readonly `${number}`[] => Array.from({ length: count }, (_, n): `${number}` => `${n}`);

/** The 24ths of a hold: the `slice` tag. */
export const HOLD_SLICES = upTo(24);
/** The sixths of a minute in UTC: the `sixth` tag. A fixed window of a minute admits in the first alone. */
export const SIXTHS = upTo(6);
/** Tenths of the planned sessions that a teardown still wants, rounded up: the `wanted` tag. */
export const TENTHS = upTo(11);
/** Bins of times grow by half: bin n begins at 1.5^n s. */
export const BIN_GROWTH = 1.5;
/** Times that sessions were open, or quiet: the tags `age` and `quiet`. The last bin begins at 3,325 s. */
export const DURATION_BINS = upTo(21);
/** The places of a plan's deployments, from 1; those beyond the 16th are `other`. The `deployment` tag. */
export const DEPLOYMENT_PLACES = [...upTo(17).slice(1), 'other'] as const;

/** Why a session is closed: the `reason` tag of `guest_sessions_closed`. `dropped`: the visit was not over. */
export const CLOSE_REASONS = [
  'complete',
  'left-early',
  'deadline',
  'dropped',
  'evicted',
  'expired',
  'logged-out',
  'agent-disconnected',
  'not-configured',
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/**
 * What became of a visit: the `outcome` tag of `visits`. By precedence: evicted, expired or logged-out; cut (its connection closed
 * while it was not over, whether or not it came again); not-configured; refused (it never came in); not-said (it left
 * without a word); complete; left-early, as the plan has it; unserved (no person answered); agent-disconnected (the
 * agent ended it first); deadline (the dialogue was not over at its longest).
 */
export const VISIT_OUTCOMES = [
  'complete',
  'left-early',
  'unserved',
  'agent-disconnected',
  'deadline',
  'not-said',
  'cut',
  'evicted',
  'expired',
  'logged-out',
  'not-configured',
  'refused',
] as const;
export type VisitOutcome = (typeof VISIT_OUTCOMES)[number];

/** The outcomes of guests who do not sign in: only one who has can be logged out. */
export const ANONYMOUS_OUTCOMES = VISIT_OUTCOMES.filter((outcome) => outcome !== 'logged-out');

/** What a visit is to reach: the `goal` tag of `visits`. */
export const VISIT_GOALS = ['stayed', 'spoke', 'answered', 'answered-in-time', 'as-planned'] as const;
export type VisitGoal = (typeof VISIT_GOALS)[number];

/** What is so in a second of a planned session: the `state` tag of `session_seconds`. */
export const SECOND_STATES = ['unanswered', 'served', 'gap'] as const;
export type SecondState = (typeof SECOND_STATES)[number];

/** What became of an agent's shift: the `outcome` tag of `shifts`. */
export const SHIFT_OUTCOMES = ['as-planned', 'cut', 'not-on-queue', 'refused', 'not-logged-in', 'shared-user'] as const;
export type ShiftOutcome = (typeof SHIFT_OUTCOMES)[number];

/** What becomes of a conversation: the `state` tag of `conversations`. */
export const CONVERSATION_STATES = ['begun', 'accepted', 'wrapped-up', 'not-answered'] as const;

/**
 * A conversation at an agent that is not of its run: one that began meanwhile (`foreign`), or before (`left-over`). The
 * `state` tag of `conversations`, too.
 */
export const STRANGERS = ['foreign', 'left-over'] as const;
export type Stranger = (typeof STRANGERS)[number];

/** What becomes of a transfer: the `state` tag of `transfers`. */
export const TRANSFER_STATES = ['made', 'refused', 'taken-over'] as const;
export type TransferState = (typeof TRANSFER_STATES)[number];

/** What becomes of a file that is to be sent: the `state` tag of `attachments` and `agent_attachments`. */
export const ATTACHMENT_STATES = ['sent', 'refused', 'failed'] as const;
export type AttachmentState = (typeof ATTACHMENT_STATES)[number];

/** What becomes of the sign-ins of guests: the `state` tag of `guest_sign_ins`. */
export const SIGN_IN_STATES = [
  'signed-in',
  'refreshed',
  'refused',
  'refresh-refused',
  'unauthorized',
  'unanswered',
  'no-credential',
] as const;
export type SignInState = (typeof SIGN_IN_STATES)[number];

/** What a customer says beside the turns of its dialogue: the `of` tag of `asides`. */
export const ASIDE_KINDS = ['opening', 'bot-answer'] as const;
export type AsideKind = (typeof ASIDE_KINDS)[number];

/** What becomes of a conversation that meets a bot: the `state` tag of `bot_conversations`. */
export const BOT_STATES = ['met', 'handed-over', 'stuck'] as const;
export type BotState = (typeof BOT_STATES)[number];

/** What the monitor reads of the tenant: conversations by state, agents by routing status. Tag of `tenant_level`. */
export const LEVELS = ['waiting', 'alerting', 'interacting', 'on-queue', 'idle', 'not-responding'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * What holds while conversations wait: every agent is at capacity (`full`); agents have room and alerts stand
 * unanswered (`free`); agents have no conversation and no room, so after-contact work holds them (`after-contact`).
 * `plateau`: active conversations stand still below the plan. Tag of `tenant_state`.
 */
export const TENANT_STATES = ['full', 'free', 'after-contact', 'plateau'] as const;
export type TenantState = (typeof TENANT_STATES)[number];

/**
 * Who waits and who holds them up, while conversations wait. Tenths of the planned sessions: `queued`. Tenths of the places of the agents on queue: `talking`, `alerting`. Tenths of
 * those agents: `idle`, `not-responding`. Tenths of the plan's agents: `absent`, not on queue. Tag of `tenant_state`.
 */
export const HOLDERS = ['queued', 'talking', 'alerting', 'idle', 'not-responding', 'absent'] as const;
export type Holder = (typeof HOLDERS)[number];
/** How many of ten parts each holds; one that is not known is left out. */
export type Tenths = Readonly<Partial<Record<Holder, number>>>;

/** How a session comes back after a drop, as `storm.reconnect` in the plan names it. */
export const RECONNECTS = ['sdk', 'backoff'] as const;

/** What becomes of a session of a reconnect storm: the `state` tag of `storm_sessions`. */
export const STORM_STATES = ['opened', 'dropped', 'back', 'given-up', 'out'] as const;
export type StormState = (typeof STORM_STATES)[number];

/** Attempts are counted second by second for this long after the drop. Later attempts are rare. */
export const STORM_SECONDS = 60;

/** The values of the tag `second`. */
export const SECONDS: readonly `${number}`[] = Array.from(
  { length: STORM_SECONDS },
  (_, second): `${number}` => `${second}`,
);
