import type { Metric, MetricRegistry, MetricType, ValueType } from '../contract/metrics.ts';
import { BUILTIN_METRICS } from './builtin-metrics.ts';

export function isMetricName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]{1,128}$/.test(name);
}

/** The metrics of one run by name, in the order in which they came. */
export class Registry implements MetricRegistry {
  readonly #metrics = new Map<string, Metric>();

  constructor() {
    for (const [name, type, contains] of BUILTIN_METRICS) this.#metrics.set(name, { name, type, contains });
  }

  declare(name: string, type: MetricType, contains: ValueType): Metric {
    if (!isMetricName(name)) {
      throw new Error(`invalid metric name "${name}": 2 to 129 letters, digits or _, the first not a digit`);
    }
    const known = this.#metrics.get(name);
    if (!known) {
      const metric = { name, type, contains };
      this.#metrics.set(name, metric);
      return metric;
    }
    if (known.type === type && known.contains === contains) return known;
    throw new Error(
      `metric "${name}" already exists as a ${known.type} of ${known.contains} values; asked for was a ${type} of ${contains} values`,
    );
  }

  builtin(name: string): Metric {
    const metric = this.#metrics.get(name);
    if (!metric) throw new Error(`there is no built-in metric "${name}"`);
    return metric;
  }

  get(name: string): Metric | undefined {
    return this.#metrics.get(name);
  }

  names(): readonly string[] {
    return [...this.#metrics.keys()];
  }
}
