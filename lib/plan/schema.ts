import * as z from 'zod';
import { agentOpens, bot, saysToBot } from './asides-schema.ts';
import { authenticationSchema } from './authentication-schema.ts';
import { DURATION_PATTERN, parseDuration } from './duration.ts';
import { generators } from './generators-schema.ts';
import { goalContradiction } from './goal-contradiction.ts';
import { strict } from './strict-object.ts';
import { targetSchema } from './target-schema.ts';
import { tokens } from './tokens-schema.ts';

/**
 * The plan: the whole configuration of a run. It is one JSON file, which is validated here; its JSON Schema is
 * generated from this. Durations are written with their unit ("2s", "1h30m") and read as milliseconds, so `hold`
 * becomes `holdMs`.
 */

type Durations = Readonly<Record<string, string | undefined>>;
type InMilliseconds<D extends Durations> = { readonly [K in keyof D & string as `${K}Ms`]: number };

const aDuration = 'a duration with its unit, such as "500ms", "2s", "10m" or "1h30m"';
const duration = z.string({ error: aDuration }).regex(new RegExp(DURATION_PATTERN), { error: aDuration });

/** An object whose `durations` (name to default; undefined = required) come out as `<name>Ms`. */
function timed<const D extends Durations, S extends z.ZodRawShape>(durations: D, shape: S) {
  const names = Object.keys(durations);
  const fields: Record<string, z.ZodType<string, string | undefined>> = {};
  for (const name of names) {
    const fallback = durations[name];
    fields[name] = fallback === undefined ? (duration as z.ZodType<string, string>) : duration.default(fallback);
  }
  return strict({ ...fields, ...shape }).transform((value) => {
    const out: Record<string, unknown> = { ...value };
    for (const name of names) {
      out[`${name}Ms`] = parseDuration(String(out[name]));
      delete out[name];
    }
    return out as keyof S extends never ? InMilliseconds<D> : z.output<z.ZodObject<S>> & InMilliseconds<D>;
  });
}

/** The arguments for `refine` that give the duration `name` a minimum. A wait of no time would be a busy loop. */
function minDuration<const N extends string>(
  name: N,
  text: string,
): [(value: { readonly [K in `${N}Ms`]: number }) => boolean, { path: string[]; error: string }] {
  const minMs = parseDuration(text) ?? 0;
  return [(value) => value[`${name}Ms`] >= minMs, { path: [name], error: `a duration of at least ${text}` }];
}

/** A time drawn uniformly between two durations. */
const between = (min: string, max: string) =>
  timed({ min, max }, {})
    .refine((range) => range.minMs <= range.maxMs, { error: 'min not above max' })
    .prefault({});

const wholeNumber = (min: number, max: number) =>
  z
    .int({ error: `a whole number from ${min} to ${max}` })
    .min(min)
    .max(max);

const deployment = strict({
  id: z.guid({ error: 'a deployment id (UUID)' }),
  origin: z.string().regex(/^https?:\/\/[^/]+$/, { error: 'an origin such as "https://example.com"' }),
  weight: z.number().positive().default(1),
});

const share = () => z.number({ error: 'a share from 0 to 1' }).min(0).max(1).default(0);

/** A custom attribute by whose value the org's flow chooses one of several queues. */
const subQueues = strict({
  attribute: z.string().regex(/^(?!(?:transcript|customer)$)\w{1,60}$/, {
    error: 'the name of a custom attribute, other than transcript and customer',
  }),
  values: z.array(z.string().min(1)).min(1, { error: 'at least one value' }),
});

const customers = timed(
  { hold: undefined, teardown: '1m', longestVisit: undefined, gap: '2s' },
  {
    sessions: wholeNumber(1, 1_000_000),
    perMinute: z.number({ error: 'sessions a minute, above 0' }).positive(),
    staggering: z.enum(['uniform', 'natural']).default('uniform'),
    model: z.enum(['closed', 'open']).default('closed'),
    visitsPerMinute: z.number({ error: 'visits a minute, above 0' }).positive().optional(),
    think: between('8s', '14s'),
    pauses: share(),
    pause: between('20s', '1m'),
    leaveEarly: share(),
    attachments: share(),
    typing: z.boolean().default(false),
    subQueues: subQueues.optional(),
    bot: bot.optional(),
    agentOpens: agentOpens.optional(),
    identity: z.enum(['unique', 'shared']).default('unique'),
    authentication: authenticationSchema.optional(),
    transport: z.enum(['auto', 'exact', 'dense']).default('auto'),
    sessionsPerVu: wholeNumber(1, 200).default(100),
  },
)
  .refine(...minDuration('longestVisit', '5s'))
  .refine(({ model, visitsPerMinute }) => (model === 'open') === (visitsPerMinute !== undefined), {
    error: 'visitsPerMinute with model open, and only there',
  })
  .refine(({ identity, authentication }) => identity === 'unique' || authentication === undefined, {
    path: ['identity'],
    error: 'unique with authentication',
  })
  .refine(({ bot, agentOpens }) => !saysToBot(bot, agentOpens?.say), {
    path: ['agentOpens', 'say'],
    error: 'another text than the answers to a bot',
  })
  .refine(({ model, transport }) => model === 'closed' || transport !== 'dense', {
    error: 'transport exact or auto with model open',
  })
  .refine(({ model, transport, attachments }) => attachments === 0 || (model === 'closed' && transport !== 'exact'), {
    path: ['attachments'],
    error: 'attachments with model closed, and transport dense or auto',
  });

const retry = timed(
  { first: '2s', cap: '1m', echo: '150ms' },
  {
    factor: z.number().min(1).default(2),
    jitter: z.number().min(0).max(1).default(0.2),
    attempts: wholeNumber(1, 1_000).default(6),
    honourRetryAfter: z.boolean().default(true),
  },
)
  .refine(...minDuration('first', '100ms'))
  .refine(...minDuration('cap', '100ms'));

/** The conversations that their first agent hands on after part of the dialogue. */
const transfers = strict({ share: share(), to: z.enum(['queue', 'agent']).default('queue') });

const agents = timed(
  {},
  {
    count: wholeNumber(1, 100_000),
    perMinute: z.number({ error: 'log-ins a minute, above 0' }).positive(),
    capacity: wholeNumber(1, 25),
    agentsPerVu: wholeNumber(1, 50).default(1),
    accept: between('1s', '3s'),
    staggering: z.enum(['uniform', 'natural']).default('uniform'),
    missed: share(),
    recover: between('2s', '5s'),
    reply: between('8s', '14s'),
    wrapUp: between('5s', '15s'),
    typing: z.boolean().default(false),
    transfers: transfers.optional(),
    queues: z
      .array(z.guid({ error: 'a queue id (UUID)' }))
      .refine((list) => new Set(list).size === list.length, { error: 'each queue once' })
      .default([]),
    tokens,
  },
);

const transcripts = strict({ path: z.string(), once: z.boolean().default(false) });

/** The search for the ceiling; what has no default here follows from the rest of the plan (lib/plan/probes/settings.ts). */
const ceiling = timed(
  { window: '30s', rest: '2s', budget: '2h' },
  {
    first: wholeNumber(1, 1_000_000).optional(),
    most: wholeNumber(2, 1_000_000).optional(),
    step: wholeNumber(1, 100_000).default(1),
    perMinute: z.number({ error: 'sessions a minute, above 0' }).positive().optional(),
    weight: z.enum(['socket', 'session', 'conversation']).default('session'),
    confidence: z.number().min(0.5).max(0.99).default(0.9),
    reliability: z.number().min(0.5).max(0.99).default(0.9),
    margin: z.number().min(0).max(0.9).default(0.1),
  },
);

/** `reconnect-storm`: all sessions are dropped at once, in one storm for each way of coming back. */
const storm = timed(
  { watch: '5m', rest: '1m' },
  {
    reconnect: z
      .array(z.enum(['sdk', 'backoff']))
      .min(1, { error: 'at least one of "sdk" and "backoff"' })
      .refine((list) => new Set(list).size === list.length, { error: '"sdk" and "backoff", each once' })
      .default(['sdk', 'backoff']),
  },
);

/** How many calls a minute a token may make (docs/facts/genesys.md section 2.2). */
const CALLS_A_TOKEN = 300;

/** The minimum gap of a plan with one attempt a visit: nothing else would slow down a slot whose visits are refused. */
const MIN_GAP = '100ms';

/** Calls of the Platform API beside the sockets. */
const platformLoad = strict({ perMinute: z.number({ error: 'calls a minute, above 0' }).positive() });

const monitor = timed({ interval: '10s' }, {}).refine(...minDuration('interval', '1s'));

const limits = timed({ slowAck: '2s', slowDelivery: '5s', slowAnswer: '1m' }, {});

const goalShare = (error = 'a share above 0 and up to 1') => z.number({ error }).gt(0, { error }).max(1, { error });
const NO_TIME = '1ms';
const A_CUT = 'a share from 0 to below 1';

/** What the operator wants of the service: the least share that reaches each goal, and of `cut` the greatest. */
const goals = strict({
  served: goalShare().optional(),
  wait: timed({ within: undefined }, { p: goalShare() })
    .refine(...minDuration('within', NO_TIME))
    .optional(),
  ack: timed({ within: undefined }, { p: goalShare() })
    .refine(...minDuration('within', NO_TIME))
    .optional(),
  cut: z.number({ error: A_CUT }).min(0, { error: A_CUT }).lt(1, { error: A_CUT }).optional(),
  complete: goalShare().optional(),
});

/**
 * Genesys approves nights of six hours, each by itself (docs/facts/genesys.md section 6.5). A fortnight leaves room for
 * one reference that covers the nights of a campaign of tests; what is longer is no window.
 */
const LONGEST_WINDOW_DAYS = 14;
const DAY_MS = 86_400_000;

const windowMs = ({ from, to }: { readonly from: string; readonly to: string }): number =>
  Date.parse(to) - Date.parse(from);

const approval = strict({
  reference: z.string().min(1, { error: 'the reference of Genesys’s approval for this test' }),
  from: z.iso.datetime({ offset: true, error: 'a date and time with its offset, such as "2026-12-01T23:00:00-05:00"' }),
  to: z.iso.datetime({ offset: true, error: 'a date and time with its offset, such as "2026-12-02T05:00:00-05:00"' }),
})
  .refine((window) => windowMs(window) > 0, { path: ['to'], error: 'a time after approval.from' })
  .refine((window) => windowMs(window) <= LONGEST_WINDOW_DAYS * DAY_MS, {
    path: ['to'],
    error: `at most ${LONGEST_WINDOW_DAYS} days after approval.from: Genesys approves nights, each by itself (docs/approval.md)`,
  });

export const planSchema = strict({
  $schema: z.string().optional(),
  name: z.string().regex(/^[\w.-]{1,60}$/, { error: 'letters, digits, ".", "_" and "-", at most 60' }),
  target: targetSchema,
  approval: approval.optional(),
  deployments: z.array(deployment).min(1, { error: 'at least one deployment' }),
  customers,
  retry: retry.prefault({}),
  agents: agents.optional(),
  generators: generators.prefault({}),
  transcripts: transcripts.optional(),
  monitor: monitor.prefault({}),
  limits: limits.prefault({}),
  ceiling: ceiling.prefault({}),
  storm: storm.prefault({}),
  platformLoad: platformLoad.optional(),
  gate: z.enum(['explore', 'ci', 'strict']).default('ci'),
  goals: goals.optional(),
  seed: wholeNumber(0, 4_294_967_295).default(1),
}).superRefine(({ platformLoad, agents, customers, retry, gate, goals }, context) => {
  const contradiction = goals && goalContradiction(goals, { gate, longestVisitMs: customers.longestVisitMs });
  if (contradiction) context.addIssue({ code: 'custom', ...contradiction });
  const isTight = customers.gapMs < (parseDuration(MIN_GAP) ?? 0) && retry.attempts === 1;
  if (isTight && customers.model === 'closed') {
    const message = `a duration of at least ${MIN_GAP} with retry.attempts 1`;
    context.addIssue({ code: 'custom', path: ['customers', 'gap'], message });
  }
  const max = (agents?.count ?? 0) * CALLS_A_TOKEN;
  if (platformLoad === undefined || platformLoad.perMinute <= max) return;
  const message = `at most ${max} calls a minute: ${CALLS_A_TOKEN} with the token of each of ${agents?.count ?? 0} agents`;
  context.addIssue({ code: 'custom', path: ['platformLoad', 'perMinute'], message });
});

/** A plan as the code uses it: durations in milliseconds, defaults filled in. */
export type Plan = z.output<typeof planSchema>;
export type Gate = Plan['gate'];
export type Range = Plan['customers']['think'];
/** How a session comes back after a drop. */
export type Reconnect = Plan['storm']['reconnect'][number];
export type BotPlan = NonNullable<Plan['customers']['bot']>;
export type TransfersPlan = z.output<typeof transfers>;
export type AuthenticationPlan = NonNullable<Plan['customers']['authentication']>;
export type GoalsPlan = NonNullable<Plan['goals']>;
export type AgentsPlan = NonNullable<Plan['agents']>;
