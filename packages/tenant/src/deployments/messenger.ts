import * as z from 'zod';
import type { Profile } from '../profile/schema.ts';

/** How a deployment's messenger behaves: what its configuration says, and where it says nothing, the profile. */
export type Messenger = Pick<
  Profile,
  | 'conversationClear'
  | 'conversationDisconnect'
  | 'conversationDisconnectType'
  | 'autoStart'
  | 'userTyping'
  | 'sessionDurationSeconds'
>;

const enabled = z.object({ enabled: z.boolean() });

/** The part of a configuration that the simulation follows (genesys.md section 4); the rest is kept as it came. */
export const configurationSchema = z.looseObject({
  name: z.string().min(1),
  languages: z.array(z.string()).min(1),
  defaultLanguage: z.string(),
  messenger: z
    .looseObject({
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
export type Configuration = z.output<typeof configurationSchema>;

export function messengerOf({ messenger }: Configuration, profile: Profile): Messenger {
  const said = messenger?.apps?.conversations ?? {};
  const { conversationDisconnect: disconnect } = said;
  return {
    conversationClear: said.conversationClear?.enabled ?? profile.conversationClear,
    conversationDisconnect: disconnect?.enabled ?? profile.conversationDisconnect,
    conversationDisconnectType: disconnect?.type ?? profile.conversationDisconnectType,
    autoStart: said.autoStart?.enabled ?? profile.autoStart,
    userTyping: said.showUserTypingIndicator ?? profile.userTyping,
    sessionDurationSeconds: said.sessionDurationSeconds ?? profile.sessionDurationSeconds,
  };
}

/** `messenger` as a configuration and config.json show it. */
export function messengerToWire(messenger: Messenger) {
  return {
    enabled: true,
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
