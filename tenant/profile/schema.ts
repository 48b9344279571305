import * as z from 'zod';

/**
 * How a simulated tenant behaves. Everything here is a setting of the simulation: the connection ceiling above all is
 * no documented behaviour of Genesys Cloud. Published limits carry Genesys's own keys.
 */

const count = (least: number, most = 1_000_000) => z.int().min(least).max(most);
const ms = (fallback: number) => z.number().min(0).default(fallback);

const ceiling = z.strictObject({
  /** Most sockets open at once; the limit drawn lies within `jitter` of it. */
  max: count(0),
  jitter: count(0).default(0),
  /** Drawn once, or again every so many seconds. */
  redrawSeconds: z.number().positive().optional(),
  /** Guest sockets only, or notification sockets too. */
  scope: z.enum(['guests', 'all']).default('guests'),
  status: count(400, 599).default(503),
  body: z.string().default('Max concurrent connections exceeded for tenant'),
  retryAfterSeconds: count(0).optional(),
});

const limits = z.strictObject({
  enabled: z.boolean().default(true),
  'connections.rate.per.minute': count(1).default(1_000),
  'session.connections.max': count(1).default(3),
  'messages.per.session.rate.per.second': count(1).default(5),
  'requests.per.connection.rate.per.minute': count(1).default(60),
  'token.rate.per.minute': count(1).default(300),
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
    })
    .prefault({}),
  /** A greeting before the queue, as a bot's message; none by default. */
  greeting: z.string().optional(),
  /** Whether the flow transfers to the queue at all. */
  flowRoutes: z.boolean().default(true),
  conversationClear: z.boolean().default(true),
  conversationDisconnect: z.boolean().default(true),
  ceiling: ceiling.optional(),
  limits: limits.prefault({}),
  /** Keep what was accepted, for `GET /headroom/record`. */
  record: z.boolean().default(true),
});

export type Profile = z.output<typeof profileSchema>;
export type Ceiling = z.output<typeof ceiling>;
