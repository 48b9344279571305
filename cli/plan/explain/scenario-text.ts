import type { Scenario } from 'k6/options';
import { formatDuration, parseDuration } from '../../../lib/plan/duration.ts';
import { formatCount } from '../../io/format-count.ts';
import { wrapText } from '../../io/wrap-text.ts';

const LABEL = 10;

/** A k6 scenario as lines: its executor, its stages, and how long k6 lets an iteration finish. */
export function scenarioText(name: string, scenario: Scenario): string[] {
  const { executor, exec, gracefulStop } = scenario;
  const grace = gracefulStop === undefined ? [] : [['graceful', `stop within ${shown(gracefulStop)}`] as const];
  return [
    `  ${name}: ${executor}, exec ${exec ?? 'default'}`,
    ...[...loadOf(scenario), ...grace].flatMap(([label, says]) => labelled(label, says)),
  ];
}

function labelled(label: string, says: string): string[] {
  const [first = '', ...rest] = wrapText(says, 80, ' '.repeat(4 + LABEL));
  return [`    ${label.padEnd(LABEL)}${first.trimStart()}`, ...rest];
}

type Line = readonly [label: string, says: string];

function loadOf(scenario: Scenario): Line[] {
  switch (scenario.executor) {
    case 'ramping-vus':
      return scenario.stages.map(({ target, duration }, n) => [
        `stage ${n + 1}`,
        `to ${formatCount(target)} VUs over ${shown(duration)}`,
      ]);
    case 'ramping-arrival-rate':
      return [
        ...scenario.stages.map(
          ({ target, duration }, n): Line => [
            `stage ${n + 1}`,
            `to ${formatCount(target)} visits an hour over ${shown(duration)}`,
          ],
        ),
        ['VUs', `${formatCount(scenario.preAllocatedVUs)}, so many visits at once at most`],
      ];
    case 'constant-arrival-rate':
      return [
        ['rate', `${formatCount(scenario.rate)} an hour for ${shown(scenario.duration)}`],
        ['VUs', formatCount(scenario.preAllocatedVUs)],
      ];
    case 'per-vu-iterations':
      return [
        [
          'VUs',
          `${formatCount(scenario.vus ?? 1)}, one iteration each, which follows the plan's clock for ${shown(scenario.maxDuration ?? '10m')}`,
        ],
      ];
    default:
      return [];
  }
}

const shown = (duration: string): string => formatDuration(parseDuration(duration) ?? 0);
