import type { Groundwork } from '../../../search/attribution/groundwork.ts';
import type { Baseline, BaselineSays } from '../../../search/ceiling/baseline.ts';
import { leftOutText } from '../../render/left-out-text.ts';

const share = (part: number, of: number): string => `${part} of ${of} (${((part / of) * 100).toPrecision(2)} %)`;

/** What each finding of the baseline means for the trials. */
const MEANS: Readonly<Record<BaselineSays, string | undefined>> = {
  nothing: undefined,
  chance: 'so many are refused by chance that no level shows behind it: nothing was varied',
  cuts: 'it is not the level that closes sessions, and no level shows behind it: nothing was varied',
  state: 'who is refused is refused again at once: a pace, an outage, or places that are not free yet',
};

/** What was found before the trials, a label and a text a line: refusals and cuts far below the level, deployments that were left out. */
export function groundworkLines({ baseline, says, without }: Groundwork): (readonly [label: string, text: string])[] {
  const lines: [string, string][] = [];
  if (baseline !== undefined) lines.push(['baseline', baselineText(baseline)]);
  const means = MEANS[says];
  if (means !== undefined) lines.push(['', means]);
  if (without.length > 0) lines.push(['deployments', leftOutText(without)]);
  return lines;
}

function baselineText({ level, offered, refused, refusedAgain, admitted, dropped }: Baseline): string {
  const parts: string[] = [];
  if (refused > 0) {
    const again = refusedAgain > 0 ? `${refusedAgain} of them at each of their knocks` : 'none of them again';
    parts.push(`${share(refused, offered)} first knocks were refused, ${again}`);
  }
  if (dropped > 0) parts.push(`${share(dropped, admitted)} sessions were closed by the other side`);
  if (parts.length === 0) parts.push(`none of ${offered} sessions was refused or closed`);
  return `at ${level} at once ${parts.join('; ')}`;
}
