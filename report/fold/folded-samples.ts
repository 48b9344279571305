import type { Declaration, SampleTags } from '../read/sample-line.ts';
import { trackOf } from './drawn-metrics.ts';
import { GoalSeconds, goalMetric } from './goal-seconds.ts';
import { MetricSamples } from './metric-samples.ts';
import { RefusalSamples } from './refusal-samples.ts';
import type { SampleSeries } from './sample-series.ts';
import { Timeline, type Track } from './timeline.ts';

/** Metrics that are told apart. k6's own and those of a script are some dozens; a file may name one in each line. */
const MAX_METRICS = 10_000;

/** A run has at most so many shares. */
const MAX_SHARES = 1_000;

/** Where samples of one metric with one set of tags go. */
export interface SampleSlot {
  readonly series: SampleSeries;
  readonly track: Track | undefined;
  readonly seconds: GoalSeconds | undefined;
  readonly isSetup: boolean;
}

/**
 * Samples folded into what a report needs, in bounded memory. Folds of parts merge into the fold of the whole, and the
 * order of the lines does not matter.
 */
export class FoldedSamples {
  readonly metrics = new Map<string, MetricSamples>();
  readonly timeline = new Timeline();
  /** Samples that a goal of a plan is about, second by second, by the name of their metric or its part. */
  readonly goals = new Map<string, GoalSeconds>();
  readonly refusals = new RefusalSamples();
  /** What setup says of which run and share they are, one for each share, as JSON. */
  readonly shares = new Set<string>();
  count = 0;
  /** Samples of metrics beyond `MAX_METRICS`: they are counted, and not told apart. */
  beyond = 0;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  /** The last sample of setup: about when the scenarios start. */
  setupEndsMs = Number.NEGATIVE_INFINITY;

  declare(name: string, declaration: Declaration): void {
    if (this.#isBeyond(name)) return;
    this.#metric(name).declaration ??= declaration;
  }

  /** Undefined for a metric beyond those that are told apart. */
  slot(metric: string, tags: SampleTags): SampleSlot | undefined {
    if (this.#isBeyond(metric)) {
      this.beyond++;
      return undefined;
    }
    const track = trackOf(metric, tags);
    const goal = goalMetric(metric, tags);
    return {
      series: this.#metric(metric).series(tags),
      track: track && this.timeline.track(track.name, track.kind),
      seconds: goal === undefined ? undefined : this.#goal(goal),
      isSetup: tags.group === '::setup',
    };
  }

  add({ series, track, seconds, isSetup }: SampleSlot, timeMs: number, value: number): void {
    this.count++;
    if (timeMs < this.firstMs) this.firstMs = timeMs;
    if (timeMs > this.lastMs) this.lastMs = timeMs;
    if (isSetup && timeMs > this.setupEndsMs) this.setupEndsMs = timeMs;
    series.add(timeMs, value);
    if (track) this.timeline.add(track, timeMs, value);
    seconds?.add(timeMs, value);
  }

  merge(other: FoldedSamples): void {
    for (const [name, metric] of other.metrics) if (!this.#isBeyond(name)) this.#metric(name).merge(metric);
    this.beyond += other.beyond;
    this.timeline.merge(other.timeline);
    this.refusals.merge(other.refusals);
    for (const share of other.shares) this.noteShare(share);
    for (const [name, seconds] of other.goals) this.#goal(name).merge(seconds);
    this.count += other.count;
    this.firstMs = Math.min(this.firstMs, other.firstMs);
    this.lastMs = Math.max(this.lastMs, other.lastMs);
    this.setupEndsMs = Math.max(this.setupEndsMs, other.setupEndsMs);
  }

  noteShare(share: string): void {
    if (this.shares.size < MAX_SHARES) this.shares.add(share);
  }

  #isBeyond(name: string): boolean {
    return this.metrics.size >= MAX_METRICS && !this.metrics.has(name);
  }

  #goal(name: string): GoalSeconds {
    const known = this.goals.get(name);
    if (known) return known;
    const seconds = new GoalSeconds();
    this.goals.set(name, seconds);
    return seconds;
  }

  #metric(name: string): MetricSamples {
    const known = this.metrics.get(name);
    if (known) return known;
    const metric = new MetricSamples();
    this.metrics.set(name, metric);
    return metric;
  }
}
