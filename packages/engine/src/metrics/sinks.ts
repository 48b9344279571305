import type { MetricType } from '../contract/metrics.ts';
import { SortedValues } from './sorted-values.ts';

/** The aggregate of one metric or submetric. */
export type Sink = CounterSink | GaugeSink | RateSink | TrendSink;

export class CounterSink {
  readonly type = 'counter';
  isEmpty = true;
  count = 0;

  add(value: number): void {
    this.isEmpty = false;
    this.count += value;
  }
}

export class GaugeSink {
  readonly type = 'gauge';
  isEmpty = true;
  value = 0;
  min = 0;
  max = 0;

  add(value: number): void {
    this.min = this.isEmpty || value < this.min ? value : this.min;
    this.max = this.isEmpty || value > this.max ? value : this.max;
    this.value = value;
    this.isEmpty = false;
  }
}

export class RateSink {
  readonly type = 'rate';
  /** The number of samples that were not zero. */
  passes = 0;
  total = 0;

  get isEmpty(): boolean {
    return this.total === 0;
  }

  add(value: number): void {
    this.total++;
    if (value !== 0) this.passes++;
  }

  get rate(): number {
    return this.total === 0 ? 0 : this.passes / this.total;
  }
}

export class TrendSink {
  readonly type = 'trend';
  readonly #values = new SortedValues();
  #sum = 0;
  min = 0;
  max = 0;

  get isEmpty(): boolean {
    return this.#values.length === 0;
  }

  get count(): number {
    return this.#values.length;
  }

  get avg(): number {
    return this.isEmpty ? 0 : this.#sum / this.#values.length;
  }

  add(value: number): void {
    this.min = this.isEmpty || value < this.min ? value : this.min;
    this.max = this.isEmpty || value > this.max ? value : this.max;
    this.#sum += value;
    this.#values.add(value);
  }

  percentile(percent: number): number {
    return this.#values.percentile(percent);
  }
}

export function createSink(type: MetricType): Sink {
  switch (type) {
    case 'counter':
      return new CounterSink();
    case 'gauge':
      return new GaugeSink();
    case 'rate':
      return new RateSink();
    case 'trend':
      return new TrendSink();
  }
}
