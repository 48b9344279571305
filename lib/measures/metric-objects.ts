import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
import { type Inputs, needsIn } from '../plan/inputs.ts';
import type { Measure, Player } from './table/measure.ts';
import { measuresOf } from './table/rows.ts';
import type { ScriptName, SIDES_OF } from './table/scripts.ts';
import type { MetricName, TABLE } from './table/table.ts';

/** The part of k6's metric classes that recorders use. */
export interface Metric {
  add(value: number | boolean, tags?: Readonly<Record<string, string>>): void;
}

type Row = (typeof TABLE)[number][number];
type NamesOf<S extends Player, R = Row> = R extends { readonly name: infer N; readonly sides: readonly (infer Of)[] }
  ? S extends Of
    ? N
    : never
  : never;

type Needing<R = Row> = R extends { readonly name: infer N; readonly needs: string } ? N : never;

/** The metrics of the sides that a script plays. One that needs something of the plan may be undefined. */
export type MetricsOf<S extends Player> = {
  readonly [N in NamesOf<S> & MetricName]: N extends Needing ? Metric | undefined : Metric;
};

/**
 * Declares the metrics of a script. k6 allows that in init only. In a bundle the build has replaced the call by the
 * declarations themselves (build/declarations.ts).
 *
 * @example
 * const metrics = declareMeasures('customers', inputs);
 * metrics.ws_upgrade_503.add(true, { phase: 'ramp' });
 */
export function declareMeasures<S extends ScriptName>(
  script: S,
  inputs: Inputs,
): MetricsOf<(typeof SIDES_OF)[S][number]> {
  const met = needsIn(inputs);
  const made = measuresOf(script).filter(({ needs }) => needs === undefined || met.includes(needs));
  const metrics = made.map((measure) => [measure.name, declared(measure)]);
  return Object.fromEntries(metrics) as MetricsOf<(typeof SIDES_OF)[S][number]>;
}

function declared({ kind, name, unit }: Measure): Metric {
  switch (kind) {
    case 'Counter':
      return new Counter(name);
    case 'Gauge':
      return new Gauge(name);
    case 'Rate':
      return new Rate(name);
    case 'Trend':
      return new Trend(name, unit === 'ms');
  }
}
