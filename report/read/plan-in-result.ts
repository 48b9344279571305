import * as z from 'zod';
import type { Plan } from '../../lib/plan/schema.ts';

const range = z.looseObject({ minMs: z.number(), maxMs: z.number() });

const target = z
  .looseObject({ domain: z.string().optional(), address: z.string().optional() })
  .refine(({ domain, address }) => domain !== undefined || address !== undefined, {
    error: 'an object with domain or address',
  });

const agents = z.looseObject({
  count: z.number(),
  perMinute: z.number(),
  capacity: z.number(),
  accept: range,
  reply: range,
  wrapUp: range,
  queues: z.array(z.string()),
});

const timedGoal = z.looseObject({ p: z.number(), withinMs: z.number() });

const goals = z.looseObject({
  served: z.number().optional(),
  wait: timedGoal.optional(),
  ack: timedGoal.optional(),
  cut: z.number().optional(),
  complete: z.number().optional(),
});

const customers = z.looseObject({
  sessions: z.number(),
  perMinute: z.number(),
  holdMs: z.number(),
  teardownMs: z.number(),
  longestVisitMs: z.number(),
  gapMs: z.number(),
  think: range,
  staggering: z.enum(['uniform', 'natural']),
  model: z.enum(['closed', 'open']),
  visitsPerMinute: z.number().optional(),
  identity: z.enum(['unique', 'shared']),
  transport: z.enum(['auto', 'exact', 'dense']),
});

/**
 * The plan that a result carries: as the run used it, with durations in ms and defaults filled in. It was validated when
 * the run began, so this looks at what its readers use, and only at the type of that.
 */
export const planInResult: z.ZodType<Plan> = z.looseObject({
  name: z.string(),
  target,
  deployments: z.array(z.looseObject({ origin: z.string() })),
  approval: z.looseObject({ reference: z.string() }).optional(),
  customers,
  agents: agents.optional(),
  retry: z.looseObject({ firstMs: z.number(), capMs: z.number(), factor: z.number(), attempts: z.number() }),
  generators: z.looseObject({ count: z.number(), memoryGb: z.number() }),
  storm: z.looseObject({ watchMs: z.number(), restMs: z.number(), reconnect: z.array(z.enum(['sdk', 'backoff'])) }),
  platformLoad: z.looseObject({ perMinute: z.number() }).optional(),
  gate: z.enum(['explore', 'ci', 'strict']),
  goals: goals.optional(),
  seed: z.number(),
}) as unknown as z.ZodType<Plan>;
