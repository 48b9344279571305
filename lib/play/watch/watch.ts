import exec from 'k6/execution';
import type { Prepared } from '../../plan/prepared.ts';
import { monitorTenant } from './monitor.ts';
import { loadPlatform } from './platform-load.ts';
import { standSentinel } from './sentinel.ts';

/**
 * What a VU of the scenario `monitor`, `sentinel` or `platform-load` does. One function for all: in k6 each function of a
 * script costs every VU, and these are for few.
 */
export function watchTenant(prepared: Prepared): Promise<void> {
  switch (exec.scenario.name) {
    case 'sentinel':
      return standSentinel(prepared);
    case 'platform-load':
      return loadPlatform(prepared);
    default:
      return monitorTenant(prepared);
  }
}
