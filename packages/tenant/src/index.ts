/** A simulated Genesys Cloud tenant on loopback. `startTenant` serves one; the rest describes what it has and records. */
export type { Conversation, StoredMessage } from './conversations/conversation.ts';
export type { FaultDone } from './faults/faults.ts';
export { agentId, campaignId, configurationId, deploymentId, flowId, queueId, wrapUpCodeId } from './org.ts';
export { loadProfile, PROFILE_NAMES, SETTINGS } from './profile/load.ts';
export { type Profile, profileSchema } from './profile/schema.ts';
export type { ConversationEvent, Entry } from './record/record.ts';
export type { Queue } from './routing/queues.ts';
export { type RunningTenant, startTenant, type TenantOptions } from './server.ts';
export type { Tenant } from './tenant.ts';
