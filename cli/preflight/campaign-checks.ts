import type { WrapupCode } from '@headroom/genesys-wire/platform';
import type { ShapeOf } from '../../lib/genesys/platform/shape.ts';
import type { Check } from '../../report/read/preflight.ts';
import { allPages } from '../platform/all-pages.ts';
import type { Org } from '../platform/org.ts';
import { firstFew } from './unknown-check.ts';

/** Outbound campaigns that could interfere with the test (docs/facts/genesys.md section 5). */

interface Campaign {
  readonly name: string;
  readonly campaignStatus?: string;
  readonly errors?: readonly unknown[];
}

/** A voice campaign. A messaging campaign has neither queue nor priority. */
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

const CAMPAIGN: ShapeOf<Campaign> = { name: 'string', 'campaignStatus?': 'string' };

interface Campaigns {
  readonly voice: readonly VoiceCampaign[];
  readonly messaging: readonly Campaign[];
  readonly rules: readonly CampaignRule[];
  readonly mappings: Mappings;
}

const OUTBOUND = '/api/v2/outbound';
/** Actions of a campaign rule that can make a campaign interfere during the test. */
const DISTURBING = new Set([
  'setCampaignPriority',
  'turnOnCampaign',
  'changeCampaignQueue',
  'setCampaignMessagesPerMinute',
]);
const BROKEN = new Set(['invalid', 'forced_off', 'forced_stopping']);

/** Reads campaigns, rules and wrap-up mappings. Throws `OrgError`. */
export async function readCampaigns(org: Org): Promise<Campaigns> {
  return {
    voice: await allPages<VoiceCampaign>(org, `${OUTBOUND}/campaigns`, {
      ...CAMPAIGN,
      'queue?': { id: 'string' },
      'priority?': 'number',
    }),
    messaging: await allPages<Campaign>(org, `${OUTBOUND}/messagingcampaigns`, CAMPAIGN),
    rules: await allPages<CampaignRule>(org, `${OUTBOUND}/campaignrules`, {
      name: 'string',
      'enabled?': 'boolean',
      'campaignRuleActions?': [{ 'actionType?': 'string' }],
    }),
    mappings: await org.read<Mappings>('GET', `${OUTBOUND}/wrapupcodemappings`, {
      'defaultSet?': ['string'],
      'mapping?': {},
    }),
  };
}

/**
 * Checks whether campaigns interfere with the test. `queues`: those of the test, undefined when the plan names none.
 */
export function campaignChecks(
  { voice, messaging, rules, mappings }: Campaigns,
  queues: readonly { readonly id: string; readonly wrapUpCodes: readonly WrapupCode[] }[] | undefined,
): Check[] {
  const what = 'campaigns';
  const checks: Check[] = [];
  const say = (state: Check['state'], found: readonly { name: string }[], is: string, change: string): void => {
    if (found.length > 0)
      checks.push({ what, state, is: `${found.length} ${is}: ${firstFew(found.map(({ name }) => name))}`, change });
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

/** Says which priorities the campaigns have. Campaigns of a queue share its agents by priority; 5 is the highest. */
function prioritiesOf(campaigns: readonly VoiceCampaign[]): string {
  const priorities = [...new Set(campaigns.map(({ priority = 5 }) => priority))].sort();
  return priorities.length === 0 ? '' : ` with priority ${priorities.join(' and ')}`;
}

/** Checks that the wrap-up codes are mapped. A code without a mapping counts as the default set. */
function mappingChecks(
  { defaultSet = [], mapping = {} }: Mappings,
  queues: readonly { readonly wrapUpCodes: readonly WrapupCode[] }[] | undefined,
): Check[] {
  const codes = new Map(queues?.flatMap(({ wrapUpCodes }) => wrapUpCodes.map(({ id, name }) => [id, name] as const)));
  const unmapped = [...codes].filter(([id]) => !Object.hasOwn(mapping, id)).map(([, name]) => name);
  if (codes.size === 0) return [];
  const what = 'wrap-up mappings';
  if (unmapped.length === 0) return [{ what, state: 'ok', is: `all ${codes.size} codes of the queues are mapped` }];
  const is = `${unmapped.length} of ${codes.size} codes of the queues are not mapped, and count as ${defaultSet.join(', ') || 'nothing'}: ${firstFew(unmapped)}`;
  return [{ what, state: 'warn', is, change: 'map them, or leave it at the default set knowingly' }];
}
