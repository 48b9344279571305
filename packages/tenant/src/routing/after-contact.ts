/** After-contact work (genesys.md section 2.6): what an agent owes when a conversation is over. */

export const ACW_MODES = [
  'MANDATORY',
  'OPTIONAL',
  'MANDATORY_TIMEOUT',
  'MANDATORY_FORCED_TIMEOUT',
  'AGENT_REQUESTED',
] as const;
export type AcwMode = (typeof ACW_MODES)[number];

export interface AfterContact {
  readonly wrapupPrompt: AcwMode;
  /** How long the timed modes last. */
  readonly timeoutMs: number;
}

/** Whether the agent's place stays taken when its conversation ends. */
export const holdsPlace = ({ wrapupPrompt }: AfterContact): boolean => wrapupPrompt.startsWith('MANDATORY');

/** When the place is free without a code, after the end of the conversation (ms); undefined when only a code frees it. */
export function timeoutMs({ wrapupPrompt, timeoutMs }: AfterContact): number | undefined {
  return wrapupPrompt.endsWith('TIMEOUT') ? timeoutMs : undefined;
}

/** Whether a code gives the place back at once. */
export const endsWithCode = ({ wrapupPrompt }: AfterContact): boolean => wrapupPrompt !== 'MANDATORY_FORCED_TIMEOUT';

const ON_THE_WIRE: Readonly<Record<AcwMode, string>> = {
  MANDATORY: 'mandatory',
  OPTIONAL: 'optional',
  MANDATORY_TIMEOUT: 'timeout',
  MANDATORY_FORCED_TIMEOUT: 'forcedTimeout',
  AGENT_REQUESTED: 'agentRequested',
};

/** The name of the mode in a participant. */
export const promptOf = ({ wrapupPrompt }: AfterContact): string => ON_THE_WIRE[wrapupPrompt];
