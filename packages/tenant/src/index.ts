/**
 * A simulated Genesys Cloud tenant on loopback. `startTenant` serves one with a profile of `loadProfile`; the rest is
 * what the org has, what it records, and the clock of a test.
 */
export type { TenantClock } from './base/clock.ts';
export { ManualClock } from './base/manual-clock.ts';
export {
  agentId,
  campaignId,
  configurationId,
  deploymentId,
  flowId,
  queueId,
  wrapUpCodeId,
} from './base/ready-made-ids.ts';
export type { Conversation } from './conversations/conversation.ts';
export type { StoredMessage } from './conversations/message.ts';
export type { FaultDone } from './faults/fault-injector.ts';
export type { Tenant } from './org/tenant.ts';
export { loadProfile, PROFILE_NAMES, SETTINGS } from './profile/load.ts';
export { type Profile, profileSchema } from './profile/schema.ts';
export type { ConversationEvent, Entry } from './record/record.ts';
export type { Queue } from './routing/queues.ts';
export { type RunningTenant, type StartTenantOptions, startTenant } from './server.ts';
