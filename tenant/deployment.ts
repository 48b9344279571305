import { deploymentId, numberIn } from './org.ts';
import type { Profile } from './profile/schema.ts';

/** n of a deployment that exists, or undefined. */
export const deploymentNumber = (profile: Profile, id: string): number | undefined =>
  numberIn('d', id, profile.deployments);

export const isActive = (profile: Profile, n: number): boolean => !profile.inactiveDeployments.includes(n);

/** What the CDN says of deployment n (genesys.md section 1.1). */
export function deploymentConfig(profile: Profile, n: number) {
  const { conversationClear, conversationDisconnect, conversationDisconnectType, autoStart, userTyping } = profile;
  return {
    id: deploymentId(n),
    version: '1',
    status: isActive(profile, n) ? 'Active' : 'Inactive',
    messenger: {
      enabled: true,
      apps: {
        conversations: {
          enabled: true,
          showUserTypingIndicator: userTyping,
          conversationClear: { enabled: conversationClear },
          conversationDisconnect: { enabled: conversationDisconnect, type: conversationDisconnectType },
          autoStart: { enabled: autoStart },
          sessionDurationSeconds: profile.sessionDurationSeconds,
        },
      },
    },
    auth: { enabled: false },
  };
}
