import { createHash } from 'node:crypto';
import type { Sample } from './run.ts';

/** By metric, by tags, all samples in a few words. */
export type Condensed = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** So many different values are told one by one. */
const MOST_TOLD = 8;

/** The parts of `http_req_duration` follow from the engine and the wire alone, and would be half of every file. */
const LEFT_OUT = /^http_req_(blocked|connecting|tls_handshaking|sending|waiting|receiving)$/;

/** Ids of deployments and queues are no random ones. */
const RANDOM_ID = /[0-9a-f]{8}-(?!0000-4000-8000)[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/;

/**
 * The multiset of all samples. Trends are told in whole milliseconds; where many values differ, by how many there are,
 * their range, and a hash of all of them in order of size. Throws when a tag has a random id for its value.
 */
export function condensed(samples: readonly Sample[]): Condensed {
  const series = new Map<string, Map<string, Sample[]>>();
  for (const sample of samples) {
    if (LEFT_OUT.test(sample.metric)) continue;
    const tags = tagsOf(sample);
    const ofMetric = series.get(sample.metric) ?? new Map<string, Sample[]>();
    series.set(sample.metric, ofMetric);
    const ofTags = ofMetric.get(tags);
    if (ofTags) ofTags.push(sample);
    else ofMetric.set(tags, [sample]);
  }
  return sorted(series, (byTags) => sorted(byTags, told));
}

function tagsOf({ metric, tags }: Sample): string {
  const pairs = Object.entries(tags).filter(([, value]) => value !== '');
  const text = pairs
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(', ');
  if (RANDOM_ID.test(text)) throw new Error(`${metric} has the tags ${text}`);
  return text;
}

function told(samples: readonly Sample[]): string {
  const type = samples[0]?.type;
  const values = samples.map(({ value }) => (type === 'trend' ? Math.round(value) : value)).sort((a, b) => a - b);
  if (type === 'counter') return `${values.length} samples, sum ${values.reduce((sum, value) => sum + value, 0)}`;
  if (type === 'rate') return `${values.filter((value) => value !== 0).length} of ${values.length}`;
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  if (counts.size <= MOST_TOLD) return [...counts].map(([value, count]) => `${count} x ${value}`).join(', ');
  const hash = createHash('sha256').update(values.join(' ')).digest('hex').slice(0, 12);
  return `${values.length} from ${values[0]} to ${values.at(-1)}, ${hash}`;
}

function sorted<From, To>(map: ReadonlyMap<string, From>, tell: (value: From) => To): Record<string, To> {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, tell(value)]));
}
