import * as z from 'zod';
import { planInResult } from './plan-in-result.ts';

/** A metric or submetric as k6 hands it to `handleSummary`. */
const metric = z.looseObject({
  type: z.enum(['counter', 'gauge', 'rate', 'trend']).optional(),
  contains: z.string().optional(),
  values: z.record(z.string(), z.number()),
  thresholds: z.record(z.string(), z.looseObject({ ok: z.boolean() })).exactOptional(),
});

/** Which conversations of the org are the run's, and when they were (ISO 8601). */
const mark = z.looseObject({ id: z.string().exactOptional(), from: z.string(), to: z.string() });

/** What became of one side's messages, by the run's own account. */
const messages = z.looseObject({
  sent: z.number(),
  acked: z.number(),
  lost: z.number(),
  altered: z.number(),
  duplicated: z.number(),
  reordered: z.number(),
  unresolved: z.number(),
});

/** Which share of a run it is, where it is one. */
const share = z.looseObject({
  name: z.string(),
  segment: z.string(),
  sequence: z.string().exactOptional(),
  shares: z.number(),
});

const everyRun = {
  run: mark.optional(),
  share: share.exactOptional(),
  /** What a merge made it of. */
  merged: z.array(z.looseObject({ name: z.string(), files: z.array(z.string()) })).exactOptional(),
  /** Of headroom. */
  version: z.string().exactOptional(),
  plan: planInResult.optional(),
  /** Null where its load lasted as long as the plan has it. */
  incomplete: z
    .looseObject({ lastedMs: z.number(), plannedMs: z.number(), without: z.array(z.string()).exactOptional() })
    .nullish(),
  /** False where the run had no thresholds. */
  gateEvaluated: z.boolean().optional(),
  /** Rules of the gate that were crossed, as `metric: rule`. */
  crossed: z.array(z.string()).optional(),
  metrics: z.record(z.string(), metric).optional(),
};

/** What `-e RESULT` writes of `customers`, `agents` and `contact-centre`. Of the reading stands here what is read back. */
export const runSchema = z.looseObject({
  script: z.enum(['customers', 'agents', 'contact-centre']).optional(),
  ...everyRun,
  verdict: z.looseObject({ cause: z.string(), says: z.string() }).nullish(),
  reading: z
    .looseObject({
      durationMs: z.number().optional(),
      conversationsBegun: z.number().optional(),
      visits: z.number().optional(),
      visitsNotBegun: z.number().optional(),
      transcriptsComplete: z.number().optional(),
      messages: z.looseObject({ customer: messages, agent: messages }).optional(),
      heldAfterHold: z.number().optional(),
    })
    // Null where a part of it is unknown.
    .nullish(),
});

/** What `-e RESULT` writes of `reconnect-storm`. */
export const stormSchema = z.looseObject({
  script: z.literal('reconnect-storm'),
  ...everyRun,
  storms: z.array(z.looseObject({ reconnect: z.string() })).optional(),
});
