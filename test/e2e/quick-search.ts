import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Finished, headroom, type TestTenant } from './headroom.ts';

/** Far more than the searches take with their longest windows: they wait on real clocks, beside other tests. */
export const LONG = 900_000;
/** A ceiling of six sessions for each deployment. */
export const SIX_EACH = ['--set', 'ceiling.max=6', '--set', 'ceiling.per=deployment'];
export const NO_PUBLISHED_LIMITS = ['--set', 'limits.enabled=false'];
const folder = mkdtempSync(path.join(tmpdir(), 'headroom-ceiling-'));
/** Removes what the searches of a file wrote; each file calls `afterAll(removeResults)` itself. */
export function removeResults(): void {
  for (const name of readdirSync(folder)) rmSync(path.join(folder, name));
}

/** Lengths of windows (ms), the next one for a machine that was too busy for the one before. */
const WINDOWS_MS = [250, 1_000, 4_000];
const LATE = /(ran|came or left|came or left too) late/;

/**
 * Runs a search with short windows. When it says itself that sessions came or left late, this machine is too busy for
 * windows so short: it is run again with longer ones, on a tenant of its own, unless its answer is right all the same. A
 * wrong answer is not tried again.
 */
export async function inTime<T extends Finished>(
  search: (windowMs: number) => Promise<T>,
  isRight: () => boolean = () => false,
): Promise<T> {
  const [shortest = 0, ...longer] = WINDOWS_MS;
  let outcome = await search(shortest);
  for (const windowMs of longer) {
    if (!LATE.test(outcome.stdout + outcome.stderr) || isRight()) break;
    outcome = await search(windowMs);
  }
  return outcome;
}

/** A search in seconds instead of minutes: quick windows, a quick pace, and as few windows as its confidence takes. */
export function planFor(
  { address }: TestTenant,
  name: string,
  windowMs: number,
  deployments: number,
  more: object = {},
): string {
  const file = path.join(folder, `${name}.json`);
  const plan = {
    name,
    target: { address },
    deployments: Array.from({ length: deployments }, (_, n) => ({
      id: `d0000000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
      origin: 'https://example.com',
    })),
    customers: { sessions: 80, perMinute: 600, hold: '1m', longestVisit: '1m' },
    ceiling: {
      first: 40,
      window: `${windowMs}ms`,
      rest: `${windowMs / 2 + 175}ms`,
      perMinute: 30_000,
      confidence: 0.7,
      reliability: 0.7,
    },
  };
  writeFileSync(file, JSON.stringify({ ...plan, ...more }));
  return file;
}

export const outOf = (name: string) => path.join(folder, `${name}-result.json`);
export const read = <T>(name: string) => JSON.parse(readFileSync(outOf(name), 'utf8')) as T;
export const tell = (command: string, name: string, ...args: string[]) =>
  headroom([command, ...args, '--fresh', '--engine', 'embedded', '--out', outOf(name)]);
