import type { Plan } from '../../../lib/plan/schema.ts';
import { isLoopback } from '../../../lib/plan/target.ts';
import { transportOf } from '../../../lib/plan/transport-choice.ts';
import { incompleteText } from '../../../lib/verdict/incomplete.ts';
import type { Reading } from '../../../lib/verdict/reading/reading.ts';
import { blindnessText } from '../../../lib/verdict/reading/tenant.ts';
import type { Verdict } from '../../../lib/verdict/verdict.ts';
import type { RunReport } from '../../model/run-report.ts';
import type { Fact, Told } from '../../model/told.ts';
import { digits } from '../../page/number-format.ts';
import { capitalised } from '../../render/capitalised.ts';
import { heldOf } from '../../render/key-figures.ts';
import { GIVE_SAMPLES, type Headline, type RunWords, UNSPLIT } from '../../render/run-kind.ts';

const NEEDS_PLAN = {
  says: 'No verdict: the plan is not known.',
  next: 'Give the file that the run wrote with -e RESULT=… beside its samples, or the plan with --plan.',
};

export const runWords: RunWords = {
  headline(run, plan) {
    const { verdict, whole, unknown } = run;
    if (unknown.length > 0)
      return { ...NO_VERDICT, says: UNSPLIT, advice: [{ name: 'To be sure', text: GIVE_SAMPLES }] };
    if (verdict === undefined) {
      if (plan === undefined) {
        return { ...NO_VERDICT, says: NEEDS_PLAN.says, advice: [{ name: 'To be sure', text: NEEDS_PLAN.next }] };
      }
      return {
        ...NO_VERDICT,
        says: whole.agentsConnected > 0 ? 'No verdict: only agents ran.' : 'No verdict: nothing ran.',
      };
    }
    return {
      tone: verdict.cause === 'none' ? 'good' : verdict.cause === 'undetermined' ? 'unsure' : 'bad',
      word: verdict.cause === 'none' ? 'no limit met' : verdict.cause,
      ...answerOf(run, plan, verdict),
      evidence: verdict.evidence,
      advice: adviceOf(verdict, run),
      unknown: cannotKnow(run, plan, verdict),
    };
  },

  parts: () => [],
  drawsSessions: true,
  outcomesTitle: 'Upgrade attempts a second, by outcome',
};

const NO_VERDICT: Headline = { tone: 'unsure', word: 'no verdict', says: '', advice: [], unknown: [] };

/** How many sessions were held and served, and what stops the next one. */
function answerOf(run: RunReport, plan: Plan | undefined, verdict: Verdict): Pick<Told, 'figure' | 'says'> {
  const { reading } = run;
  const held = heldOf(run, plan);
  if (reading === undefined || held === undefined || plan === undefined) return { says: verdict.says };
  if (verdict.cause === 'none') {
    const most = mostOpen(run, reading);
    return {
      figure: { value: `at least ${digits(most)}`, of: 'sessions at once' },
      says: `At least ${digits(most)} sessions at once, ${servedText(reading)}; no limit met.`,
    };
  }
  const { sessions } = plan.customers;
  const { when } = held;
  const stops = verdict.cause === 'undetermined' ? 'What stops the next one is not sure' : 'What stops the next one';
  return {
    figure: { value: held.text, of: `of ${digits(sessions)} sessions were held ${when}` },
    says: `${held.text} of ${digits(sessions)} sessions were held ${when}, ${servedText(reading)}. ${stops}: ${verdict.says}`,
  };
}

/** The most that were open at one time: of samples; without them at the end of ramp or hold. */
function mostOpen({ over }: RunReport, { heldAfterRamp, heldAfterHold }: Reading): number {
  return Math.max(...(over?.held ?? []), heldAfterRamp, heldAfterHold);
}

function servedText({ service, agents }: Reading): string {
  if (service === undefined)
    return agents.accepted > 0
      ? `${digits(agents.accepted)} conversations accepted by agents, no visit over`
      : 'and nobody measured whether they were served';
  const { stayed, 'as-planned': asPlanned } = service.goals;
  if (!service.judged) {
    const all = stayed.reached === stayed.of ? 'all stayed' : `${stayed.reached} of ${stayed.of} visits stayed`;
    return `${all} (without agents nobody can tell whether they were served)`;
  }
  return asPlanned.reached === asPlanned.of
    ? `all ${asPlanned.of} visits served`
    : `${asPlanned.reached} of ${asPlanned.of} visits served as planned`;
}

function adviceOf({ change, next, also, cause, candidates = [] }: Verdict, run: RunReport): Fact[] {
  const fits = `one run; these fit its figures: ${candidates.join(', ')}.`;
  const how =
    candidates.length > 0 ? fits : cause === 'undetermined' ? 'the figures do not tell.' : howSure(run, cause);
  return [
    ...(change === undefined ? [] : [{ name: 'What to change', text: change }]),
    { name: 'How sure', text: [capitalised(how), next].filter(Boolean).join(' ') },
    ...also.map((other) => ({ name: `Also ${other.cause}`, text: other.says })),
  ];
}

function howSure({ gate }: RunReport, cause: string): string {
  if (cause === 'none') return `one run; ${gate === 'holds' ? 'every rule of its gate holds' : `its gate: ${gate}`}.`;
  return 'one run; its figures fit this cause. How often such a verdict was right is in docs/verdict.md of headroom.';
}

/** What the number cannot know, a sentence each. */
function cannotKnow({ incomplete, reading, over }: RunReport, plan: Plan | undefined, { cause }: Verdict): string[] {
  const blind = reading && blindnessText(reading.tenant);
  const unseen = reading?.refusals?.unseen ?? 0;
  const says: (string | false | undefined)[] = [
    incomplete && `what would have come: the run ${incompleteText(incomplete)}`,
    plan && cause === 'none' && `more than ${digits(plan.customers.sessions)} sessions: the plan wanted no more`,
    reading &&
      reading.opened > 0 &&
      reading.service?.judged !== true &&
      `whether customers are served: ${reading.agents.connected > 0 ? 'no visit was over' : 'no agents were played'}`,
    plan && isLoopback(plan.target) && 'what a real org does: this was a simulated tenant',
    'other hours, regions and source addresses; sessions that others had open at the time',
    plan &&
      transportOf(plan) === 'dense' &&
      unseen > 0 &&
      `what ${digits(unseen)} refusals said: the dense transport does not see it`,
    blind && `what happened in the queues all the time: the monitor ${blind}`,
    over === undefined && 'lines over time and the words of refusals: there are no samples (k6 --out json)',
  ];
  return says.filter((text): text is string => typeof text === 'string');
}
