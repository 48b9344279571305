import { parsePlan } from '../../lib/plan/parse.ts';
import { type SearchSettings, settingsOf } from '../../lib/plan/probes/settings.ts';
import { CEILING_FAMILIES, type CeilingFamily } from './ceiling-families.ts';
import { type PlayedSearch, playedSearch } from './played-search.ts';

/** The plan of the searches: twelve deployments, windows and rests of a second, at most 400 sessions. */
export function labSettings({ quick = false, spreadMs }: Partial<CeilingFamily> = {}): SearchSettings {
  const deployments = Array.from({ length: 12 }, (_, n) => ({
    id: `d0000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
    origin: 'https://example.com',
  }));
  const customers = { sessions: 400, perMinute: 600, hold: '1m', longestVisit: '1m' };
  const text = { name: 'lab', target: { address: '127.0.0.1:1' }, deployments, customers };
  const parsed = parsePlan(JSON.stringify({ ...text, ceiling: { window: '1s', rest: '1s' } }), 'lab', {});
  if (!parsed.ok) throw new Error(parsed.error);
  return settingsOf(parsed.plan, quick, spreadMs);
}

const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? Number.NaN;

/** A range with 95 % of the values. */
const most = (values: readonly number[]): string => {
  if (values.length === 0) return '-';
  const [low, high] = [at(values, 0.025), at(values, 0.975)];
  return low === high ? `${low}` : `${low}-${high}`;
};

const COLUMNS = [
  'family',
  'confirmed',
  'level (95 %)',
  'near truth',
  'windows',
  'minutes',
  'below claim',
  'numbers',
  'said',
];

/** What searches of a family found, as the cells of a row. */
export function familyRow(family: CeilingFamily, searches: readonly PlayedSearch[]): readonly string[] {
  const results = searches.map(({ result }) => result);
  const confirmed = results.filter(({ sustained }) => sustained?.confirmed);
  const levels = confirmed.flatMap(({ sustained }) => sustained?.level ?? []);
  const { truth } = family;
  const near = levels.filter((level) => typeof truth === 'number' && Math.abs(level - truth) <= truth * 0.03);
  const windows = confirmed.map((result) => result.windows.length);
  const minutes = results.map(({ tookMs }) => tookMs / 60_000);
  const numbers = results.filter(({ planFor }) => planFor !== undefined).length;
  // Where the tenant has no level, "at least so many at this pace" is right, and a ceiling is not.
  const wrong = results.filter(({ planFor, kind }) => planFor !== undefined && kind === 'ceiling').length;
  const kinds = new Map<string, number>();
  for (const { kind, rates, dead, halves, drift } of results) {
    const more = [rates.length > 0 ? 'rate' : '', dead ? 'dead' : '', drift ? 'drift' : ''];
    const key = [kind, ...more, halves?.follows === 'each-deployment' ? 'each-deployment' : '']
      .filter(Boolean)
      .join('+');
    kinds.set(key, (kinds.get(key) ?? 0) + 1);
  }
  return [
    family.name,
    `${confirmed.length} of ${results.length}`,
    most(levels),
    typeof truth === 'number' ? `${((100 * near.length) / Math.max(1, results.length)).toFixed(1)} %` : '-',
    windows.length === 0 ? '-' : `${at(windows, 0.5)} (${at(windows, 0.95)})`,
    `${at(minutes, 0.5).toFixed(1)} (${at(minutes, 0.95).toFixed(1)})`,
    `${searches.filter(({ trueRate }) => trueRate?.isBelow).length}`,
    truth === 'none' ? `${wrong} wrong` : `${numbers}`,
    [...kinds]
      .sort((a, b) => b[1] - a[1])
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', '),
  ];
}

/** `npm run lab -- ceiling --searches 400 --seed 1 --families release`: a line for each family. */
export function ceilingLab(searches: number, seed: number, only: string, say: (line: string) => void): void {
  say(COLUMNS.join(' | '));
  for (const [place, family] of CEILING_FAMILIES.entries()) {
    if (!family.name.includes(only)) continue;
    const played = Array.from({ length: searches }, (_, n) =>
      playedSearch(family, labSettings(family), (seed * 1_000_003 + place * 10_007 + n) >>> 0),
    );
    say(familyRow(family, played).join(' | '));
  }
}
