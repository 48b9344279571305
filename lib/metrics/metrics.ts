import { Counter, Rate, Trend } from 'k6/metrics';
import { METRICS, type MetricKind, type MetricName } from './names.ts';

type Kinds = { Counter: Counter; Rate: Rate; Trend: Trend; Duration: Trend };
type Metrics = { readonly [N in MetricName]: Kinds[(typeof METRICS)[N]] };

function declare(name: string, kind: MetricKind): Counter | Rate | Trend {
  if (kind === 'Counter') return new Counter(name);
  return kind === 'Rate' ? new Rate(name) : new Trend(name, kind === 'Duration');
}

/** The metrics, declared in k6. Init context only, so every script that measures imports this module. */
export const metrics = Object.fromEntries(
  Object.entries(METRICS).map(([name, kind]) => [name, declare(name, kind)]),
) as Metrics;
