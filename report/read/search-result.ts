import * as z from 'zod';

/** What a probe showed, in sessions. */
const probe = z.looseObject({
  offer: z.number(),
  admitted: z.number(),
  knocksAdmitted: z.number(),
  knocksRefused: z.number(),
  refused: z.number(),
  failed: z.number(),
  dropped: z.number(),
  held: z.number(),
  late: z.number(),
  firstRefused: z.number().exactOptional(),
  firstKnocksRefused: z.number().exactOptional(),
  againKnocks: z.number().exactOptional(),
  againRefused: z.number().exactOptional(),
  knocksIn: z.array(z.number()).exactOptional(),
});

const deployment = z.looseObject({ offered: z.number(), firstRefused: z.number(), refused: z.number() });
/** Refusals that are alike, as the samples of a phase told of them. */
const seenRefusals = z.looseObject({
  status: z.string(),
  says: z.string(),
  words: z.string(),
  count: z.number(),
  firstMs: z.number(),
  lastMs: z.number(),
  scenario: z.string().exactOptional(),
  retry_after: z.string().exactOptional(),
  server: z.string().exactOptional(),
  correlation: z.string().exactOptional(),
  deployments: z.record(z.string(), z.number()),
});

/** A phase of a search that was run; the report takes of a probe what it draws. */
const measured = z.looseObject({
  probes: z.array(z.looseObject({ offer: z.number(), held: z.number().optional() })).optional(),
  refusals: z.array(seenRefusals).optional(),
  failed: z.string().optional(),
});

/** What `-e RESULT` writes of `ceiling`: one phase of a search. */
export const phaseSchema = z.looseObject({
  script: z.literal('ceiling'),
  probes: z.array(probe),
  /** By the place of the deployment in the plan; results of earlier versions lack it. */
  deployments: z.array(deployment).exactOptional(),
  /** Refused and failed sessions by cause. */
  causes: z.record(z.string(), z.number()),
  /** Refused sessions by what the answer says. */
  says: z.record(z.string(), z.number()).exactOptional(),
  /** Notification sockets of agents that were open to the end. */
  agentsOpen: z.number(),
});

/** What `headroom ceiling --json` writes. An answer may lack any part. */
export const ceilingSchema = z.looseObject({
  plan: z.string().optional(),
  target: z.string().optional(),
  result: z.looseObject({
    sustained: z.looseObject({ level: z.number(), clean: z.number(), of: z.number() }).optional(),
    refusedFrom: z.looseObject({ lowest: z.number(), highest: z.number(), probes: z.number() }).optional(),
    neverAdmittedAbove: z.number().optional(),
    planFor: z.number().optional(),
    mostOffered: z.number().optional(),
    rates: z.array(z.looseObject({ evidence: z.string() })).optional(),
    windows: z.array(z.looseObject({ level: z.number(), outcome: z.string() })),
    irregular: z.array(z.string()).optional(),
  }),
  history: z.array(measured).optional(),
});

/** The file that an interrupted search, attribution or comparison goes on from; of the last two the history is of trials. */
export const resumeSchema = z.looseObject({
  of: z.enum(['ceiling', 'attribute', 'compare']),
  fingerprint: z.string().optional(),
  seed: z.number().optional(),
  level: z.number().optional(),
  history: z.array(z.looseObject({ ...measured.shape, measured: measured.optional() })),
});

/** What `headroom attribute --json` writes. */
export const attributeSchema = z.looseObject({
  plan: z.string(),
  target: z.string(),
  result: z.looseObject({
    level: z.number(),
    attachedTo: z.array(z.string()),
    findings: z.array(z.looseObject({ axis: z.string(), answer: z.string(), why: z.string() })),
  }),
});

/** What `headroom compare --json` writes. */
export const compareSchema = z.looseObject({
  a: z.string(),
  b: z.string(),
  by: z.string(),
  differences: z.array(z.string()),
  result: z.looseObject({ answer: z.string(), a: z.array(z.number()), b: z.array(z.number()) }),
});
