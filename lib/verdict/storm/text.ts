import type { Retries } from '../../base/backoff.ts';
import { wordsFor } from '../../play/storm/reconnect.ts';
import type { StormReading } from './reading.ts';

const LABEL = 18;
const GAP = 2;

/**
 * A table of the storms, side by side and a figure a line. Where both policies took place, a sentence says what
 * backoff changed against the SDKs' way.
 */
export function stormText(storms: readonly StormReading[], retry: Retries, watchMs: number): string {
  if (storms.every(({ opened }) => opened === 0)) return '  no session opened: there was no storm\n';
  const notYet = `more than ${watchMs / 1_000} s`;
  const after = (ms: number | undefined) => (ms === undefined ? notYet : seconds(ms));
  const back = (share: keyof StormReading['backAfterMs']) => (storm: StormReading) =>
    storm.dropped === 0 ? '-' : after(storm.backAfterMs[share]);
  const rows: [string, (storm: StormReading) => string][] = [
    ['', ({ reconnect }) => reconnect],
    ['comes back', ({ reconnect }) => wordsFor(reconnect, retry)],
    ['dropped at once', ({ dropped, opened }) => `${dropped} of ${opened} opened`],
    ['50 % back after', back('half')],
    ['95 % back after', back('most')],
    ['all back after', back('all')],
    ['not back', ({ dropped, back, givenUp }) => `${dropped - back}${givenUp > 0 ? `, ${givenUp} gave up` : ''}`],
    ['upgrades tried', ({ attempts }) => `${attempts}`],
    ['did not open', (storm) => failuresIn(storm)],
    ['busiest second', ({ busiestSecond }) => `${busiestSecond} tries`],
  ];
  const table = rows.map(([label, cell]) => [label, ...storms.map(cell)]);
  const widths = storms.map((_, column) => Math.max(...table.map((row) => row[column + 1]?.length ?? 0)) + GAP);
  const lines = table.map(([label = '', ...cells]) =>
    `  ${label.padEnd(LABEL)}${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('')}`.trimEnd(),
  );
  return `${lines.join('\n')}\n${difference(storms, after)}`;
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
function difference(storms: readonly StormReading[], after: (ms: number | undefined) => string): string {
  const [sdk, backoff] = ['sdk', 'backoff'].map((kind) =>
    storms.find(({ reconnect, dropped }) => reconnect === kind && dropped > 0),
  );
  if (sdk === undefined || backoff === undefined) return '';
  return `
  With backoff in place of the SDKs' fixed wait, 95 % were back after ${after(backoff.backAfterMs.most)} instead of ${after(sdk.backAfterMs.most)},
  ${failedIn(backoff.causes)} upgrades did not open instead of ${failedIn(sdk.causes)}, and the busiest second had ${backoff.busiestSecond} tries instead of ${sdk.busiestSecond}.
`;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
