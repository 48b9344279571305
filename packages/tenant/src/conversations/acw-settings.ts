import type { AcwMode } from '../profile/acw-modes.ts';

/** What an agent has to do after a conversation: `acwSettings` of a queue (docs/facts/genesys.md section 2.6). */
export interface AcwSettings {
  readonly wrapupPrompt: AcwMode;
  /** How long after-call work lasts in the modes with a timeout. */
  readonly timeoutMs: number;
}

/** Whether after-call work keeps the agent's capacity taken when the conversation ends. */
export const keepsCapacity = ({ wrapupPrompt }: AcwSettings): boolean => wrapupPrompt.startsWith('MANDATORY');

/**
 * How long after the end of the conversation after-call work ends by itself (ms); undefined when only a code ends it.
 */
export function acwTimeoutMs({ wrapupPrompt, timeoutMs }: AcwSettings): number | undefined {
  return wrapupPrompt.endsWith('TIMEOUT') ? timeoutMs : undefined;
}

/** Whether a wrap-up code ends after-call work before its timeout. */
export const endsWithCode = ({ wrapupPrompt }: AcwSettings): boolean => wrapupPrompt !== 'MANDATORY_FORCED_TIMEOUT';

const PROMPTS: Readonly<Record<AcwMode, string>> = {
  MANDATORY: 'mandatory',
  OPTIONAL: 'optional',
  MANDATORY_TIMEOUT: 'timeout',
  MANDATORY_FORCED_TIMEOUT: 'forcedTimeout',
  AGENT_REQUESTED: 'agentRequested',
};

/** The mode as `wrapupPrompt` of a participant names it. */
export const participantPrompt = ({ wrapupPrompt }: AcwSettings): string => PROMPTS[wrapupPrompt];
