import * as z from 'zod';
import { campaignId, queueId } from '../../base/ready-made-ids.ts';
import type { Profile } from '../../profile/schema.ts';
import type { ApiCall, ApiRoute } from '../http/call.ts';
import { failure, invalidBody, notFound } from '../http/errors.ts';
import { PAGING, page, SMALLER_MAX_PAGE_SIZE } from '../http/page.ts';
import { filtered, LIST_FILTERS } from '../query/list-filters.ts';

/** The profile's campaigns, read-only, and the wrap-up code mappings (docs/facts/genesys.md section 5). */

type Outbound = Profile['outbound'];

/** The simulation has no contacts, and whatever a campaign refers to is this. */
const CONTACTS = { id: campaignId(0) };

/** Ids are numbered over all kinds: voice campaigns, then messaging campaigns, then rules. */
const voice = ({ campaigns }: Outbound) =>
  campaigns.map(({ queue, ...rest }, index) => ({
    id: campaignId(index + 1),
    ...rest,
    queue: { id: queueId(queue) },
    dialingMode: 'progressive',
    contactList: CONTACTS,
    phoneColumns: [{ columnName: 'phone', type: 'cell' }],
    callerName: 'Simulation',
    callerAddress: '+15550100',
    version: 1,
  }));

const messaging = ({ campaigns, messagingCampaigns }: Outbound) =>
  messagingCampaigns.map(({ media, ...rest }, index) => ({
    id: campaignId(campaigns.length + index + 1),
    ...rest,
    alwaysRunning: false,
    contactList: CONTACTS,
    version: 1,
    ...configOf(media),
  }));

/** What each medium requires of a messaging campaign. */
function configOf(media: Outbound['messagingCampaigns'][number]['media']) {
  switch (media) {
    case 'sms':
      return {
        smsConfig: { messageColumn: 'text', phoneColumn: 'phone', senderSmsPhoneNumber: { phoneNumber: '+15550100' } },
      };
    case 'email':
      return { emailConfig: { emailColumns: ['email'], fromAddress: { domain: { id: 'simulation.example' } } } };
    case 'whatsapp':
      return {
        whatsAppConfig: { whatsAppColumns: ['phone'], whatsAppIntegration: CONTACTS, contentTemplate: CONTACTS },
      };
  }
}

const rules = ({ campaigns, messagingCampaigns, campaignRules }: Outbound) =>
  campaignRules.map(({ actionType, ...rest }, index) => ({
    id: campaignId(campaigns.length + messagingCampaigns.length + index + 1),
    ...rest,
    campaignRuleEntities: {},
    campaignRuleActions: [{ actionType, campaignRuleActionEntities: {} }],
    campaignRuleConditions: [],
    version: 1,
  }));

/** Voice and messaging campaigns together, or those of one medium. */
function all({ tenant, query }: ApiCall) {
  const { outbound } = tenant.profile;
  const wanted = query.getAll('mediaType').flatMap((names) => names.toLowerCase().split(','));
  const media = outbound.messagingCampaigns.map((one) => one.media);
  const listed = [
    ...voice(outbound).map(({ id, name }) => ({ id, name, mediaType: 'voice' })),
    ...messaging(outbound).map(({ id, name }, index) => ({ id, name, mediaType: media[index] ?? '' })),
  ];
  const ofMedia = wanted.length === 0 ? listed : listed.filter(({ mediaType }) => wanted.includes(mediaType));
  return page(filtered(ofMedia, query), query, SMALLER_MAX_PAGE_SIZE);
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Routes that list, and that read one by its id. */
function readRoutes(
  path: string,
  of: (outbound: Outbound) => readonly Named[],
  filters: readonly string[],
): ApiRoute[] {
  const list = ({ tenant, query }: ApiCall) =>
    page(filtered(of(tenant.profile.outbound), query), query, SMALLER_MAX_PAGE_SIZE);
  const one = ({ tenant, ids: [id = ''] }: ApiCall) => of(tenant.profile.outbound).find((named) => named.id === id);
  return [
    { method: 'GET', path, query: [...PAGING, ...filters], answer: list },
    { method: 'GET', path: `${path}/{}`, answer: (call) => one(call) ?? notFound('Campaign') },
  ];
}

const mappingBody = z.object({
  version: z.int().optional(),
  defaultSet: z.array(z.string()),
  mapping: z.record(z.string(), z.array(z.string())),
});

const mappings = ({ tenant }: ApiCall) => ({
  id: 'wrapupcodemapping',
  version: 1,
  ...tenant.profile.outbound.wrapUpCodeMappings,
});

/** Replaces the mappings as a whole. */
function setMappings(call: ApiCall) {
  const parsed = mappingBody.safeParse(call.body);
  if (!parsed.success) return invalidBody(parsed.error);
  const { defaultSet, mapping } = parsed.data;
  const unknown = Object.keys(mapping).find((id) => !call.tenant.routing.wrapUpCodes.has(id));
  if (unknown !== undefined) return failure(400, 'bad.request', `mapping.${unknown}: no wrap-up code`);
  Object.assign(call.tenant.profile.outbound.wrapUpCodeMappings, { defaultSet, mapping });
  return mappings(call);
}

const root = '/api/v2/outbound';
export const outboundRoutes: readonly ApiRoute[] = [
  { method: 'GET', path: `${root}/campaigns/all`, query: [...PAGING, 'mediaType', ...LIST_FILTERS], answer: all },
  ...readRoutes(`${root}/campaigns`, voice, LIST_FILTERS),
  ...readRoutes(`${root}/messagingcampaigns`, messaging, LIST_FILTERS),
  ...readRoutes(`${root}/campaignrules`, rules, ['name', 'sortOrder']),
  { method: 'GET', path: `${root}/wrapupcodemappings`, answer: mappings },
  { method: 'PUT', path: `${root}/wrapupcodemappings`, answer: setMappings },
];
