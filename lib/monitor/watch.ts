import exec from 'k6/execution';
import type { Prepared } from '../plan/prepared.ts';
import { monitorTenant } from './monitor.ts';
import { standSentinel } from './sentinel.ts';

/**
 * What the VU of the scenario `monitor` or `sentinel` does. One function for both: in k6 each function of a script costs
 * every VU, and these two are for one VU each.
 */
export function watchTenant(prepared: Prepared): Promise<void> {
  return exec.scenario.name === 'sentinel' ? standSentinel(prepared) : monitorTenant(prepared);
}
