import type { Metric, MetricType } from '../contract/metrics.ts';
import { isMetricName } from '../metrics/metric-registry.ts';
import { customTags } from '../vu/custom-tags.ts';
import type { Host } from '../vu/host.ts';

/** The module `k6/metrics`. */
export function createMetrics(host: Host) {
  return {
    Counter: metricClass(host, 'counter'),
    Gauge: metricClass(host, 'gauge'),
    Rate: metricClass(host, 'rate'),
    Trend: metricClass(host, 'trend'),
  };
}

function metricClass(host: Host, type: MetricType) {
  return class {
    readonly name: string;
    readonly #metric: Metric;

    constructor(name: unknown, isTime?: unknown) {
      if (host.vu.iteration) throw host.error('metrics must be declared in the init context');
      this.name = String(name);
      if (!isMetricName(this.name)) {
        throw host.error(
          `Invalid metric name: '${this.name}'. Metric names must only include up to 128 ASCII letters, numbers, or underscores and start with a letter or an underscore.`,
        );
      }
      try {
        this.#metric = host.context.registry.declare(this.name, type, isTime ? 'time' : 'default');
      } catch (error) {
        throw host.error((error as Error).message);
      }
    }

    add(value: unknown, tags?: unknown): boolean {
      if (!host.vu.iteration) throw host.error('Adding to metrics in the init context is not supported');
      const number = typeof value === 'boolean' ? Number(value) : Number(value ?? Number.NaN);
      // Infinity is refused too: it is no JSON, and a trend's average would stay infinite.
      if (!Number.isFinite(number)) {
        const message = `'${String(value)}' is an invalid value for metric '${this.name}', a finite number or a boolean value is expected`;
        if (host.options.throw) throw host.typeError(message);
        host.context.log('warning', message);
        return false;
      }
      const extra = customTags(host, tags);
      host.vu.push(this.#metric, number, extra ? host.vu.tags.with(extra) : host.vu.tags.all);
      return true;
    }
  };
}
