import type { MetricsOf } from '../../../../lib/measures/metric-objects.ts';
import type { Player } from '../../../../lib/measures/table/measure.ts';

export type Sample = readonly [name: string, value: number | boolean, tags: Readonly<Record<string, string>>];

/** Metrics that keep what is added to them, whatever they are called: the recorder alone decides on the names. */
export function aRecording<S extends Player>(): { readonly samples: Sample[]; readonly metrics: MetricsOf<S> } {
  const samples: Sample[] = [];
  const metrics = new Proxy(
    {},
    {
      get: (_, name) => ({
        add: (value: number | boolean, tags: Readonly<Record<string, string>> = {}) =>
          samples.push([String(name), value, tags]),
      }),
    },
  );
  return { samples, metrics: metrics as MetricsOf<S> };
}

/** What a recorder adds for one event. */
export function recorded<S extends Player, Event>(
  record: (metrics: MetricsOf<S>) => (event: Event) => void,
  event: Event,
): Sample[] {
  const { samples, metrics } = aRecording<S>();
  record(metrics)(event);
  return samples;
}
