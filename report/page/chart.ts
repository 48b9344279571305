/** What a chart shows: made and drawn by the report; the page reads values out of it. */
export interface Chart {
  readonly kind: 'time' | 'distribution';
  /** Unix ms of second 0; of a distribution 0. */
  readonly startedMs: number;
  /** Seconds from the start, or for a distribution the lower edges of its bars in ms. */
  readonly x: readonly number[];
  readonly lines: readonly ChartLine[];
  /** `ms` has its numbers written as durations. */
  readonly unit: 'ms' | 'count' | 'per second';
  /** Moments worth a dotted line. */
  readonly marks: readonly { readonly at: number; readonly label: string }[];
  readonly isTall: boolean;
  /** The last bar of a distribution holds all that is above it too. */
  readonly isOpenEnded: boolean;
}

export interface ChartLine {
  readonly label: string;
  /** A colour of the page by its name: `--<colour>`. */
  readonly colour: string;
  readonly look: 'line' | 'dashed' | 'dotted' | 'area' | 'bars' | 'stacked bars';
  /** Bars in a strip below the chart, with a scale of their own. */
  readonly isAtFoot?: boolean;
  readonly values: readonly (number | null)[];
}

/** All charts of a page by the id of their element. */
export type Charts = Readonly<Record<string, Chart>>;
