import { Histogram } from './histogram.ts';

/** Buckets start this wide and double until the whole run fits. */
const MIN_WIDTH_MS = 250;
const MAX_BUCKETS = 600;

/** What a bucket keeps of its samples: their sum, how many are not 0, the greatest, or their distribution. */
export type TrackKind = 'sum' | 'hits' | 'greatest' | 'distribution';

/** One line over time. `cells` by the number of the bucket. */
export interface Track {
  readonly kind: TrackKind;
  readonly cells: Map<number, number | Histogram>;
}

/**
 * Tracks over time in buckets of one width that adapts to the length of the run. Bucket n is from n × width since the
 * epoch, so two timelines merge without loss, and the order of samples does not matter.
 */
export class Timeline {
  readonly tracks = new Map<string, Track>();
  widthMs = MIN_WIDTH_MS;
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /** The first and the last bucket that has a sample. */
  get range(): { readonly first: number; readonly last: number } {
    return { first: this.#first, last: this.#last };
  }

  track(name: string, kind: TrackKind): Track {
    const known = this.tracks.get(name);
    if (known) return known;
    const track: Track = { kind, cells: new Map() };
    this.tracks.set(name, track);
    return track;
  }

  add(track: Track, timeMs: number, value: number): void {
    this.#reach(timeMs, timeMs);
    const bucket = Math.floor(timeMs / this.widthMs);
    const cell = track.cells.get(bucket);
    switch (track.kind) {
      case 'sum':
        track.cells.set(bucket, asNumber(cell) + value);
        break;
      case 'hits':
        track.cells.set(bucket, asNumber(cell) + (value === 0 ? 0 : 1));
        break;
      case 'greatest':
        track.cells.set(bucket, cell === undefined ? value : Math.max(asNumber(cell), value));
        break;
      case 'distribution': {
        const histogram = cell instanceof Histogram ? cell : new Histogram();
        if (cell === undefined) track.cells.set(bucket, histogram);
        histogram.add(value);
      }
    }
  }

  merge(other: Timeline): void {
    if (other.#first > other.#last) return;
    while (this.widthMs < other.widthMs) this.#widen();
    this.#reach(other.#first * other.widthMs, other.#last * other.widthMs);
    const ratio = this.widthMs / other.widthMs;
    for (const [name, { kind, cells }] of other.tracks) {
      const track = this.track(name, kind);
      for (const [bucket, cell] of cells) mergeInto(track, Math.floor(bucket / ratio), cell);
    }
  }

  /** Makes room for the time from `fromMs` to `toMs`. */
  #reach(fromMs: number, toMs: number): void {
    this.#first = Math.min(this.#first, Math.floor(fromMs / this.widthMs));
    this.#last = Math.max(this.#last, Math.floor(toMs / this.widthMs));
    while (this.#last - this.#first >= MAX_BUCKETS) this.#widen();
  }

  #widen(): void {
    this.widthMs *= 2;
    this.#first = Math.floor(this.#first / 2);
    this.#last = Math.floor(this.#last / 2);
    for (const track of this.tracks.values()) {
      const cells = [...track.cells];
      track.cells.clear();
      for (const [bucket, cell] of cells) mergeInto(track, Math.floor(bucket / 2), cell);
    }
  }
}

function mergeInto({ kind, cells }: Track, bucket: number, cell: number | Histogram): void {
  const own = cells.get(bucket);
  if (cell instanceof Histogram) {
    const histogram = own instanceof Histogram ? own : new Histogram();
    if (own === undefined) cells.set(bucket, histogram);
    histogram.merge(cell);
  } else if (own === undefined) cells.set(bucket, cell);
  else cells.set(bucket, kind === 'greatest' ? Math.max(asNumber(own), cell) : asNumber(own) + cell);
}

function asNumber(cell: number | Histogram | undefined): number {
  return typeof cell === 'number' ? cell : 0;
}
