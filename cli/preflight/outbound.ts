import type { WrapupCode } from '@headroom/genesys-wire/platform';
import type { Check } from '../../report/read/preflight.ts';
import type { Org } from '../platform/org.ts';
import { allOf } from '../platform/pages.ts';
import { someOf } from './check.ts';

/** Campaigns and what belongs to them, as far as they can come into a test's way (genesys.md section 5). */

interface Campaign {
  readonly name: string;
  readonly campaignStatus?: string;
  readonly errors?: readonly unknown[];
}

/** Messaging campaigns have no queue, and no priority. */
interface VoiceCampaign extends Campaign {
  readonly queue?: { readonly id: string };
  readonly priority?: number;
}

interface CampaignRule {
  readonly name: string;
  readonly enabled?: boolean;
  readonly campaignRuleActions?: readonly { readonly actionType?: string }[];
}

interface Mappings {
  readonly defaultSet?: readonly string[];
  readonly mapping?: Readonly<Record<string, readonly string[]>>;
}

interface Outbound {
  readonly voice: readonly VoiceCampaign[];
  readonly messaging: readonly Campaign[];
  readonly rules: readonly CampaignRule[];
  readonly mappings: Mappings;
}

const OUTBOUND = '/api/v2/outbound';
/** Actions by which a rule can put a campaign into the test's way while it runs. */
const DISTURBING = new Set([
  'setCampaignPriority',
  'turnOnCampaign',
  'changeCampaignQueue',
  'setCampaignMessagesPerMinute',
]);
const BROKEN = new Set(['invalid', 'forced_off', 'forced_stopping']);

/** Throws `OrgError`. */
export async function readOutbound(org: Org): Promise<Outbound> {
  return {
    voice: await allOf<VoiceCampaign>(org, `${OUTBOUND}/campaigns`),
    messaging: await allOf<Campaign>(org, `${OUTBOUND}/messagingcampaigns`),
    rules: await allOf<CampaignRule>(org, `${OUTBOUND}/campaignrules`),
    mappings: await org.call<Mappings>('GET', `${OUTBOUND}/wrapupcodemappings`),
  };
}

/** `queues`: those of the test; undefined where nobody named them. */
export function outboundChecks(
  { voice, messaging, rules, mappings }: Outbound,
  queues: readonly { readonly id: string; readonly wrapUpCodes: readonly WrapupCode[] }[] | undefined,
): Check[] {
  const what = 'campaigns';
  const checks: Check[] = [];
  const say = (state: Check['state'], found: readonly { name: string }[], is: string, change: string): void => {
    if (found.length > 0)
      checks.push({ what, state, is: `${found.length} ${is}: ${someOf(found.map(({ name }) => name))}`, change });
  };
  const dialling = voice.filter(isOn);
  const ids = new Set(queues?.map(({ id }) => id));
  const onOurs = dialling.filter(({ queue }) => queue !== undefined && ids.has(queue.id));
  say(
    queues === undefined ? 'warn' : 'fail',
    queues === undefined ? dialling : onOurs,
    queues === undefined
      ? 'voice campaigns are on, and whether on the queues of the test is not known'
      : `voice campaigns dial on the queues of the test${prioritiesOf(onOurs)}, and take its agents`,
    'turn them off for the test, or test with queues and agents of its own',
  );
  say(
    'warn',
    messaging.filter(isOn),
    'messaging campaigns are on: answers to them are messages as well, and take places of agents who share a queue with the test',
    'turn them off for the test, unless they are of other agents',
  );
  say(
    'warn',
    rules.filter(({ enabled, campaignRuleActions = [] }) => enabled === true && campaignRuleActions.some(disturbs)),
    'campaign rules are enabled that may turn a campaign on, or change its priority, queue or pace, in mid-test',
    'disable them for the test',
  );
  say(
    'warn',
    [...voice, ...messaging].filter(isBroken),
    'campaigns have errors, or were stopped by force',
    'mend them, or turn them off',
  );
  if (checks.length > 0) return [...checks, ...mappingChecks(mappings, queues)];
  const all = voice.length + messaging.length;
  return [
    { what, state: 'ok', is: all === 0 ? 'none' : `none of ${all} comes in the way` },
    ...(all === 0 ? [] : mappingChecks(mappings, queues)),
  ];
}

const isOn = ({ campaignStatus }: Campaign): boolean => campaignStatus === 'on';
const isBroken = ({ campaignStatus = '', errors = [] }: Campaign): boolean =>
  errors.length > 0 || BROKEN.has(campaignStatus);
const disturbs = ({ actionType = '' }: { readonly actionType?: string }): boolean => DISTURBING.has(actionType);

/** Campaigns of one queue share its agents by their priorities, 5 the highest. */
function prioritiesOf(campaigns: readonly VoiceCampaign[]): string {
  const priorities = [...new Set(campaigns.map(({ priority = 5 }) => priority))].sort();
  return priorities.length === 0 ? '' : ` with priority ${priorities.join(' and ')}`;
}

/** A code that maps to nothing of its own counts as the default set says. */
function mappingChecks(
  { defaultSet = [], mapping = {} }: Mappings,
  queues: readonly { readonly wrapUpCodes: readonly WrapupCode[] }[] | undefined,
): Check[] {
  const codes = new Map(queues?.flatMap(({ wrapUpCodes }) => wrapUpCodes.map(({ id, name }) => [id, name] as const)));
  const unmapped = [...codes].filter(([id]) => !Object.hasOwn(mapping, id)).map(([, name]) => name);
  if (codes.size === 0) return [];
  const what = 'wrap-up mappings';
  if (unmapped.length === 0) return [{ what, state: 'ok', is: `all ${codes.size} codes of the queues are mapped` }];
  const is = `${unmapped.length} of ${codes.size} codes of the queues are not mapped, and count as ${defaultSet.join(', ') || 'nothing'}: ${someOf(unmapped)}`;
  return [{ what, state: 'warn', is, change: 'map them, or leave it at the default set knowingly' }];
}
