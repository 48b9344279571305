import { PLATFORM_CALLS } from '../../genesys/platform/endpoints.ts';
import type { Reader } from '../../measures/readings.ts';
import type { Plan } from '../../plan/schema.ts';

interface Calls {
  readonly calls: number;
  readonly rateLimited: number;
  /** The 95th percentile of the answers' times (ms), 429s included. 0 where it was not measured by itself. */
  readonly p95Ms: number;
}

/** The calls of the Platform API. `calls` and `rateLimited` are those of the agents and the monitor. */
export interface PlatformReading extends Calls {
  /** Answers and notifications that could not be read. */
  readonly unexpected: number;
  /** The calls of `platformLoad`, where the plan has some. */
  readonly load: Calls | undefined;
  /** How many 429s of the agents named a limit over all tokens of the org. */
  readonly organizationLimited: number;
  /** The p95 of each endpoint (ms), the slowest first. Empty in a run that makes too many calls to split them. */
  readonly endpoints: readonly { readonly name: string; readonly p95Ms: number }[];
}

/** The tag of the calls of `platformLoad`: k6 sets it to their scenario. */
const LOAD = { scenario: 'platform-load' } as const;
const WORST = 3;

export function readPlatform({ count, hits, total, value }: Reader): PlatformReading {
  const calls = (tags?: typeof LOAD): Calls => ({
    calls: total('platform_rate_limited', tags),
    rateLimited: hits('platform_rate_limited', tags),
    p95Ms: value('platform_request', 'p(95)', tags),
  });
  const [all, load] = [calls(), calls(LOAD)];
  const endpoints = PLATFORM_CALLS.map((name) => ({ name, p95Ms: value('platform_request', 'p(95)', { name }) }));
  return {
    calls: all.calls - load.calls,
    rateLimited: all.rateLimited - load.rateLimited,
    p95Ms: all.p95Ms,
    unexpected: count('platform_unexpected'),
    organizationLimited: count('platform_organization_limited'),
    load: load.calls > 0 ? load : undefined,
    endpoints: endpoints.filter(({ p95Ms }) => p95Ms > 0).sort((a, b) => b.p95Ms - a.p95Ms),
  };
}

/** A line beside the verdict: what the API did in a run whose sockets were refused. */
export function whileRefused(reading: PlatformReading, refused: number, durationMs: number): string | undefined {
  const { calls, load } = reading;
  if (refused === 0 || calls + (load?.calls ?? 0) === 0) return undefined;
  const rateLimited = reading.rateLimited + (load?.rateLimited ?? 0);
  return `while ${refused} upgrades were refused the API answered ${aSecond(calls + (load?.calls ?? 0), durationMs)} calls/s, p95 ${Math.round(reading.p95Ms)} ms, ${rateLimited} of them 429 (whole run)`;
}

/** The lines of the summary about the Platform API, each a label and a text. */
export function platformLines(
  reading: PlatformReading,
  plan: Plan,
  durationMs: number,
): (readonly [label: string, text: string])[] {
  const { load, endpoints } = reading;
  const lines: (readonly [label: string, text: string])[] = [
    ['platform API', callsText(load === undefined ? reading : { ...reading, p95Ms: 0 }, durationMs)],
  ];
  if (plan.platformLoad !== undefined) {
    const made = load ?? { calls: 0, rateLimited: 0, p95Ms: 0 };
    lines.push(['API load', `${plan.platformLoad.perMinute} a minute planned; ${callsText(made, durationMs)}`]);
  }
  const worst = endpoints.slice(0, WORST).map(({ name, p95Ms: ms }) => `${name} ${Math.round(ms)} ms`);
  const { unexpected } = reading;
  if (unexpected > 0) lines.push(['unexpected', `${unexpected} answers could not be read; the log says which field`]);
  if (worst.length > 0) lines.push(['slowest p95', worst.join(', ')]);
  return lines;
}

function callsText({ calls, rateLimited, p95Ms }: Calls, durationMs: number): string {
  const p95 = p95Ms > 0 ? `, p95 ${Math.round(p95Ms)} ms` : '';
  return `${calls} calls, ${aSecond(calls, durationMs)} a second${p95}, ${rateLimited} answered 429`;
}

function aSecond(calls: number, durationMs: number): string {
  return (calls / Math.max(1, durationMs / 1_000)).toFixed(1);
}
