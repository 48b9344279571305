import type { Retries } from '../../base/backoff.ts';
import type { Plan } from '../../plan/schema.ts';
import { wordsFor } from '../../play/storm/reconnect.ts';
import { line } from '../line.ts';
import { messagesText } from '../reading/messages.ts';
import { countedPhrases } from '../reading/refusals.ts';
import type { StormReading, StormsReading } from './reading.ts';

const LABEL = 18;
const GAP = 2;

/** What is told of how the sessions of a storm were to come back; where its plan is not known, less. */
export interface StormPlan {
  readonly retry: Retries;
  readonly watchMs: number;
}

/**
 * The storms side by side, a figure a row: its name, and what each storm had of it. Terminal and report show the same.
 *
 * @param plan undefined where it is not known
 */
export function stormTable(storms: readonly StormReading[], plan: StormPlan | undefined): string[][] {
  const after = (ms: number | undefined) => afterText(ms, plan);
  const back = (share: keyof StormReading['backAfterMs']) => (storm: StormReading) =>
    storm.dropped === 0 ? '-' : after(storm.backAfterMs[share]);
  const rows: [string, (storm: StormReading) => string][] = [
    ['dropped at once', ({ dropped, opened }) => `${dropped} of ${opened} opened`],
    ['50 % back after', back('half')],
    ['95 % back after', back('most')],
    ['all back after', back('all')],
    ['not back', ({ dropped, back, givenUp }) => `${dropped - back}${givenUp > 0 ? `, ${givenUp} gave up` : ''}`],
    ['upgrades tried', ({ attempts }) => `${attempts}`],
    ['did not open', (storm) => failuresIn(storm)],
    ['busiest second', ({ busiestSecond }) => `${busiestSecond} tries`],
  ];
  const comesBack: typeof rows =
    plan === undefined ? [] : [['comes back', ({ reconnect }) => wordsFor(reconnect, plan.retry)]];
  return [...comesBack, ...rows].map(([label, cell]) => [label, ...storms.map(cell)]);
}

/** How long it took until so many were back. */
export function afterText(ms: number | undefined, plan: StormPlan | undefined): string {
  if (ms !== undefined) return `${(ms / 1_000).toFixed(1)} s`;
  return plan === undefined ? 'more than was watched' : `more than ${plan.watchMs / 1_000} s`;
}

/**
 * A table of the storms, side by side and a figure a line. Where both policies took place, a sentence says what
 * backoff changed against the SDKs' way.
 */
export function stormText(storms: readonly StormReading[], retry: Retries, watchMs: number): string {
  if (storms.every(({ opened }) => opened === 0)) return '  no session opened: there was no storm\n';
  const plan = { retry, watchMs };
  const table = [['', ...storms.map(({ reconnect }) => reconnect)], ...stormTable(storms, plan)];
  const widths = storms.map((_, column) => Math.max(...table.map((row) => row[column + 1]?.length ?? 0)) + GAP);
  const lines = table.map(([label = '', ...cells]) =>
    `  ${label.padEnd(LABEL)}${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('')}`.trimEnd(),
  );
  return `${lines.join('\n')}\n${difference(storms, plan)}`;
}

function failuresIn({ attempts, causes }: StormReading): string {
  const failed = Object.entries(causes).map(([cause, count]) => `${count} ${cause}`);
  if (failed.length === 0) return '0';
  return `${failed.join(', ')} (${Math.round((100 * failedIn(causes)) / attempts)} %)`;
}

function failedIn(causes: StormReading['causes']): number {
  return Object.values(causes).reduce((sum, count) => sum + count, 0);
}

/** The difference in words, without a judgement: which is better depends on what the org can bear. */
function difference(storms: readonly StormReading[], plan: StormPlan): string {
  const [sdk, backoff] = ['sdk', 'backoff'].map((kind) =>
    storms.find(({ reconnect, dropped }) => reconnect === kind && dropped > 0),
  );
  if (sdk === undefined || backoff === undefined) return '';
  const after = (ms: number | undefined) => afterText(ms, plan);
  return `
  With backoff in place of the SDKs' fixed wait, 95 % were back after ${after(backoff.backAfterMs.most)} instead of ${after(sdk.backAfterMs.most)},
  ${failedIn(backoff.causes)} upgrades did not open instead of ${failedIn(sdk.causes)}, and the busiest second had ${backoff.busiestSecond} tries instead of ${sdk.busiestSecond}.
`;
}

/** All figures of a run of storms: the storms side by side, what refusals say and customers said, and late timers. */
export function stormFigures(
  { retry, storm }: Pick<Plan, 'retry' | 'storm'>,
  { storms, says, messages, late }: StormsReading,
): string {
  const said = countedPhrases(says);
  return [
    `${stormText(storms, retry, storm.watchMs)}\n`,
    said === '' ? '' : line('refusals say', said),
    line('customers said', messagesText(messages)),
    late > 0 ? line('generator', `timers were late in ${late} sessions: this machine was busy`) : '',
  ].join('');
}
