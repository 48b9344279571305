import * as z from 'zod';
import { ACW_MODES } from './acw-modes.ts';
import { LENIENT, WITHHELD } from './lenient.ts';

/**
 * The profile: how a simulated tenant behaves. Everything here is a setting of the simulation. In particular, Genesys
 * documents no connection ceiling. Published limits have Genesys's own keys; docs/tenant.md lists all settings.
 */

const count = (min: number, max = 1_000_000) => z.int().min(min).max(max);
const ms = (fallback: number) => z.number().min(0).default(fallback);

const ceiling = z.strictObject({
  /** How many sockets may be open at once; the limit is drawn from `max` ± `jitter`. */
  max: count(0),
  jitter: count(0).default(0),
  /** The limit is drawn again every so many seconds; without it, once. */
  redrawSeconds: z.number().positive().optional(),
  /** One ceiling for the tenant, or one of this height for each deployment or source address. */
  per: z.enum(['tenant', 'deployment', 'source-address']).default('tenant'),
  /** Counts and refuses guest sockets only, or notification sockets too. */
  scope: z.enum(['guests', 'all']).default('guests'),
  /** Above the limit the guest's socket that has been open longest is cut, and nobody is refused. */
  evicts: z.boolean().default(false),
  /** A place comes free so long after its socket closed. */
  releaseSeconds: z.number().min(0).default(0),
  status: count(400, 599).default(503),
  body: z.string().default('Max concurrent connections exceeded for tenant'),
  retryAfterSeconds: count(0).optional(),
});

/** A rate limit on guests' upgrades beyond the published one. */
const connectionRate = z.strictObject({
  kind: z.enum(['token-bucket', 'fixed-window']).default('token-bucket'),
  perMinute: z.number().positive(),
  /** The size of the token bucket; `perMinute` without it. */
  burst: count(1).optional(),
  per: z.enum(['tenant', 'deployment', 'source-address']).default('tenant'),
  status: count(400, 599).default(503),
  body: z.string().default('Too many connection attempts'),
  retryAfterSeconds: count(0).optional(),
});

const share = z.number().min(0).max(1);

const bursts = z.strictObject({ share: share.default(0.5), everySeconds: z.number().positive().default(20) });

/** What goes wrong on purpose; see `FaultSettings`. */
const faults = z.strictObject({
  /** Each upgrade is answered so much later. */
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
  /** So many texts of guests are never read, and so many of agents are never sent to the guest; each with `share`. */
  lost: z
    .strictObject({ share: share.default(0.1), inbound: count(0).default(0), outbound: count(0).default(0) })
    .optional(),
  /** Jitter: frames and Platform API answers are late by up to so much. The frames of a socket keep their order. */
  frameJitterMs: ms(0),
  apiJitterMs: ms(0),
  /** Calls with a user's token are answered 429 in bursts: one every `everySeconds`, for `share` of that time. */
  tooMany: bursts.optional(),
  /** The same for guests' texts. */
  tooManyMessages: bursts.optional(),
  /** A guest's socket is cut at this age, as by a load balancer. */
  cutAfterSeconds: z.number().positive().optional(),
  /** Guests' sockets are cut by chance, after so long on average. */
  cutMeanSeconds: z.number().positive().optional(),
  /** Every connection is dropped, once, so long after the start. */
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
  /** A guest's typing: once in 5 seconds, which Genesys publishes without a key. */
  'typing.per.session.interval.seconds': count(1).default(5),
  'token.rate.per.minute': count(1).default(300),
  'client.credentials.token.rate.per.minute': count(1).default(300),
  'org.app.user.rate.per.minute': count(1).default(3_000),
  'request.bytes.max': count(1).default(512_000),
  'outbound.webmessaging.and.open.messaging.characters.max': count(1).default(4_000),
  /** An agent's typing: 12 a minute in a conversation, which Genesys publishes without a key. */
  'agent.typing.per.conversation.rate.per.minute': count(1).default(12),
});

/**
 * Limits over all tokens of the org (docs/facts/genesys.md section 10). Genesys publishes no keys, and numbers only of
 * the flows query: 300,000 entities a minute, which are 12,000 calls of 25 or 600 of 500. The others are off.
 */
const organizationLimits = z.strictObject({
  queuesPerMinute: count(1).optional(),
  queueMembersPerMinute: count(1).optional(),
  agentsPerMinute: count(1).optional(),
  conversationsPerMinute: count(1).optional(),
  flowEntitiesPerMinute: count(1).default(300_000),
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

/** Outbound campaigns, their rules and wrap-up code mappings (docs/facts/genesys.md section 5); none by default. */
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
  /** Voice campaigns; `queue` is the number of the queue, from 1. */
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

/** The files that guests may send. */
const fileUpload = z.strictObject({
  // MIME types. `*/*` stands for all, and `image/*` for all of a kind.
  fileTypes: z.array(z.string().regex(/^[\w.+*-]+\/[\w.+*-]+$/)).default(['*/*']),
  maxFileSizeKB: count(1, 10_240).default(10_240),
  blockedExtensions: z.array(z.string().regex(/^\.\w+$/)).default(['.ade']),
});

/** The bot with which the flow begins. */
const bot = z.strictObject({
  question: z.string().min(1).default('What is it about?'),
  /** Under each question; without any it is a plain text. */
  quickReplies: z.array(z.string().min(1)).default(['Orders', 'Something else']),
  /** How many of the guest's answers it takes before it hands over. */
  turns: count(0, 100).default(1),
  farewell: z.string().min(1).default('One moment, please.'),
  /** Whether it ever hands over; without, it asks on. */
  handsOver: z.boolean().default(true),
  /** How long after the guest's message it answers. */
  answer: z
    .strictObject({ minMs: ms(0), maxMs: ms(0) })
    .refine(({ minMs, maxMs }) => minMs <= maxMs, { error: 'minMs not above maxMs' })
    .prefault({}),
});

/** Guests that sign in (docs/facts/genesys.md section 11), of deployments whose configuration says nothing of it. */
const auth = z.strictObject({
  enabled: z.boolean().default(false),
  /** Whether a session that began anonymous may sign in. */
  allowSessionUpgrade: z.boolean().default(false),
  /** Whether guests that do not sign in are refused. What Genesys does is not known. */
  refusesAnonymous: z.boolean().default(false),
  jwtSeconds: z.number().positive().default(900),
  refreshTokenSeconds: z.number().positive().default(86_400),
  /** Whether an expired JWT is refused when a session is configured, or with each frame, too. */
  jwtChecked: z.enum(['configure', 'frames']).default('configure'),
});

export const profileSchema = z.strictObject({
  deployments: count(1, 1_000).default(12),
  allowedOrigin: z.string().default('https://example.com'),
  agents: z
    .strictObject({
      count: count(0).default(2_000),
      /** How many message conversations an agent may have at once; Genesys's default is 1. */
      capacity: count(0, 25).default(1),
      alertingTimeoutMs: ms(30_000),
      /** Whether after-call work takes up capacity until a wrap-up code ends it. */
      wrapUpRequired: z.boolean().default(true),
      /** Genesys's mode of after-call work, in place of `wrapUpRequired`. */
      acwMode: z.enum(ACW_MODES).optional(),
      /** How long after-call work lasts in the modes with a timeout. */
      acwTimeoutMs: ms(30_000),
      /** A conversation takes up capacity for so long after its wrap-up. */
      wrapUpHoldMs: ms(0),
      /** The share of alerts that no topic and no list shows their agent, so that they time out. */
      missedShare: share.default(0),
    })
    .prefault({}),
  queues: z
    .strictObject({
      count: count(1, 100).default(1),
      /**
       * To which queue the flow transfers: the first, one for each deployment in turn, or the one a custom attribute
       * names.
       */
      by: z.enum(['first', 'deployment', 'attribute']).default('first'),
      /** The custom attribute with the queue's name, or with its number from 1. */
      attribute: z.string().default('queue'),
      /** `all`: every agent is in every queue. `spread`: each agent is in one queue in turn. */
      members: z.enum(['all', 'spread']).default('all'),
    })
    .prefault({}),
  /** A conversation waits for at least so long before it is routed. */
  routingDelayMs: ms(0),
  /** What stands before the names of a customer's attributes in its participant: nothing, or Genesys's prefix of web chat. */
  attributePrefix: z.enum(['', 'context.']).default(''),
  /** What answers have beyond Genesys's models; nothing by default. */
  lenient: z.array(z.enum(LENIENT)).default([]),
  /** What answers lack of what Genesys's models have as optional; nothing by default. */
  withheld: z.array(z.enum(WITHHELD)).default([]),
  /** The flow's bot sends this before the transfer; nothing by default. */
  greeting: z.string().optional(),
  /** Quick replies under the greeting. */
  quickReplies: z.array(z.string().min(1)).default([]),
  /** The bot that leads the conversation before the transfer; none by default. */
  bot: bot.optional(),
  /** Whether the flow transfers to a queue at all. */
  flowRoutes: z.boolean().default(true),
  flowPublished: z.boolean().default(true),
  conversationClear: z.boolean().default(true),
  conversationDisconnect: z.boolean().default(true),
  /** Whether a guest may still send after an agent's disconnect. */
  conversationDisconnectType: z.enum(['Send', 'ReadOnly']).default('Send'),
  /** Whether a Presence `Join` begins a conversation. */
  autoStart: z.boolean().default(false),
  userTyping: z.boolean().default(true),
  /** The files that guests may send; none where `fileTypes` is empty. */
  fileUpload: fileUpload.prefault({}),
  /**
   * A session expires so long after its last message. Genesys allows 15 minutes to 18 months; the simulation, less too.
   */
  sessionDurationSeconds: count(1, 50_000_000).default(259_200),
  /** A notification channel expires so long after its last subscription; with Genesys, after a day. */
  channelLifeSeconds: z.number().positive().max(86_400).default(86_400),
  /** The numbers of deployments that are inactive. */
  inactiveDeployments: z.array(count(1)).default([]),
  /** A guest's socket on which nothing arrived for so long is closed. Genesys publishes nothing about that. */
  idleTimeoutSeconds: z.number().positive().optional(),
  /** The share of frames to guests that the next one overtakes: Genesys does not guarantee the order of delivery. */
  shuffledShare: share.default(0),
  outbound: outbound.prefault({}),
  auth: auth.prefault({}),
  ceiling: ceiling.optional(),
  connectionRate: connectionRate.optional(),
  faults: faults.prefault({}),
  limits: limits.prefault({}),
  organizationLimits: organizationLimits.prefault({}),
  /** Whether there is a record, for `GET /headroom/record`. */
  record: z.boolean().default(true),
  /** The record, and the list of faults, keep at most so many entries, the latest; without it, all. */
  recordMost: count(1).optional(),
  /** At most so many ended and wrapped-up conversations stay known, the latest; without it, all. */
  conversationsMost: count(0).optional(),
});

export type Profile = z.output<typeof profileSchema>;
export type BotSettings = z.output<typeof bot>;
export type CeilingSettings = z.output<typeof ceiling>;
export type ConnectionRateSettings = z.output<typeof connectionRate>;
