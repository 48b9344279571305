import exec from 'k6/execution';
import type { MetricsOf } from '../../measures/metric-objects.ts';
import { recordWatch } from '../../measures/record/watch.ts';
import type { Inputs } from '../../plan/inputs.ts';
import { monitorTenant } from './monitor.ts';
import { loadPlatform } from './platform-load.ts';
import { standSentinel } from './sentinel.ts';

/**
 * One iteration of the scenario `monitor`, `sentinel` or `platform-load`. There is one function for all three,
 * because each function that a script exports costs memory in every VU.
 */
export function watchTenant(inputs: Inputs, metrics: MetricsOf<'customer' | 'monitor'>): Promise<void> {
  switch (exec.scenario.name) {
    case 'sentinel':
      return standSentinel(inputs, metrics);
    case 'platform-load':
      return loadPlatform(inputs, recordWatch(metrics));
    default:
      return monitorTenant(inputs, recordWatch(metrics));
  }
}
