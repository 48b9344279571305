import { invalidConfig } from '../contract/invalid-config.ts';
import type { MetricType } from '../contract/metrics.ts';
import type { Sink } from '../metrics/sinks.ts';

const OPERATORS = {
  '>': (left: number, right: number) => left > right,
  '>=': (left: number, right: number) => left >= right,
  '<': (left: number, right: number) => left < right,
  '<=': (left: number, right: number) => left <= right,
  '==': (left: number, right: number) => left === right,
  '===': (left: number, right: number) => left === right,
  '!=': (left: number, right: number) => left !== right,
} as const;

type Operator = keyof typeof OPERATORS;

const METHODS: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['count', 'rate'],
  gauge: ['value'],
  rate: ['rate'],
  trend: ['avg', 'min', 'max', 'med', 'p(N)'],
};

/** A parsed threshold expression, such as `p(95)<500`. */
export interface Expression {
  /** As written. */
  readonly source: string;
  readonly method: string;
  readonly percent?: number;
  readonly operator: Operator;
  readonly limit: number;
}

/** Parses `aggregation operator number`. Throws a RunEnd 104 that names `where` and what is allowed. */
export function parseExpression(source: string, where: string): Expression {
  const [, method = '', operator = '', limit = ''] =
    /^\s*([a-z]+(?:\s*\([^)]*\))?)\s*(===|==|!=|>=|<=|>|<)\s*(\S+)\s*$/.exec(source) ?? [];
  const parsed = parseGoFloat(limit);
  if (parsed === undefined || !isOperator(operator)) {
    throw invalidConfig(
      `${where}: "${source}" is not aggregation, operator and number, such as p(95)<500 or rate<0.01`,
    );
  }
  const percent = /^p\s*\((.*)\)/.exec(method)?.[1];
  if (percent === undefined) {
    if (!['count', 'rate', 'value', 'avg', 'min', 'max', 'med'].includes(method)) {
      throw invalidConfig(
        `${where}: "${source}": ${method} is unknown; allowed are count, rate, value, avg, min, max, med, p(N)`,
      );
    }
    return { source, method, operator, limit: parsed };
  }
  const number = parseGoFloat(percent.trim()) ?? Number.NaN;
  if (!(number >= 0 && number <= 100)) {
    throw invalidConfig(`${where}: "${source}": ${method} is not a percentile from p(0) to p(100)`);
  }
  return { source, method: 'p', percent: number, operator, limit: parsed };
}

/** Throws a RunEnd 104 for an aggregation that metrics of this type do not have. */
export function checkMethod({ method, source }: Expression, type: MetricType, where: string): void {
  const allowed = METHODS[type];
  if (!allowed.includes(method === 'p' ? 'p(N)' : method)) {
    throw invalidConfig(`${where}: "${source}": a ${type} metric has ${allowed.join(', ')}`);
  }
}

export function holds({ operator, limit }: Expression, value: number): boolean {
  return OPERATORS[operator](value, limit);
}

/**
 * The aggregated value of a sink. A counter's rate is per second of `elapsedMs`, the length of the test so far. An
 * empty sink gives 0.
 */
export function aggregate({ method, percent }: Expression, sink: Sink, elapsedMs: number): number {
  switch (sink.type) {
    case 'counter':
      return method === 'count' ? sink.count : perSecond(sink.count, elapsedMs);
    case 'gauge':
      return sink.value;
    case 'rate':
      return sink.rate;
    case 'trend':
      if (method === 'avg' || method === 'min' || method === 'max') return sink[method];
      return sink.percentile(percent ?? 50);
  }
}

export function perSecond(count: number, elapsedMs: number): number {
  return elapsedMs > 0 ? count / (elapsedMs / 1000) : 0;
}

function isOperator(text: string): text is Operator {
  return text in OPERATORS;
}

/** Parses a number as Go's ParseFloat does, except for hexadecimal ones. */
function parseGoFloat(text: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  const [, sign, word] = /^([+-]?)(inf|infinity|nan)$/i.exec(text) ?? [];
  if (word === undefined) return undefined;
  if (word.toLowerCase() === 'nan') return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
