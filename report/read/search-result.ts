import * as z from 'zod';
import { WEIGHTS } from '../../lib/plan/probes/phase.ts';
import type { MeasuredPhase } from '../../search/trials/measured-phase.ts';
import type { AttributeFile, CeilingFile, CompareFile } from './search-files.ts';

const number = z.number();
const perhaps = number.exactOptional();
const text = z.string().exactOptional();

/** What a probe showed, in sessions. */
const probe = z.looseObject({
  offer: number,
  admitted: number,
  knocksAdmitted: number,
  knocksRefused: number,
  refused: number,
  failed: number,
  dropped: number,
  held: number,
  late: number,
  firstRefused: perhaps,
  firstKnocksRefused: perhaps,
  againKnocks: perhaps,
  againRefused: perhaps,
  knocksIn: z.array(number).exactOptional(),
});

const deployment = z.looseObject({ offered: number, firstRefused: number, refused: number });
/** Refusals that are alike, as the samples of a phase told of them. */
const seenRefusals = z.looseObject({
  status: z.string(),
  says: z.string(),
  words: z.string(),
  count: number,
  firstMs: number,
  lastMs: number,
  scenario: text,
  retry_after: text,
  server: text,
  correlation: text,
  deployments: z.record(z.string(), number),
});

/** What a phase asked for, as far as the report reads it. */
const phase = z.looseObject({
  name: z.enum(['bracket', 'baseline', 'release', 'overshoot', 'confirm', 'closing', 'trial']),
  probes: z
    .array(
      z.looseObject({
        offer: number,
        perMinute: number,
        holdMs: number,
        restMs: number,
        knocks: number,
        waitMs: perhaps,
        again: perhaps,
        weight: z.enum(WEIGHTS).exactOptional(),
        dip: z.looseObject({ leave: number, afterMs: number }).exactOptional(),
        knocksAtMs: z.array(number).exactOptional(),
      }),
    )
    .exactOptional(),
});

/** A phase of a search that was run; of an earlier version, or of another program, it may have the levels alone. */
const measured = z.looseObject({
  phase: phase.exactOptional(),
  startedMs: perhaps,
  probes: z.array(probe.partial().required({ offer: true })).optional(),
  says: z.record(z.string(), number).exactOptional(),
  refusals: z.array(seenRefusals).exactOptional(),
  failed: text,
});

/** What `-e RESULT` writes of `ceiling`: one phase of a search. */
export const phaseSchema = z.looseObject({
  script: z.literal('ceiling'),
  probes: z.array(probe),
  /** By the place of the deployment in the plan; results of earlier versions lack it. */
  deployments: z.array(deployment).exactOptional(),
  /** Refused and failed sessions by cause. */
  causes: z.record(z.string(), number),
  /** Refused sessions by what the answer says. */
  says: z.record(z.string(), number).exactOptional(),
  /** Notification sockets of agents that were open to the end. */
  agentsOpen: number,
});

const baseline = z.looseObject({
  level: number,
  offered: number,
  refused: number,
  refusedAgain: number,
  admitted: number,
  dropped: number,
});
const KINDS = ['ceiling', 'none', 'rate', 'chance', 'cuts', 'nothing-admitted', 'unfinished'] as const;
const FOLLOWS = ['each-deployment', 'not-deployments', 'unclear'] as const;

const framed = {
  startedAt: text,
  endedAt: text,
  engine: text,
  target: text,
  transport: z.enum(['exact', 'dense']).exactOptional(),
};

/** What `headroom ceiling --json` writes. An answer may lack any part. */
export const ceilingSchema = z.looseObject({
  ...framed,
  plan: text,
  settings: z.looseObject({ most: number, margin: number, deployments: number, quick: z.boolean() }).exactOptional(),
  result: z.looseObject({
    kind: z.enum(KINDS).exactOptional(),
    perMinute: perhaps,
    sustained: z
      .looseObject({
        level: number,
        clean: number,
        of: number,
        confidence: perhaps,
        reliability: perhaps,
        tried: perhaps,
        overMs: perhaps,
        confirmed: z.boolean().exactOptional(),
      })
      .exactOptional(),
    refusedFrom: z.looseObject({ lowest: number, median: perhaps, highest: number, probes: number }).exactOptional(),
    neverAdmittedAbove: perhaps,
    planFor: perhaps,
    mostOffered: perhaps,
    rates: z.array(z.looseObject({ perMinute: perhaps, evidence: z.string() })).exactOptional(),
    drift: z.looseObject({ firstHalf: number, secondHalf: number, p: number }).exactOptional(),
    late: perhaps,
    thrownOut: perhaps,
    stepDowns: perhaps,
    baseline: baseline.exactOptional(),
    byChance: z.looseObject({ offered: number, refused: number }).exactOptional(),
    dead: z.array(number).exactOptional(),
    halves: z.looseObject({ held: z.array(number), all: number, follows: z.enum(FOLLOWS) }).exactOptional(),
    releaseMs: perhaps,
    windows: z.array(z.looseObject({ level: number, lengthMs: perhaps, outcome: z.string() })),
    causes: z.record(z.string(), number).exactOptional(),
    irregular: z.array(z.string()).exactOptional(),
    notTested: z.array(z.string()).exactOptional(),
    phases: perhaps,
    tookMs: perhaps,
  }),
  history: z.array(measured).exactOptional(),
}) as unknown as z.ZodType<CeilingFile>;

/** What an interrupted search, attribution or comparison goes on from. */
export interface ResumeFile {
  readonly of: 'ceiling' | 'attribute' | 'compare';
  readonly fingerprint?: string;
  readonly seed?: number;
  readonly level?: number;
  /** Phases; of an attribution or a comparison trials, which have theirs inside. */
  readonly history: readonly (MeasuredPhase | { readonly measured: MeasuredPhase })[];
}

export const resumeSchema = z.looseObject({
  of: z.enum(['ceiling', 'attribute', 'compare']),
  fingerprint: z.string().optional(),
  seed: number.optional(),
  level: number.optional(),
  history: z.array(z.looseObject({ ...measured.shape, measured: measured.optional() })),
}) as unknown as z.ZodType<ResumeFile>;

/** How an experiment ended. */
const end = z
  .union([
    z.looseObject({ kind: z.enum(['complete', 'interrupted']) }),
    z.looseObject({ kind: z.literal('irregular'), why: z.string() }),
  ])
  .exactOptional();

const shift = z.looseObject({ estimate: number, lower: number, upper: number });
const because = z.looseObject({ axis: z.string(), why: z.string() });

/** What `headroom attribute --json` writes. */
export const attributeSchema = z.looseObject({
  ...framed,
  plan: z.string(),
  target: z.string(),
  end,
  result: z.looseObject({
    level: number,
    attachedTo: z.array(z.string()),
    findings: z.array(
      z.looseObject({
        axis: z.string(),
        answer: z.string(),
        why: z.string(),
        armA: text,
        armB: text,
        a: z.array(number).exactOptional(),
        b: z.array(number).exactOptional(),
        shift: shift.exactOptional(),
        adjustedP: perhaps,
      }),
    ),
    notVaried: z.array(because).exactOptional(),
    groundwork: z
      .looseObject({
        says: z.enum(['nothing', 'state', 'chance', 'cuts']),
        without: z.array(number),
        baseline: baseline.exactOptional(),
      })
      .exactOptional(),
  }),
  refusals: z.array(seenRefusals).exactOptional(),
}) as unknown as z.ZodType<AttributeFile>;

const MEASURE = z.enum(['held', 'served', 'wait', 'complete']);
const measure = {
  answer: z.enum(['b is better', 'a is better', 'no difference shown', 'no verdict']),
  a: z.array(number),
  b: z.array(number),
};
/** All that is said of one measure, where the file has it. */
const compared = {
  measure: MEASURE,
  meanA: number,
  meanB: number,
  worstA: number,
  worstB: number,
  differences: z.array(number),
  shift,
  better: z.looseObject({ a: number, b: number }),
  needed: number,
  p: number,
  confidence: number,
};

/** What `headroom compare --json` writes. */
export const compareSchema = z.looseObject({
  ...framed,
  a: z.string(),
  b: z.string(),
  by: z.string(),
  differences: z.array(z.string()),
  end,
  result: z.looseObject({
    ...measure,
    ...z.looseObject(compared).partial().shape,
    detectable: perhaps,
    error: perhaps,
    others: z.array(z.looseObject({ ...measure, ...compared, detectable: perhaps })).exactOptional(),
  }),
}) as unknown as z.ZodType<CompareFile>;
