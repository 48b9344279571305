import * as z from 'zod';
import { ACW_MODES } from './acw-modes.ts';

/**
 * How a simulated tenant behaves. Everything here is a setting of the simulation: the connection ceiling above all is
 * no documented behaviour of Genesys Cloud. Published limits carry Genesys's own keys.
 */

const count = (min: number, max = 1_000_000) => z.int().min(min).max(max);
const ms = (fallback: number) => z.number().min(0).default(fallback);

const ceiling = z.strictObject({
  /** Most sockets open at once; the limit drawn lies within `jitter` of it. */
  max: count(0),
  jitter: count(0).default(0),
  /** Drawn once, or again every so many seconds. */
  redrawSeconds: z.number().positive().optional(),
  /** Each deployment or source address may have a ceiling of its own, of the same height. */
  per: z.enum(['tenant', 'deployment', 'source-address']).default('tenant'),
  /** Guest sockets only, or notification sockets too. */
  scope: z.enum(['guests', 'all']).default('guests'),
  status: count(400, 599).default(503),
  body: z.string().default('Max concurrent connections exceeded for tenant'),
  retryAfterSeconds: count(0).optional(),
});

/** A limit on the pace of guests' upgrades, beyond the published one. */
const connectionRate = z.strictObject({
  kind: z.enum(['token-bucket', 'fixed-window']).default('token-bucket'),
  perMinute: z.number().positive(),
  /** A token bucket's size; `perMinute` without it. */
  burst: count(1).optional(),
  per: z.enum(['tenant', 'deployment', 'source-address']).default('tenant'),
  status: count(400, 599).default(503),
  body: z.string().default('Too many connection attempts'),
  retryAfterSeconds: count(0).optional(),
});

const share = z.number().min(0).max(1);

const bursts = z.strictObject({ share: share.default(0.5), everySeconds: z.number().positive().default(20) });

/** What goes wrong on purpose; see tenant/faults. */
const faults = z.strictObject({
  /** Each upgrade waits so long for its answer. */
  acceptDelayMs: ms(0),
  stalledShare: share.default(0),
  resetShare: share.default(0),
  halfOpenShare: share.default(0),
  storm: z
    .strictObject({
      share: share.default(1),
      status: z.union([z.literal(502), z.literal(503), z.literal(504)]).default(503),
      fromSeconds: z.number().min(0).default(0),
      forSeconds: z.number().positive().optional(),
    })
    .optional(),
  droppedShare: share.default(0),
  doubledShare: share.default(0),
  delayedShare: share.default(0),
  delayMs: ms(2_000),
  alteredShare: share.default(0),
  /** Frames and Platform API answers are late by up to so much, each by another time; frames keep their order. */
  frameJitterMs: ms(0),
  apiJitterMs: ms(0),
  /** Calls with a user's token are answered 429 for `share` of the time, in one burst every so many seconds. */
  tooMany: bursts.optional(),
  /** And so are guests' texts. */
  tooManyMessages: bursts.optional(),
  /** Every connection is lost so long after the start. */
  restartAtSeconds: z.number().positive().optional(),
});

const limits = z.strictObject({
  enabled: z.boolean().default(true),
  'connections.rate.per.minute': count(1).default(1_000),
  'session.connections.max': count(1).default(3),
  'messages.per.session.rate.per.second': count(1).default(5),
  'requests.per.connection.rate.per.minute': count(1).default(60),
  'configure.per.session.rate.per.minute': count(1).default(60),
  'health.check.per.connection.rate.per.minute': count(1).default(2),
  'get.history.rate.per.minute': count(1).default(10),
  'metadata.custom.attributes.bytes.max': count(1).default(2_048),
  /** Genesys publishes a guest's typing as once every 5 seconds, without a key. */
  'typing.per.session.interval.seconds': count(1).default(5),
  'token.rate.per.minute': count(1).default(300),
  'client.credentials.token.rate.per.minute': count(1).default(300),
  'org.app.user.rate.per.minute': count(1).default(3_000),
  'request.bytes.max': count(1).default(512_000),
  'outbound.webmessaging.and.open.messaging.characters.max': count(1).default(4_000),
  /** An agent's typing, for which Genesys publishes no key: 12 a minute in a conversation. */
  'agent.typing.per.conversation.rate.per.minute': count(1).default(12),
});

const STATUSES = ['on', 'stopping', 'off', 'complete', 'invalid', 'forced_off', 'forced_stopping'] as const;
const FLAGS = [
  'Contact_UnCallable',
  'Number_UnCallable',
  'Right_Party_Contact',
  'Business_Success',
  'Business_Failure',
  'Business_Neutral',
] as const;
const campaign = {
  name: z.string().min(1),
  campaignStatus: z.enum(STATUSES).default('off'),
  errors: z.array(z.strictObject({ error: z.string(), details: z.string() })).default([]),
};

/** Outbound campaigns and what belongs to them (genesys.md section 5); there are none by default. */
const outbound = z.strictObject({
  messagingCampaigns: z
    .array(
      z.strictObject({
        ...campaign,
        messagesPerMinute: count(0).default(10),
        media: z.enum(['sms', 'email', 'whatsapp']).default('sms'),
      }),
    )
    .default([]),
  /** Voice; `queue` is its number from 1. */
  campaigns: z
    .array(z.strictObject({ ...campaign, priority: count(1, 5).default(5), queue: count(1).default(1) }))
    .default([]),
  campaignRules: z
    .array(z.strictObject({ name: z.string().min(1), enabled: z.boolean().default(true), actionType: z.string() }))
    .default([]),
  wrapUpCodeMappings: z
    .strictObject({
      defaultSet: z.array(z.enum(FLAGS)).default([]),
      mapping: z.record(z.string(), z.array(z.enum(FLAGS))).default({}),
    })
    .prefault({}),
});

export const profileSchema = z.strictObject({
  deployments: count(1, 1_000).default(12),
  allowedOrigin: z.string().default('https://example.com'),
  agents: z
    .strictObject({
      count: count(0).default(2_000),
      /** Message interactions at once; Genesys's default is 1. */
      capacity: count(0, 25).default(1),
      alertingTimeoutMs: ms(30_000),
      /** After-contact work has to be finished by a wrap-up code before the agent's place is free. */
      wrapUpRequired: z.boolean().default(true),
      /** Genesys's mode of after-contact work, in place of `wrapUpRequired`. */
      acwMode: z.enum(ACW_MODES).optional(),
      /** How long the timed modes last. */
      acwTimeoutMs: ms(30_000),
      /** After a wrap-up was accepted the agent's place stays taken for so long. */
      wrapUpHoldMs: ms(0),
      /** Share of alerts of which the agent hears nothing: they time out. */
      missedShare: share.default(0),
    })
    .prefault({}),
  queues: z
    .strictObject({
      count: count(1, 100).default(1),
      /** The flow's choice: the first, one for each deployment in turn, or the one that a custom attribute names. */
      by: z.enum(['first', 'deployment', 'attribute']).default('first'),
      /** The custom attribute that names a queue, or gives its number from 1. */
      attribute: z.string().default('queue'),
      /** Every agent is in every queue, or in one of them in turn. */
      members: z.enum(['all', 'spread']).default('all'),
    })
    .prefault({}),
  /** A conversation waits at least so long in its queue. */
  routingDelayMs: ms(0),
  /** A greeting before the queue, as a bot's message; none by default. */
  greeting: z.string().optional(),
  /** Buttons under the greeting. */
  quickReplies: z.array(z.string().min(1)).default([]),
  /** Whether the flow transfers to the queue at all. */
  flowRoutes: z.boolean().default(true),
  conversationClear: z.boolean().default(true),
  conversationDisconnect: z.boolean().default(true),
  /** After an agent's disconnect the guest may send on, or only read. */
  conversationDisconnectType: z.enum(['Send', 'ReadOnly']).default('Send'),
  /** Whether a Presence `Join` begins a conversation. */
  autoStart: z.boolean().default(false),
  userTyping: z.boolean().default(true),
  /** A session lives so long after its last message; Genesys allows 15 minutes to 18 months, the simulation less. */
  sessionDurationSeconds: count(1, 50_000_000).default(259_200),
  /** A notification channel lives so long after its last subscription; Genesys's own is a day. */
  channelLifeSeconds: z.number().positive().max(86_400).default(86_400),
  /** Deployments that are there, by n, and serve nobody. */
  inactiveDeployments: z.array(count(1)).default([]),
  /** Sockets on which nothing arrived for so long are closed; what Genesys does is not published. */
  idleTimeoutSeconds: z.number().positive().optional(),
  /** Share of frames to guests that the next one overtakes: Genesys promises no order of delivery. */
  shuffledShare: share.default(0),
  outbound: outbound.prefault({}),
  ceiling: ceiling.optional(),
  connectionRate: connectionRate.optional(),
  faults: faults.prefault({}),
  limits: limits.prefault({}),
  /** Keep what was accepted, for `GET /headroom/record`. */
  record: z.boolean().default(true),
  /** The record, and the list of faults, hold at most so many entries, the latest; all without it. */
  recordMost: count(1).optional(),
  /** At most so many conversations that are over are known, the latest; all without it. */
  conversationsMost: count(0).optional(),
});

export type Profile = z.output<typeof profileSchema>;
export type CeilingSettings = z.output<typeof ceiling>;
export type ConnectionRateSettings = z.output<typeof connectionRate>;
