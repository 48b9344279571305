import type { Plan } from '../../lib/plan/schema.ts';
import { type Incomplete, incompleteText } from '../../lib/verdict/incomplete.ts';
import { meanHeld } from '../../lib/verdict/reading/level.ts';
import type { Service } from '../../lib/verdict/reading/service.ts';
import type { Outcome } from '../../search/trials/comparison-measures.ts';

/** What a run showed, by the measures that runs are compared by; or why it does not count. */
export type RunOutcome = { readonly outcome: Outcome } | { readonly failed: string };

/** Why a run does not count, whatever it showed: it was cut short, or its generator could not keep up. */
export function notCounted(
  incomplete: Incomplete | null | undefined,
  verdict: { readonly cause: string; readonly says: string } | null | undefined,
): { readonly failed: string } | undefined {
  if (incomplete) return { failed: `the run ${incompleteText(incomplete)}` };
  return verdict?.cause === 'generator-saturated' ? { failed: verdict.says } : undefined;
}

/** What was not seen is absent: the level of a plan without a hold, the wait where nobody was answered. */
export function outcomeOf(service: Service, plan: Plan): Outcome {
  const { goals, firstAnswer } = service;
  const held = meanHeld(service, plan);
  const visits = goals.stayed.of;
  return {
    ...(held === undefined ? {} : { held }),
    ...(visits === 0
      ? {}
      : { served: goals.answered.reached / visits, complete: goals['as-planned'].reached / visits }),
    ...(firstAnswer === undefined ? {} : { wait: firstAnswer.medMs }),
  };
}
