import type { ProbeReading, SearchPhase } from '../lib/plan/probes/phase.ts';

/** A phase that was run. The history of a search is all that its controller knows: plain JSON, and what resumes it. */
export type MeasuredPhase = {
  readonly phase: SearchPhase;
  /** Unix ms. */
  readonly startedMs: number;
  readonly tookMs: number;
} & (
  | {
      readonly probes: readonly ProbeReading[];
      /** Refused and failed sessions by cause. */
      readonly causes: Readonly<Record<string, number>>;
      /** Notification sockets that were open to the end, in a phase with agents. */
      readonly agentsOpen?: number;
    }
  /** The run gave no result: why, in one line. */
  | { readonly failed: string }
);

export type SearchHistory = readonly MeasuredPhase[];
