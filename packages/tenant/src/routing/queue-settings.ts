import type { AcwSettings } from '../conversations/acw-settings.ts';
import type { Profile } from '../profile/schema.ts';
import type { Queue } from './queues.ts';

/** A queue's after-call work: its own settings, or else the profile's. */
export function acwSettingsOf({ acwSettings }: Queue, { agents }: Profile): AcwSettings {
  const { wrapUpRequired, acwMode, acwTimeoutMs } = agents;
  return (
    acwSettings ?? {
      wrapupPrompt: acwMode ?? (wrapUpRequired ? 'MANDATORY' : 'OPTIONAL'),
      timeoutMs: acwTimeoutMs,
    }
  );
}

/** How long a queue lets a conversation alert at one agent: its own figure, or else the profile's. */
export const alertingTimeoutMsOf = ({ alertingTimeoutMs }: Queue, { agents }: Profile): number =>
  alertingTimeoutMs ?? agents.alertingTimeoutMs;
