/**
 * The modes of after-call work, as `acwSettings.wrapupPrompt` of a queue names them (docs/facts/genesys.md section
 * 2.6).
 */
export const ACW_MODES = [
  'MANDATORY',
  'OPTIONAL',
  'MANDATORY_TIMEOUT',
  'MANDATORY_FORCED_TIMEOUT',
  'AGENT_REQUESTED',
] as const;
export type AcwMode = (typeof ACW_MODES)[number];
