import type { MetricName } from '../../lib/measures/table/table.ts';
import type { SampleTags } from '../read/sample-line.ts';
import type { TrackKind } from './timeline.ts';

/** What the report draws over time: a metric, what a bucket keeps of it, and the tag that splits it. */
interface Drawn {
  readonly kind: TrackKind;
  readonly by?: string;
}

const DRAWN: Readonly<Partial<Record<MetricName, Drawn>>> = {
  guest_sessions_opened: { kind: 'sum' },
  guest_sessions_closed: { kind: 'sum' },
  ws_upgrade_failed: { kind: 'hits', by: 'cause' },
  upgrades_admitted: { kind: 'sum' },
  storm_attempts: { kind: 'sum', by: 'cause' },
  agents_connected: { kind: 'sum' },
  agents_disconnected: { kind: 'sum' },
  conversations: { kind: 'sum', by: 'state' },
  tenant_level: { kind: 'greatest', by: 'level' },
  guest_session_ready: { kind: 'distribution' },
  message_ack: { kind: 'distribution' },
  message_delivery: { kind: 'distribution', by: 'side' },
  agent_accept: { kind: 'distribution' },
  platform_request: { kind: 'distribution' },
};

/** The track that samples of `metric` with these tags go to: `message_delivery{customer}`. Undefined: not drawn. */
export function trackOf(
  metric: string,
  tags: SampleTags,
): { readonly name: string; readonly kind: TrackKind } | undefined {
  if (!Object.hasOwn(DRAWN, metric)) return undefined;
  const drawn = DRAWN[metric as MetricName];
  if (drawn === undefined) return undefined;
  const name = drawn.by === undefined ? metric : `${metric}{${tags[drawn.by] ?? ''}}`;
  return { name, kind: drawn.kind };
}
