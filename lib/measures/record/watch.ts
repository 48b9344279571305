import { causeOf } from '../../transport/upgrade-cause.ts';
import type { Emit, WatchEvent } from '../events.ts';
import type { MetricsOf } from '../metric-objects.ts';
import { HOLDERS, LEVELS, TENANT_STATES } from '../table/tag-values.ts';
import { addWithWords } from './refusal.ts';
import { recordCall, recordUnexpected } from './shared.ts';

/** The metrics of monitor, sentinel and platform load. A script without a monitor declares none of the monitor's. */
export type WatchMetrics = MetricsOf<'customer'> & Partial<MetricsOf<'monitor'>>;

/** Records the events of the monitor, the sentinel and the platform load. */
export function recordWatch(metrics: WatchMetrics): Emit<WatchEvent> {
  return (event) => {
    switch (event.kind) {
      case 'levels':
        for (const level of LEVELS) metrics.tenant_level?.add(event.levels[level], { level });
        break;
      case 'states':
        for (const state of TENANT_STATES) metrics.tenant_state?.add(event.states[state], { state });
        break;
      case 'waiting':
        metrics.tenant_state?.add(event.tenths !== undefined, { state: 'waiting' });
        for (const state of HOLDERS) {
          const tenths = event.tenths?.[state];
          if (tenths === undefined) continue;
          for (let tenth = 0; tenth < 10; tenth++) metrics.tenant_state?.add(tenth < tenths, { state });
        }
        break;
      case 'reading':
        recordReading(metrics, event);
        break;
      case 'knock': {
        const { ended, deployment } = event;
        const is503 = ended.kind === 'refused' && ended.status === 503;
        const cause = ended.kind === 'closed' ? 'none' : causeOf(ended);
        if (metrics.sentinel_503) addWithWords(metrics.sentinel_503, is503, { cause }, ended, deployment);
        break;
      }
      case 'call':
        recordCall(metrics, event);
        break;
      case 'unexpected-answer':
        recordUnexpected(metrics, event);
        break;
    }
  };
}

/** A reading that was left out stands for the same as one that failed: nothing is known of the tenant then. */
function recordReading(
  metrics: WatchMetrics,
  { read, leftOut, blindMs }: Extract<WatchEvent, { kind: 'reading' }>,
): void {
  for (let number = 0; number < leftOut; number++) metrics.tenant_state?.add(true, { state: 'blind' });
  metrics.tenant_state?.add(!read, { state: 'blind' });
  metrics.tenant_level?.add(blindMs / 1_000, { level: 'blind' });
}
