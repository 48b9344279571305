import { isObject, type JsonObject } from './json.ts';

/** The lines of k6's `--out json` (docs/facts/k6.md section 7). */

export type SampleTags = Readonly<Record<string, string>>;
export type MetricType = 'counter' | 'gauge' | 'rate' | 'trend';

/** What a Metric line says. */
export interface Declaration {
  readonly type: MetricType;
  /** `time` for a trend in ms. */
  readonly contains: string;
  readonly thresholds: readonly string[];
  /** Names of its submetrics, such as `ws_upgrade_failed{cause:timeout}`. */
  readonly submetrics: readonly string[];
}

export interface Point {
  readonly metric: string;
  readonly timeMs: number;
  readonly value: number;
  readonly tags: SampleTags;
  readonly metadata: SampleTags;
}

export type SampleLine = { readonly metric: string; readonly declares: Declaration } | Point;

const TYPES: readonly string[] = ['counter', 'gauge', 'rate', 'trend'];

/** Reads one line; undefined when it is not one of k6's. */
export function readLine(text: string): SampleLine | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(line) || !isObject(line.data) || typeof line.metric !== 'string') return undefined;
  if (line.type === 'Metric') return readDeclaration(line.metric, line.data);
  return line.type === 'Point' ? readPoint(line.metric, line.data) : undefined;
}

function readDeclaration(metric: string, data: JsonObject): SampleLine | undefined {
  const { type, contains, thresholds, submetrics } = data;
  if (typeof type !== 'string' || !TYPES.includes(type)) return undefined;
  const declares = {
    type: type as MetricType,
    contains: typeof contains === 'string' ? contains : 'default',
    thresholds: texts(thresholds),
    submetrics: texts(Array.isArray(submetrics) ? submetrics.map((one) => isObject(one) && one.name) : []),
  };
  return { metric, declares };
}

function readPoint(metric: string, { time, value, tags, metadata }: JsonObject): SampleLine | undefined {
  const timeMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(timeMs) || typeof value !== 'number') return undefined;
  return { metric, timeMs, value, tags: textsBy(tags), metadata: textsBy(metadata) };
}

function textsBy(map: unknown): SampleTags {
  const pairs = isObject(map) ? Object.entries(map).filter(([, text]) => typeof text === 'string') : [];
  return Object.fromEntries(pairs) as SampleTags;
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
}
