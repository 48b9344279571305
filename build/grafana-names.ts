import type { Measure } from '../lib/measures/table/measure.ts';

type Named = Pick<Measure, 'name' | 'kind' | 'unit'>;

/**
 * The series of a metric in Prometheus, by k6's remote write: with percentiles and counts of a Trend as
 * `K6_PROMETHEUS_RW_TREND_STATS=p(95),p(99),count` asks for. Times come in seconds (docs/facts/k6.md, fact K6.8).
 *
 * @example prometheusSeries({ name: 'message_ack', kind: 'Trend', unit: 'ms' }) // ['k6_message_ack_p95', 'k6_message_ack_p99']
 */
export function prometheusSeries({ name, kind }: Named): readonly string[] {
  switch (kind) {
    case 'Counter':
      return [`k6_${name}_total`];
    case 'Gauge':
      return [`k6_${name}`];
    case 'Rate':
      return [`k6_${name}_rate`];
    case 'Trend':
      return [`k6_${name}_p95`, `k6_${name}_p99`];
  }
}

/**
 * The series of a metric behind OpenTelemetry, as Prometheus stores them: what a collector appends is its setting, and this is
 * what is usual (docs/facts/k6.md, fact K6.9, an inference). A Rate is one counter with the label `condition`.
 */
export function openTelemetrySeries({ name, kind, unit }: Named): string {
  switch (kind) {
    case 'Counter':
    case 'Rate':
      return `${name}_total`;
    case 'Gauge':
      return name;
    case 'Trend':
      return `${name}${unit === 'ms' ? '_milliseconds' : ''}_bucket`;
  }
}
