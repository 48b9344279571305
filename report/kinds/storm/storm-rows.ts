import type { Plan } from '../../../lib/plan/schema.ts';
import { wordsFor } from '../../../lib/play/storm/reconnect.ts';
import type { StormReading } from '../../../lib/verdict/storm/reading.ts';
import { digits, duration } from '../../page/number-format.ts';

/** What reconnect storms showed, the same in the page, in Markdown and in JUnit; told as the run's summary tells it. */

/** A figure, and what each storm had of it. */
export interface StormRow {
  readonly name: string;
  readonly cells: readonly string[];
}

/** The storms in a sentence, with no judgement: what is better depends on what the org can bear. */
export function stormSays(storms: readonly StormReading[], plan: Plan | undefined): string {
  const all = storms.filter(({ dropped }) => dropped > 0);
  if (all.length === 0) return 'No session was open to be dropped: there was no storm.';
  const after = all.map((storm) => `${backAfter(storm, 'most', plan)} (${storm.reconnect})`);
  return `95 % of the dropped were back after ${after.join(', and after ')}.`;
}

export function stormRows(storms: readonly StormReading[], plan: Plan | undefined): StormRow[] {
  const row = (name: string, cell: (storm: StormReading) => string) => ({ name, cells: storms.map(cell) });
  return [
    ...(plan ? [row('comes back', ({ reconnect }) => wordsFor(reconnect, plan.retry))] : []),
    row('dropped at once', ({ dropped, opened }) => `${digits(dropped)} of ${digits(opened)} opened`),
    row('50 % back after', (storm) => backAfter(storm, 'half', plan)),
    row('95 % back after', (storm) => backAfter(storm, 'most', plan)),
    row('all back after', (storm) => backAfter(storm, 'all', plan)),
    row('not back', notBack),
    row('upgrades tried from the drop on', ({ attempts }) => digits(attempts)),
    row('of them did not open', notOpened),
    row('tries in the busiest second', ({ busiestSecond }) => digits(busiestSecond)),
  ];
}

function backAfter(
  { dropped, backAfterMs }: StormReading,
  share: keyof StormReading['backAfterMs'],
  plan: Plan | undefined,
): string {
  if (dropped === 0) return '–';
  const ms = backAfterMs[share];
  if (ms !== undefined) return duration(ms);
  return plan ? `more than ${duration(plan.storm.watchMs)}` : 'more than was watched';
}

function notBack({ dropped, back, givenUp }: StormReading): string {
  return `${digits(dropped - back)}${givenUp > 0 ? `, ${digits(givenUp)} gave up` : ''}`;
}

function notOpened({ attempts, causes }: StormReading): string {
  const failed = Object.values(causes).reduce((sum, count) => sum + count, 0);
  if (failed === 0) return '0';
  const each = Object.entries(causes).map(([cause, count]) => `${digits(count)} ${cause}`);
  return `${each.join(', ')} (${Math.round((100 * failed) / attempts)} %)`;
}
