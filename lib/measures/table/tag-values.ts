/** Who sent a message: the `side` tag. */
export const SIDES = ['customer', 'agent'] as const;

/** The values of a tag whose values are numbers. Which numbers occur depends on the run. */
export const NUMBERS: readonly `${number}`[] = [];

/** Why a session is closed: the `reason` tag of `guest_sessions_closed`. `dropped`: the visit was not over. */
export const CLOSE_REASONS = [
  'complete',
  'left-early',
  'deadline',
  'dropped',
  'evicted',
  'expired',
  'agent-disconnected',
  'not-configured',
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** What becomes of a conversation: the `state` tag of `conversations`. */
export const CONVERSATION_STATES = ['begun', 'accepted', 'wrapped-up', 'not-answered'] as const;

/** What becomes of the file of a visit: the `state` tag of `attachments`. */
export const ATTACHMENT_STATES = ['sent', 'refused', 'failed'] as const;
export type AttachmentState = (typeof ATTACHMENT_STATES)[number];

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
