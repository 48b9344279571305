import { describe, expect, it } from 'vitest';
import { queueId, wrapUpCodeId } from '../../src/base/ready-made-ids.ts';
import { api, tenantWith } from '../client.ts';

const ROOT = '/api/v2/outbound';
const CAMPAIGNS = [
  'outbound.messagingCampaigns=[{"name":"News","campaignStatus":"on","messagesPerMinute":30,"media":"sms"}]',
  'outbound.campaigns=[{"name":"Calls","campaignStatus":"invalid","priority":3,"errors":[{"error":"e","details":"d"}]}]',
  'outbound.campaignRules=[{"name":"Switch","actionType":"setCampaignPriority"}]',
];

describe('outbound campaigns', () => {
  it.each(['campaigns', 'messagingcampaigns', 'campaignrules', 'campaigns/all'])('there are no %s', async (path) => {
    expect((await api(await tenantWith(), 'GET', `${ROOT}/${path}`)).body).toMatchObject({ entities: [], total: 0 });
  });

  it('are what the profile says', async () => {
    const tenant = await tenantWith(CAMPAIGNS);
    const [messaging] = (await api(tenant, 'GET', `${ROOT}/messagingcampaigns`)).body.entities;
    expect(messaging).toMatchObject({ name: 'News', campaignStatus: 'on', messagesPerMinute: 30, smsConfig: {} });
    expect((await api(tenant, 'GET', `${ROOT}/messagingcampaigns/${messaging.id}`)).body).toEqual(messaging);
    const [voice] = (await api(tenant, 'GET', `${ROOT}/campaigns`)).body.entities;
    expect(voice).toMatchObject({ priority: 3, queue: { id: queueId(1) }, errors: [{ error: 'e' }] });
    const [rule] = (await api(tenant, 'GET', `${ROOT}/campaignrules`)).body.entities;
    expect(rule).toMatchObject({ enabled: true, campaignRuleActions: [{ actionType: 'setCampaignPriority' }] });
  });

  it('are listed all at once, or by medium', async () => {
    const tenant = await tenantWith(CAMPAIGNS);
    const media = async (query: string) =>
      (await api(tenant, 'GET', `${ROOT}/campaigns/all${query}`)).body.entities.map(
        ({ mediaType }: { mediaType: string }) => mediaType,
      );
    expect(await media('')).toEqual(['voice', 'sms']);
    expect(await media('?mediaType=sms')).toEqual(['sms']);
  });
});

describe('wrap-up mappings', () => {
  it('are one object, that is replaced', async () => {
    const tenant = await tenantWith();
    const body = { version: 1, defaultSet: [], mapping: { [wrapUpCodeId(1)]: ['Business_Success'] } };
    expect((await api(tenant, 'PUT', `${ROOT}/wrapupcodemappings`, body)).status).toBe(200);
    expect((await api(tenant, 'GET', `${ROOT}/wrapupcodemappings`)).body).toMatchObject(body);
  });

  it('of a code that is not there are refused with 400', async () => {
    const body = { defaultSet: [], mapping: { nothing: [] } };
    expect((await api(await tenantWith(), 'PUT', `${ROOT}/wrapupcodemappings`, body)).status).toBe(400);
  });
});
