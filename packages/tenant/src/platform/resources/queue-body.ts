import * as z from 'zod';
import { ACW_MODES } from '../../profile/acw-modes.ts';
import type { Queue } from '../../routing/queues.ts';

/**
 * The body that makes or changes a queue: Genesys's `CreateQueueRequest` and `QueueRequest` (docs/facts/genesys.md
 * sections 4 and 13). What routing follows is checked; the rest of the model is kept, and read back as it was written.
 */

/** Fields of the model that routing does not follow. Terraform's provider sends null for an empty list. */
const KEPT = [
  'division',
  'description',
  'routingRules',
  'conditionalGroupRouting',
  'conditionalGroupActivation',
  'bullseye',
  'scoringMethod',
  'lastAgentRoutingMode',
  'skillEvaluationMethod',
  'memberGroups',
  'queueFlow',
  'emailInQueueFlow',
  'messageInQueueFlow',
  'whisperPrompt',
  'onHoldPrompt',
  'defaultMediaLanguage',
  'autoAnswerOnly',
  'cannedResponseLibraries',
  'enableTranscription',
  'enableAudioMonitoring',
  'enableManualAssignment',
  'agentOwnedRouting',
  'directRouting',
  'callingPartyName',
  'callingPartyNumber',
  'defaultScripts',
  'outboundMessagingAddresses',
  'outboundEmailAddress',
  'peerId',
  'suppressInQueueCallRecording',
] as const;

/** Fields that the server sets: a client that writes back what it read sends them too. */
const SET_BY_SERVER = [
  'id',
  'dateCreated',
  'dateModified',
  'modifiedBy',
  'createdBy',
  'memberCount',
  'userMemberCount',
  'joinedMemberCount',
  'selfUri',
] as const;

const anything = <T extends string>(names: readonly T[]) =>
  Object.fromEntries(names.map((name) => [name, z.unknown().optional()])) as Record<T, z.ZodOptional<z.ZodUnknown>>;

const messageSettings = z
  .looseObject({
    alertingTimeoutSeconds: z.number().min(7).max(900),
    enableAutoAnswer: z.boolean(),
    subTypeSettings: z
      .looseObject({ webmessaging: z.looseObject({ enableAutoAnswer: z.boolean() }).partial() })
      .partial(),
    enableInactivityTimeout: z.boolean(),
    inactivityTimeoutSettings: z.object({ timeoutSeconds: z.number().positive(), actionType: z.literal('DISCONNECT') }),
  })
  .partial();

export const queueBody = z.strictObject({
  name: z.string().min(1),
  acwSettings: z
    .object({ wrapupPrompt: z.enum(ACW_MODES), timeoutMs: z.int().min(0).max(900_000).default(300_000) })
    .optional(),
  mediaSettings: z.looseObject({ message: messageSettings }).partial().optional(),
  ...anything(KEPT),
  ...anything(SET_BY_SERVER),
});
export type QueueBody = z.output<typeof queueBody>;

/** Puts what a body says into a queue. */
export function applyTo(queue: Queue, { name, acwSettings, mediaSettings, ...rest }: QueueBody): void {
  queue.name = name;
  queue.written = {
    ...Object.fromEntries(
      KEPT.flatMap((key) => (rest[key] === undefined || rest[key] === null ? [] : [[key, rest[key]]])),
    ),
    mediaSettings: mediaSettings ?? queue.written.mediaSettings,
  };
  if (acwSettings !== undefined) queue.acwSettings = acwSettings;
  const { message = {} } = mediaSettings ?? {};
  const { alertingTimeoutSeconds, enableInactivityTimeout, inactivityTimeoutSettings } = message;
  // A setting of the subtype overrides that of the medium.
  queue.autoAnswer =
    message.subTypeSettings?.webmessaging?.enableAutoAnswer ?? message.enableAutoAnswer ?? queue.autoAnswer;
  if (alertingTimeoutSeconds !== undefined) queue.alertingTimeoutMs = alertingTimeoutSeconds * 1_000;
  if (enableInactivityTimeout !== undefined)
    queue.inactivityTimeoutMs = enableInactivityTimeout ? inMs(inactivityTimeoutSettings?.timeoutSeconds) : undefined;
}

const inMs = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1_000);
