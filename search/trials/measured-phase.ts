import type { SeenRefusals } from '../../lib/genesys/guest/refusal-words.ts';
import type { DeploymentReading, ProbeReading, SearchPhase } from '../../lib/plan/probes/phase.ts';
import type { Outcome } from './comparison-measures.ts';

/** A phase that was run, as plain JSON. A list of them is all that the search knows, so it can be resumed from it. */
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
      /** Refused sessions, knocks included, by what the answer says; what the transport cannot see is not among them. */
      readonly says?: Readonly<Record<string, number>>;
      /** The words of the refusals; absent where no samples were kept. */
      readonly refusals?: readonly SeenRefusals[];
      /** Notification sockets of agents that were open to the end of the phase. */
      readonly agentsOpen?: number;
      /** By the place of the deployment in the plan. */
      readonly deployments?: readonly DeploymentReading[];
      /** What a whole run showed; absent of probes. */
      readonly outcome?: Outcome;
    }
  /** The run gave no result; the line says why. */
  | { readonly failed: string }
);

export type SearchHistory = readonly MeasuredPhase[];
