import { allChecks } from '../metrics/group-tree.ts';
import type { MetricSummary, RunSummary } from './summary-data.ts';

const TREND_STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)'];

/** The parts of the machine-readable summary that are no results. */
export interface MachineContext {
  readonly k6Version: string;
  readonly generatedAt: Date;
  /** The script's source text. */
  readonly script: string;
}

/**
 * The summary of --new-machine-readable-summary, version 1.0.0 (docs/facts/k6.md, section 7). With that flag
 * --summary-export writes it and handleSummary gets it. It has no threshold results, and only the trend statistics of
 * its schema.
 */
export function machineReadable(summary: RunSummary, { k6Version, generatedAt, script }: MachineContext) {
  const all = Object.entries(summary.metrics).map(([name, metric]) => machineMetric(name, metric));
  const checks = allChecks(summary.root_group);
  const isOfChecks = ({ name }: { name: string }) => name === 'checks';
  return {
    version: '1.0.0',
    metadata: { k6Version, generatedAt: generatedAt.toISOString() },
    config: { script, duration: summary.state.testRunDurationMs / 1000, execution: 'local' },
    results: {
      metrics: all.filter((metric) => !isOfChecks(metric)),
      ...(checks.length === 0
        ? {}
        : {
            checks: {
              metrics: all.filter(isOfChecks),
              results: checks.map(({ name, passes, fails }) => ({ name, passes, fails })),
            },
          }),
    },
  };
}

function machineMetric(name: string, { type, contains, values }: MetricSummary) {
  const { count, rate, passes = 0, fails = 0 } = values;
  if (type === 'counter') return { name, type, contains, values: { count } };
  if (type === 'rate') return { name, type, contains, values: { rate, matches: passes, total: passes + fails } };
  if (type === 'gauge') return { name, type, contains, values };
  const known = Object.entries(values).filter(([stat]) => TREND_STATS.includes(stat));
  return { name, type, contains, values: Object.fromEntries(known) };
}
