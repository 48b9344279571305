import exec from 'k6/execution';
import { phraseOf } from '../../genesys/guest/refusal-phrases.ts';
import { wordsOf } from '../../genesys/guest/refusal-words.ts';
import type { Ended } from '../../transport/connection.ts';
import type { Metric } from '../metric-objects.ts';

/**
 * Adds the sample of an upgrade that has ended. Of a refusal that was seen it has the phrase as the tag `says`, and the
 * words as metadata of this sample alone: metadata makes no time series, and stands in the lines of `--out json` only
 * (docs/facts/k6.md section 8). Nothing else is tagged.
 *
 * @param ended undefined where the upgrade opened
 * @param deployment the id of the deployment that was asked for
 */
export function addWithWords(
  metric: Metric,
  value: number | boolean,
  tags: Readonly<Record<string, string>>,
  ended: Ended | undefined,
  deployment?: string,
): void {
  const refused = ended?.kind === 'refused' ? ended : undefined;
  const says = refused && phraseOf(refused);
  if (refused === undefined || says === undefined) {
    metric.add(value, tags);
    return;
  }
  const { metadata } = exec.vu.metrics;
  const words = Object.entries({ ...wordsOf(refused, deployment) });
  for (const [name, text] of words) metadata[name] = text;
  metric.add(value, { ...tags, says });
  for (const [name] of words) delete metadata[name];
}
