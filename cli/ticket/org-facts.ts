import type { EntityListing } from '@headroom/genesys-wire/platform';
import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import { type AnalyticsInterval, findConversations } from '../platform/find-conversations.ts';
import type { Org } from '../platform/org.ts';

/** What an org says of itself that belongs into a ticket. */
export interface OrgFacts {
  readonly id: string;
  readonly name: string;
  /** The limits in effect, by namespace and key. */
  readonly limits: readonly { readonly namespace: string; readonly key: string; readonly value: number }[];
  /** Ids of the web-messaging conversations of the time of the runs; undefined before a run. */
  readonly conversations: readonly string[] | undefined;
}

interface Me {
  readonly id: string;
  readonly name: string;
}
interface Limit {
  readonly key: string;
  readonly value: number;
}
const ME: ShapeOf<Me> = { id: 'string', name: 'string' };
const LIMITS: ShapeOf<EntityListing<Limit>> = { entities: [{ key: 'string', value: 'number' }] };
const NAMESPACES = ['web.messaging', 'platform.api'];

/** Reads who the org is, its limits in effect, and which conversations it had in an interval. Throws `OrgError`. */
export async function readOrgFacts(org: Org, interval: AnalyticsInterval | undefined): Promise<OrgFacts> {
  const { id, name } = await org.read<Me>('GET', '/api/v2/organizations/me', ME);
  const limits: OrgFacts['limits'][number][] = [];
  for (const namespace of NAMESPACES) {
    const path = `/api/v2/organizations/limits/namespaces/${namespace}`;
    const { entities } = await org.read<EntityListing<Limit>>('GET', path, LIMITS);
    limits.push(...entities.map(({ key, value }) => ({ namespace, key, value })));
  }
  const found = interval && (await findConversations(org, interval, () => undefined));
  return { id, name, limits, conversations: found?.map((one) => one.id) };
}
