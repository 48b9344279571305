import type { MetricSummary } from './summary-data.ts';

/** Formats the values of the end-of-test summary as k6 does. */

const FIXED_UNITS: Readonly<Record<string, { readonly perMs: number; readonly suffix: string }>> = {
  s: { perMs: 0.001, suffix: 's' },
  ms: { perMs: 1, suffix: 'ms' },
  us: { perMs: 1000, suffix: 'µs' },
};

type Kind = Pick<MetricSummary, 'type' | 'contains'>;

/** One value of a metric: a percentage, a time, bytes or a plain number. */
export function formatValue(value: number, { type, contains }: Kind, timeUnit: string): string {
  if (type === 'rate') return formatRate(value);
  if (contains === 'data') return formatBytes(value);
  if (contains === 'time') return formatTime(value, timeUnit);
  return trimmed(value, 6);
}

/** `98.50%`. The value is truncated, so that 99.999 % never reads as 100 %. */
export function formatRate(rate: number): string {
  return `${(Math.trunc(rate * 10_000) / 100).toFixed(2)}%`;
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power =
    Math.abs(bytes) < 10 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(Math.abs(bytes)) / Math.log(1000)));
  const scaled = Math.round((bytes / 1000 ** power) * 10) / 10;
  return `${Math.abs(scaled) < 10 ? trimmed(scaled, 1) : scaled.toFixed(0)} ${units[power]}`;
}

/** ms in the unit that reads best, or in the one of summaryTimeUnit. */
export function formatTime(ms: number, timeUnit: string): string {
  const fixed = FIXED_UNITS[timeUnit];
  if (fixed) return `${trimmed(ms * fixed.perMs, 6)}${fixed.suffix}`;
  if (ms === 0) return '0s';
  const size = Math.abs(ms);
  if (size < 0.001) return `${trimmed(ms * 1e6, 0)}ns`;
  if (size < 1) return `${trimmed(ms * 1000, 2)}µs`;
  if (size < 1000) return `${trimmed(ms, 2)}ms`;
  if (size < 60_000) return `${trimmed(ms / 1000, 2)}s`;
  const minutes = Math.trunc(ms / 60_000);
  const seconds = Math.abs(Math.round((ms % 60_000) / 1000));
  if (size < 3_600_000) return `${minutes}m${seconds}s`;
  return `${Math.trunc(minutes / 60)}h${Math.abs(minutes % 60)}m${seconds}s`;
}

function trimmed(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** `12.5/s` or, for bytes, `76 kB/s`. */
export function formatPerSecond(value: number, contains: string): string {
  return `${contains === 'data' ? formatBytes(value) : trimmed(value, 6)}/s`;
}
