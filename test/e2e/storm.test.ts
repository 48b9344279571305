import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { StormReading } from '../../lib/verdict/storm/reading.ts';
import { variants } from '../deep.ts';
import { NO_LIMIT, playOnVirtualClock } from '../virtual/play.ts';
import { orgForHalf, stormPlan } from './storm-plan.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'headroom-storm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SESSIONS = 40;

async function stormed(transport: string) {
  const result = path.join(folder, `${transport}.result.json`);
  const { stdout, exitCode, record } = await playOnVirtualClock({
    script: 'reconnect-storm',
    plan: stormPlan(transport, SESSIONS),
    env: { RESULT: result },
    profile: orgForHalf(SESSIONS),
    seed: 3,
  });
  const { storms } = JSON.parse(readFileSync(result, 'utf8')) as { storms: StormReading[] };
  return { storms, stdout, code: exitCode, record };
}

const failuresIn = ({ causes }: StormReading) => Object.values(causes).reduce((sum, count) => sum + count, 0);

it.each(variants(['dense', 'exact']))(
  'everyone is dropped and comes back, both ways, and nothing is lost or doubled (%s)',
  async (transport) => {
    const { storms, stdout, code, record } = await stormed(transport);
    expect(storms.map(({ reconnect, dropped, back }) => [reconnect, dropped, back])).toEqual([
      ['sdk', SESSIONS, SESSIONS],
      ['backoff', SESSIONS, SESSIONS],
    ]);
    // Whoever tries each 5 s tries together, and more often in vain.
    const [sdk, backoff] = storms as [StormReading, StormReading];
    expect(failuresIn(sdk)).toBeGreaterThan(failuresIn(backoff));
    expect(sdk.busiestSecond).toBeGreaterThan(backoff.busiestSecond);
    expect(sdk.backAfterMs.all).toBeGreaterThanOrEqual(10_000);

    // The tenant's own record: every refusal, and a socket for each session before the drop and after it.
    const count = (kind: string) => record.filter((entry) => entry.kind === kind).length;
    expect(failuresIn(sdk) + failuresIn(backoff)).toBe(count('upgrade-refused'));
    expect(count('socket-opened')).toBe(4 * SESSIONS);
    const said =
      /customers said +(\d+) messages: (\d+) acked, 0 lost, 0 altered, 0 duplicated, 0 reordered, 0 unresolved/;
    const [, sent, acked] = said.exec(stdout) ?? [];
    expect(Number(sent)).toBe(count('message'));
    expect(acked).toBe(sent);
    expect(stdout).toContain('gate ci         holds');
    expect(code).toBe(0);
  },
  NO_LIMIT,
);
