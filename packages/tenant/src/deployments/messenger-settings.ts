import * as z from 'zod';
import type { Profile } from '../profile/schema.ts';

/**
 * How a deployment's messenger behaves: as its configuration says, and where that says nothing, as the profile does.
 */
export type MessengerSettings = Pick<
  Profile,
  | 'conversationClear'
  | 'conversationDisconnect'
  | 'conversationDisconnectType'
  | 'autoStart'
  | 'userTyping'
  | 'sessionDurationSeconds'
  | 'fileUpload'
>;

const enabled = z.object({ enabled: z.boolean() });

/**
 * The part of a configuration that the simulation follows (docs/facts/genesys.md section 4); the rest is kept as it
 * came.
 */
export const configurationSchema = z.looseObject({
  name: z.string().min(1),
  languages: z.array(z.string()).min(1),
  defaultLanguage: z.string(),
  authenticationSettings: z
    .looseObject({ enabled: z.boolean(), allowSessionUpgrade: z.boolean().default(false) })
    .optional(),
  messenger: z
    .looseObject({
      fileUpload: z
        .looseObject({
          modes: z.array(z.looseObject({ fileTypes: z.array(z.string()), maxFileSizeKB: z.int().min(1).max(10_240) })),
        })
        .partial(),
      apps: z
        .looseObject({
          conversations: z
            .looseObject({
              conversationClear: enabled,
              conversationDisconnect: z.object({
                enabled: z.boolean(),
                type: z.enum(['Send', 'ReadOnly']).default('Send'),
              }),
              autoStart: enabled,
              showUserTypingIndicator: z.boolean(),
              sessionDurationSeconds: z.int().min(1).max(50_000_000),
            })
            .partial(),
        })
        .partial(),
    })
    .partial()
    .optional(),
});
export type MessengerConfiguration = z.output<typeof configurationSchema>;

export function messengerSettings({ messenger }: MessengerConfiguration, profile: Profile): MessengerSettings {
  const own = messenger?.apps?.conversations ?? {};
  const { conversationDisconnect: disconnect } = own;
  return {
    conversationClear: own.conversationClear?.enabled ?? profile.conversationClear,
    conversationDisconnect: disconnect?.enabled ?? profile.conversationDisconnect,
    conversationDisconnectType: disconnect?.type ?? profile.conversationDisconnectType,
    autoStart: own.autoStart?.enabled ?? profile.autoStart,
    userTyping: own.showUserTypingIndicator ?? profile.userTyping,
    sessionDurationSeconds: own.sessionDurationSeconds ?? profile.sessionDurationSeconds,
    fileUpload: fileUploadOf(messenger?.fileUpload?.modes, profile),
  };
}

/** The modes of a configuration as one. No mode means no files. */
function fileUploadOf(
  modes: readonly { readonly fileTypes: readonly string[]; readonly maxFileSizeKB: number }[] | undefined,
  { fileUpload }: Profile,
): Profile['fileUpload'] {
  if (modes === undefined) return fileUpload;
  return {
    ...fileUpload,
    fileTypes: modes.flatMap(({ fileTypes }) => fileTypes),
    maxFileSizeKB: Math.max(1, ...modes.map(({ maxFileSizeKB }) => maxFileSizeKB)),
  };
}

function modesOf({ fileUpload: { fileTypes, maxFileSizeKB } }: MessengerSettings) {
  return fileTypes.length === 0 ? [] : [{ fileTypes, maxFileSizeKB }];
}

/** The `messenger` of a configuration and of config.json. */
export function toMessenger(messenger: MessengerSettings) {
  return {
    enabled: true,
    fileUpload: { modes: modesOf(messenger) },
    apps: {
      conversations: {
        enabled: true,
        showUserTypingIndicator: messenger.userTyping,
        conversationClear: { enabled: messenger.conversationClear },
        conversationDisconnect: {
          enabled: messenger.conversationDisconnect,
          type: messenger.conversationDisconnectType,
        },
        autoStart: { enabled: messenger.autoStart },
        sessionDurationSeconds: messenger.sessionDurationSeconds,
      },
    },
  };
}
