import * as z from 'zod';
import type { Side } from '../../lib/dialogues/dialogue.ts';

/** What the commands that read an org back write: `headroom verify` and `headroom cleanup` with `--json`. */

/** The kinds of discrepancy of one turn. */
export type TurnKind = 'missing' | 'altered' | 'duplicated' | 'out of order' | 'wrong side' | 'unexpected';

/** What is wrong, and where. It never holds a text. */
export interface IngestDiscrepancy {
  readonly kind:
    | TurnKind
    | 'without its file'
    | 'unknown transcript'
    | 'ingested twice'
    | 'never seen'
    | 'never begun'
    | 'conversation gone';
  readonly conversationId?: string;
  /** `<run>-<visit>`, as in the log lines of the run. */
  readonly customer?: string;
  /** The transcript's place in the set, and its id. */
  readonly transcript?: string;
  /** The place of the turn, from 0. */
  readonly turn?: number;
  /** Where its text stood before it was imported, such as `chats.csv: line 12`. */
  readonly source?: string;
}

/** Where what the run says of itself and what the org has do not go together. */
export interface Disagreement {
  readonly what:
    | 'acknowledged, and not there'
    | 'lost, and there'
    | 'sent, not there, and none missing'
    | 'altered'
    | 'duplicated'
    | 'played to the end';
  /** Whose messages; undefined of dialogues. */
  readonly side?: Side;
  readonly run: number;
  readonly found: number;
}

/** What `headroom verify` found. */
export interface Conclusion {
  readonly runs: readonly string[];
  /** Conversations of the runs that were looked at, and of anybody else in the interval. */
  readonly conversations: number;
  readonly others: number;
  readonly messages: number;
  /** Openings of dialogues that the agent begins. They are no turns, and not among the messages. */
  readonly openings: number;
  /** Conversations that the customer's first messages alone tell to be of the set: run and visit are not known. */
  readonly byFirstMessages: number;
  /** How many transcripts of the set were found, of how many. */
  readonly transcripts: { readonly found: number; readonly of: number };
  /** Conversations that the customer left early, as the plan has it, and the turns that were not said. */
  readonly leftEarly: { readonly conversations: number; readonly turns: number };
  /**
   * Conversations whose end is missing though the plan has it said, and the turns of it. `atDeadline` of them lasted as
   * long as the plan lets a visit last.
   */
  readonly unfinished: { readonly conversations: number; readonly turns: number; readonly atDeadline: number };
  /** Visits that the plan, or the run by its own account, had, and that began no conversation. */
  readonly neverBegun: number;
  /** Conversations that the results count and the org does not show. */
  readonly notFound: number;
  readonly disagreements: readonly Disagreement[];
  readonly discrepancies: readonly IngestDiscrepancy[];
}

/** When and where an org was read; absent of files of earlier versions. */
interface OrgRead {
  readonly plan?: string;
  readonly target?: string;
  /** ISO 8601. */
  readonly at?: string;
}

/** `headroom verify --json`. */
export interface VerifyFile extends Conclusion, OrgRead {}

/** What runs have left open in the org. */
export interface LeftOpen {
  /** Ids of open conversations of headroom's. */
  readonly openConversations: readonly string[];
  /** Open conversations that are not headroom's, and those of which it is not sure. */
  readonly others: number;
  readonly perhaps: number;
  /** Ids of the plan's agents who are on queue. */
  readonly onQueue: readonly string[];
}

/** `headroom cleanup --json`. */
export interface CleanupFile extends OrgRead {
  readonly cleanup: {
    readonly before: LeftOpen;
    /** Undefined where it only looked. */
    readonly done?: {
      readonly ended: number;
      readonly wrappedUp: number;
      readonly offline: number;
      readonly unsubscribed: number;
    };
    readonly after?: LeftOpen;
    /** Why it ended before all was done. */
    readonly stopped?: string;
  };
}

/** Whether all that the plan has was found, once and whole, and the run says the same. */
export const isWhole = ({ conversations, notFound, neverBegun, discrepancies, disagreements }: Conclusion): boolean =>
  conversations > 0 && notFound + neverBegun + discrepancies.length + disagreements.length === 0;

const text = z.string().exactOptional();
const orgRead = { plan: text, target: text, at: text };
const part = { conversations: z.number(), turns: z.number() };

export const verifySchema = z.looseObject({
  ...orgRead,
  runs: z.array(z.string()),
  conversations: z.number(),
  others: z.number(),
  messages: z.number(),
  openings: z.number(),
  byFirstMessages: z.number(),
  transcripts: z.looseObject({ found: z.number(), of: z.number() }),
  leftEarly: z.looseObject(part),
  unfinished: z.looseObject({ ...part, atDeadline: z.number() }),
  neverBegun: z.number(),
  notFound: z.number(),
  disagreements: z.array(
    z.looseObject({
      what: z.string(),
      side: z.enum(['customer', 'agent']).exactOptional(),
      run: z.number(),
      found: z.number(),
    }),
  ),
  discrepancies: z.array(
    z.looseObject({
      kind: z.string(),
      conversationId: text,
      customer: text,
      transcript: text,
      turn: z.number().exactOptional(),
      source: text,
    }),
  ),
}) as unknown as z.ZodType<VerifyFile>;

const leftOpen = z.looseObject({
  openConversations: z.array(z.string()),
  others: z.number(),
  perhaps: z.number(),
  onQueue: z.array(z.string()),
});

export const cleanupSchema = z.looseObject({
  ...orgRead,
  cleanup: z.looseObject({
    before: leftOpen,
    done: z
      .looseObject({ ended: z.number(), wrappedUp: z.number(), offline: z.number(), unsubscribed: z.number() })
      .exactOptional(),
    after: leftOpen.exactOptional(),
    stopped: text,
  }),
}) as unknown as z.ZodType<CleanupFile>;
