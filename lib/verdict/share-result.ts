import { shareName } from '../plan/segment.ts';
import { shareFileName, sharesIn } from '../plan/shares.ts';
import type { SetupData } from '../play/setup.ts';
import { resultText } from './result-text.ts';
import type { SummaryEnv } from './summary-input.ts';

/** Which share of a run a result is of. */
export interface ShareMark {
  /** In words, such as `share 2 of 4`. */
  readonly name: string;
  /** As k6 was told it, such as `1/4:2/4`. */
  readonly segment: string;
  readonly sequence?: string;
  /** How many shares the run was told to have (`-e SHARES`). */
  readonly shares: number;
}

export const JUDGED_WHEN_MERGED = 'judged when merged (headroom merge): these are its own figures';

/** Undefined where the whole run was played. */
export function shareIn(setup: SetupData | undefined, env: SummaryEnv): ShareMark | undefined {
  if (setup === undefined) return undefined;
  const { segment, sequence } = setup;
  const name = shareName(segment, sequence);
  if (name === undefined) return undefined;
  return { name, segment, ...(sequence === undefined ? {} : { sequence }), shares: sharesIn(env) };
}

/**
 * The files of a result, by their paths: that of `-e RESULT`, and in the folder of `-e RESULTS` one under a name of the
 * run and its share, so that no share and no other run overwrites it.
 */
export function fileResults(
  { RESULT, RESULTS, ...env }: SummaryEnv,
  setup: SetupData | undefined,
  result: () => object,
): Record<string, string> {
  const files = [
    ...(RESULT ? [RESULT] : []),
    ...(RESULTS && setup !== undefined
      ? [`${RESULTS.replace(/\/+$/, '')}/${setup.runId}.${shareFileName(setup, env)}.json`]
      : []),
  ];
  if (files.length === 0) return {};
  const text = resultText(result(), 2);
  return Object.fromEntries(files.map((file) => [file, text]));
}
