import { segmentOf, segmentsOf, shareName, sharesNeeded } from './segment.ts';

/** What `-e` says of the shares of a run (docs/many-machines.md). */
interface SharesEnv {
  readonly SHARES?: string | undefined;
  readonly RUN?: string | undefined;
  readonly K6_CLOUDRUN_INSTANCE_ID?: string | undefined;
  readonly K6_CLOUDRUN_TEST_RUN_ID?: string | undefined;
}

/** The part of a run that an instance of k6 plays, as k6 has it in its options. Empty for the whole run. */
export interface ToldSegment {
  readonly segment: string;
  readonly sequence?: string | undefined;
}

const MAX_SHARES = 1_000;
const RUN_ID = /^[\w.-]{1,64}$/;

/** How many shares the run has: `-e SHARES`, or 1. */
export const sharesIn = ({ SHARES }: SharesEnv): number => (SHARES ? Number(SHARES) : 1);

/** Whether the instances of k6 cloud play it, which evaluates thresholds on the whole (docs/facts/k6.md section 9). */
const isInCloud = ({ K6_CLOUDRUN_INSTANCE_ID, K6_CLOUDRUN_TEST_RUN_ID }: SharesEnv): boolean =>
  Boolean(K6_CLOUDRUN_INSTANCE_ID ?? K6_CLOUDRUN_TEST_RUN_ID);

/** The id of a run that was given one: `-e RUN`, or the test run's own in k6 cloud. */
export const givenRunId = (env: SharesEnv): string | undefined =>
  (isInCloud(env) ? env.K6_CLOUDRUN_TEST_RUN_ID : undefined) || env.RUN || undefined;

/** Why what is told of shares cannot be used at all, in one line; undefined where it can. Init asks it. */
export function sharesRefusal(env: SharesEnv): string | undefined {
  const { SHARES, RUN } = env;
  const shares = sharesIn(env);
  if (!Number.isInteger(shares) || shares < 1 || shares > MAX_SHARES)
    return `SHARES=${SHARES}; allowed: the number of shares of the run, a whole number up to ${MAX_SHARES}`;
  if (RUN && !RUN_ID.test(RUN))
    return `RUN=${RUN.slice(0, 80)}; allowed: an id of at most 64 letters, digits, "-", "_" and "."`;
  if (shares > 1 && isInCloud(env))
    return `SHARES=${SHARES} in k6 cloud, which judges the whole run: floors of a share would hold too easily; allowed: without SHARES`;
  return undefined;
}

/** Why this instance may not play its part of a run, in one line; undefined where it may. Setup asks it. */
export function segmentRefusal({ segment, sequence }: ToldSegment, env: SharesEnv): string | undefined {
  if (isInCloud(env)) return undefined;
  const shares = sharesIn(env);
  const own = segmentOf(segment);
  if (own === undefined) {
    if (shares === 1) return undefined;
    return `SHARES=${shares} and no execution segment: the floors of a share would hold too easily; allowed: --execution-segment, or without SHARES`;
  }
  const needed = sharesNeeded(segmentsOf(own, sequence));
  const of = sequence === undefined ? '' : ` of ${sequence}`;
  if (shares !== needed)
    return `execution segment ${segment}${of} and ${env.SHARES ? `SHARES=${shares}` : 'no SHARES'}; allowed: -e SHARES=${needed}, the number of shares`;
  if (givenRunId(env) === undefined)
    return `execution segment ${segment}${of} and no RUN; allowed: -e RUN=<id>, the same for all shares of a run`;
  return undefined;
}

/**
 * The name of a share for its files: `-e SHARE_NAME`, else by its segment, followed by the name of its host where that is
 * known, as in a pod.
 *
 * @example
 * fileNameOf({ segment: '1/4:2/4' }, { HOSTNAME: 'load-2-x7k' }); // 'share-2-of-4.load-2-x7k'
 */
export function shareFileName(
  { segment, sequence }: ToldSegment,
  { SHARE_NAME, HOSTNAME }: { readonly SHARE_NAME?: string | undefined; readonly HOSTNAME?: string | undefined },
): string {
  const share = shareName(segment, sequence) ?? 'whole';
  return (SHARE_NAME || [share, ...(HOSTNAME ? [HOSTNAME] : [])].join('.')).replace(/[^\w.-]+/g, '-');
}

/**
 * The least of `total` that a share plays, where k6 deals `vus` VUs out over `shares` equal ones and each VU plays as
 * many as the next, or one less. A share without a VU plays none.
 */
export function leastOf(total: number, vus: number, shares: number): number {
  return Math.floor(vus / shares) * Math.floor(total / vus);
}
