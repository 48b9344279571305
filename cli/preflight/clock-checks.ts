import type { Check } from '../../report/read/preflight.ts';
import type { ServerDate } from '../http/http-client.ts';
import type { Org } from '../platform/org.ts';

/** A `Date` header leaves the milliseconds out (RFC 9110 section 5.6.7). */
const SECOND_MS = 1_000;
/** By how much (ms) a clock may be off before it is worth a look: less than the network and the header leave open. */
const ALLOWED_MS = 1_000;

/** Compares this machine's clock with the org's, by the `Date` of any answer. */
export async function lookAtClock(org: Org): Promise<Check[]> {
  const { server } = await org.ask('GET', '/api/v2/organizations/limits/namespaces/web.messaging');
  return [clockCheck(server)];
}

/** How far (ms) the org's clock is ahead of this machine's: between the two; negative where it is behind. */
export function aheadMs({ date, sentAtMs, answeredAtMs }: ServerDate): readonly [least: number, most: number] {
  const dateMs = Date.parse(date);
  return [dateMs - answeredAtMs, dateMs + SECOND_MS - sentAtMs];
}

/** Checks that the clocks agree as far as an answer can show. */
export function clockCheck(server: ServerDate | undefined): Check {
  const what = 'clock';
  const [least, most] = server === undefined ? [Number.NaN, Number.NaN] : aheadMs(server);
  if (Number.isNaN(least)) return { what, state: 'unknown', is: 'the org’s answer has no date' };
  if (least <= ALLOWED_MS && most >= -ALLOWED_MS)
    return { what, state: 'ok', is: 'this machine’s agrees with the org’s, to the second' };
  const seconds = (least > 0 ? least : -most) / 1_000;
  const is = `this machine’s is at least ${seconds.toFixed(1)} s ${least > 0 ? 'behind' : 'ahead of'} the org’s: times of delivery are off by as much`;
  return { what, state: 'warn', is, change: 'synchronise it (NTP), on each machine that k6 runs on' };
}
