import type { Plan } from '../../../lib/plan/schema.ts';
import { isLoopback } from '../../../lib/plan/target.ts';
import type { StormReading } from '../../../lib/verdict/storm/reading.ts';
import { afterText, type StormPlan, stormTable } from '../../../lib/verdict/storm/text.ts';
import type { Told, Tone } from '../../model/told.ts';
import { GIVE_SAMPLES, type RunWords, UNSPLIT } from '../../render/run-kind.ts';

export const stormWords: RunWords = {
  headline({ storms, unknown, gate }, plan) {
    if (unknown.length > 0) {
      const advice = [{ name: 'To be sure', text: GIVE_SAMPLES }];
      return { tone: 'unsure', word: 'reconnect storm', says: UNSPLIT, advice, unknown: [] };
    }
    const tone: Tone = gate === 'holds' ? 'good' : gate === 'crossed' ? 'bad' : 'unsure';
    const [first] = storms.filter(({ dropped }) => dropped > 0);
    return {
      tone,
      word: 'reconnect storm',
      ...(first === undefined ? {} : { figure: figureOf(first, plan) }),
      says: stormSays(storms, plan),
      evidence: storms.map((storm) => evidenceOf(storm, plan)),
      advice: [
        {
          name: 'How sure',
          text: 'One storm of each way to come back. It has figures and no verdict: what is better depends on what the org can bear.',
        },
      ],
      unknown: [
        ...(plan && isLoopback(plan.target) ? ['what a real org does: this was a simulated tenant'] : []),
        'how clients of another make come back',
        'other hours, regions and source addresses',
      ],
    };
  },

  /** The storms of the run beside one another. */
  parts({ storms }, plan) {
    if (storms.length === 0) return [];
    const head = ['what', ...storms.map(({ reconnect }) => reconnect)];
    return [{ title: 'How the dropped came back', head, rows: stormTable(storms, stormPlanOf(plan)) }];
  },

  // Nothing counts when the sessions of a storm leave.
  drawsSessions: false,
  outcomesTitle: 'Upgrade attempts a second from each drop on, by outcome',
};

/** The storms in a sentence, with no judgement: what is better depends on what the org can bear. */
export function stormSays(storms: readonly StormReading[], plan: Plan | undefined): string {
  const all = storms.filter(({ dropped }) => dropped > 0);
  if (all.length === 0) return 'No session was open to be dropped: there was no storm.';
  const after = all.map(
    ({ reconnect, backAfterMs }) => `${afterText(backAfterMs.most, stormPlanOf(plan))} (${reconnect})`,
  );
  return `95 % of the dropped were back after ${after.join(', and after ')}.`;
}

/** How many were dropped, and of how many that were wanted. */
function figureOf({ dropped }: StormReading, plan: Plan | undefined): NonNullable<Told['figure']> {
  const wanted = plan === undefined ? '' : `of ${plan.customers.sessions} wanted, `;
  return { value: `${dropped}`, of: `sessions ${wanted}dropped at once` };
}

/** How the sessions of a storm came back, and how many of their upgrades did not open. */
function evidenceOf(storm: StormReading, plan: Plan | undefined): string {
  const cells = new Map(stormTable([storm], stormPlanOf(plan)).map(([label = '', cell = '']) => [label, cell]));
  const way = cells.get('comes back');
  const tried = `${cells.get('upgrades tried')} upgrades tried, ${cells.get('did not open')} did not open, ${cells.get('not back')} not back`;
  return `${storm.reconnect}${way === undefined ? '' : ` (${way})`}: ${tried}`;
}

function stormPlanOf(plan: Plan | undefined): StormPlan | undefined {
  return plan && { retry: plan.retry, watchMs: plan.storm.watchMs };
}
