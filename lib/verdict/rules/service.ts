import type { VisitGoal } from '../../measures/table/tag-values.ts';
import { formatDuration } from '../../plan/duration.ts';
import { acksLateIn, limitsOf, secondsWanted, visitGoalsOf } from '../../plan/goals.ts';
import type { Plan } from '../../plan/schema.ts';
import { isCutInHold, meanBetween, meanHeld, secondsPresent } from '../reading/level.ts';
import { badMessages, type ReceivedReading } from '../reading/messages.ts';
import type { Reading } from '../reading/reading.ts';
import type { Service } from '../reading/service.ts';
import { percent } from './finding.ts';

/** Whether visits reached what the plan wants of them, by its own goals and those of its gate. */

const SAYS: Readonly<Record<VisitGoal, string>> = {
  stayed: 'came in and were not thrown out',
  spoke: 'said something',
  answered: 'were answered by a person',
  'answered-in-time': 'were answered in time',
  'as-planned': 'went as planned',
};

/** Whether a goal was missed that is about being served once in. True where visits were not measured. */
export function servesTooFew(reading: Reading, plan: Plan): boolean {
  const { service } = reading;
  return service === undefined || missed(service, plan).some((goal) => goal !== 'stayed' && goal !== 'spoke');
}

/** Whether fewer visits came in and stayed than are to. True where visits were not measured. */
export function losesTooMany({ service }: Reading, plan: Plan): boolean {
  return service === undefined || missed(service, plan).includes('stayed');
}

function missed(service: Service, plan: Plan): VisitGoal[] {
  const wanted = visitGoalsOf(plan);
  return service.judgedGoals.filter((goal) => {
    const { reached, of } = service.goals[goal];
    return of > 0 && reached / of < wanted[goal];
  });
}

/** Fewer show as none. */
const LEAST_BETWEEN = 0.05;

/** How many customers were in the plan's gap between two visits, on average in the hold; nothing where hardly any was. */
export function betweenText(service: Service, plan: Plan): string {
  const between = meanBetween(service, plan);
  return between < LEAST_BETWEEN ? '' : `, ${between.toFixed(1)} between two visits`;
}

/** Both in a sentence; undefined without a hold. A run that ended before its hold did has no mean over it. */
export function heldSentence(reading: Reading, plan: Plan): string | undefined {
  const { service, heldAfterHold } = reading;
  if (service === undefined) return undefined;
  if (isCutInHold(reading, plan))
    return `${heldAfterHold} of ${plan.customers.sessions} sessions were held when the run ended, before its hold was over`;
  const held = meanHeld(service, plan);
  return held === undefined
    ? undefined
    : `${held.toFixed(1)} of ${plan.customers.sessions} sessions were held on average in the hold${betweenText(service, plan)}`;
}

/**
 * What fell short, each in a sentence, the gravest first: of the visits, of the level in the hold, of messages, of their
 * acknowledgements. Empty where all that can be judged is well, and where it was not measured.
 */
export function shortcomings(reading: Reading, plan: Plan): string[] {
  const { service, messages, received, acks } = reading;
  const says: string[] = [];
  if (service !== undefined && service.goals.stayed.of > 0) {
    for (const goal of missed(service, plan)) {
      const { reached, of } = service.goals[goal];
      const wanted = percent(visitGoalsOf(plan)[goal]);
      says.push(
        `${reached} of ${of} ${goal.startsWith('answered') ? 'conversations' : 'visits'} ${SAYS[goal]} (wanted: ${wanted})`,
      );
    }
    const wanted = secondsWanted({ ...plan, gate: plan.gate === 'explore' ? 'ci' : plan.gate });
    const held = heldSentence(reading, plan);
    if (held !== undefined && secondsPresent(service) < wanted) says.push(held);
  }
  for (const side of ['customer', 'agent'] as const) {
    const bad = badMessages(messages[side]);
    const heard = received?.[side];
    const astray = heard === undefined ? '' : astrayText(heard);
    if (astray !== '') says.push(`of the ${side}s' messages ${astray}`);
    if (bad !== '') says.push(`of the ${side}s' ${messages[side].sent} messages were ${bad}`);
  }
  if (acksLateIn(plan, acks.slow, acks.of)) {
    const limit = formatDuration(limitsOf(plan).slowAckMs);
    says.push(`${acks.slow} of ${acks.of} messages were acknowledged later than ${limit}`);
  }
  return says;
}

/** What the other side received otherwise than it was said; empty where there is nothing. */
function astrayText({ altered, twice, 'history-only': unseen }: ReceivedReading): string {
  const parts = [
    altered > 0 ? `${altered} reached the other side altered` : '',
    twice > 0 ? `${twice} reached it twice` : '',
    unseen > 0 ? `${unseen} are in the history and came in no frame` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}
