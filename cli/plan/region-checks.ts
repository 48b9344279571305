import { regionOf } from '../../lib/plan/regions.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { hostsOf, isLoopback, nameOf } from '../../lib/plan/target.ts';
import type { Check } from '../../report/read/preflight.ts';
import { localText, outsideNight } from './region-night.ts';

const CONFIRM = 'let Genesys confirm it, or change "approval" in the plan (docs/approval.md)';

/**
 * What is known of the place that the plan's load and tokens go to, and whether the approved window is what Genesys
 * grants there. None of it refuses a plan: what Genesys approved in writing counts, and the time zone of a region is
 * inferred. Empty for this machine.
 */
export function regionChecks({ target, approval }: Plan): Check[] {
  if (isLoopback(target)) return [];
  const region = 'domain' in target ? regionOf(target.domain) : undefined;
  if (region === undefined) return [unlistedCheck(target)];
  const { id, place, zone } = region;
  const known: Check = { what: 'region', state: 'ok', is: `${id}, ${place}` };
  if (approval === undefined) return [known];
  const window = { fromMs: Date.parse(approval.from), toMs: Date.parse(approval.to) };
  const night = `the night of ${id}, 23:00 to 05:00 in ${zone}`;
  const [first, ...rest] = outsideNight(window, zone);
  if (first !== undefined) {
    const more = rest.length === 0 ? '' : `, and ${rest.length} more such times`;
    const is = `outside ${night}: ${localText(first, zone)} there${more}`;
    return [known, { what: 'approved window', state: 'warn', is, change: CONFIRM }];
  }
  return [known, { what: 'approved window', state: 'ok', is: `within ${night}` }];
}

/** Names every address that an unlisted target's tokens go to. */
function unlistedCheck(target: Plan['target']): Check {
  const addresses = [...new Set(Object.values(hostsOf(target)))].join(', ');
  return {
    what: 'region',
    state: 'warn',
    is: `${nameOf(target)} is not in headroom's table: tokens go to ${addresses}, and its night is not known`,
    change: 'make sure that these are Genesys’s, and that the approved window is what Genesys grants there',
  };
}
