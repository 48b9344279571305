import { VISIT_OUTCOMES } from '../../measures/table/tag-values.ts';
import type { Plan } from '../../plan/schema.ts';
import { isCutInHold, meanHeld } from '../reading/level.ts';
import type { Reading } from '../reading/reading.ts';
import type { Service } from '../reading/service.ts';
import { percent } from '../rules/finding.ts';
import { betweenText } from '../rules/service.ts';

/**
 * How many sessions were held: the mean over the hold, and beside it how many were in the plan's gap between two visits. A
 * run that did not measure it has the level at two instants, one that ended before its hold did that at its end.
 */
export function heldText(plan: Plan, reading: Reading, isShare: boolean): string {
  const { service, heldAfterRamp, heldAfterHold } = reading;
  if (isCutInHold(reading, plan)) return `${heldAfterHold} held when it ended`;
  const mean = service === undefined ? undefined : meanHeld(service, plan);
  if (service === undefined || mean === undefined)
    return `${heldAfterRamp} held after the ramp, ${heldAfterHold} after the hold`;
  const held = `${mean.toFixed(1)} held on average in the hold`;
  const share = plan.customers.model === 'open' || isShare ? '' : ` (${percent(mean / plan.customers.sessions)})`;
  return `${held}${share}${betweenText(service, plan)}`;
}

/** What became of the visits that are over, and of the wait for an answer, each a label and a text. */
export function visitLines(service: Service): (readonly [label: string, text: string])[] {
  const { goals, outcomes, firstAnswer } = service;
  const seen = VISIT_OUTCOMES.flatMap((outcome) => (outcomes[outcome] > 0 ? [`${outcomes[outcome]} ${outcome}`] : []));
  const lines: (readonly [string, string])[] = [['visits', `${goals.stayed.of} over: ${seen.join(', ')}`]];
  const { answered } = goals;
  if (answered.of === 0) return lines;
  const wait =
    firstAnswer === undefined
      ? ''
      : `, after ${seconds(firstAnswer.medMs)} s (median), ${seconds(firstAnswer.p95Ms)} s (p95)`;
  lines.push(['answered', `${answered.reached} of ${answered.of} conversations${wait}`]);
  return lines;
}

/** The shifts that did not go as planned; empty where all did. */
export function shiftsText({ shifts }: Service): string {
  const { 'as-planned': asPlanned, ...others } = shifts;
  const seen = Object.entries(others).filter(([, number]) => number > 0);
  if (seen.length === 0) return '';
  return [`${asPlanned} as planned`, ...seen.map(([outcome, number]) => `${number} ${outcome}`)].join(', ');
}

const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
