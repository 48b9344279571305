/** Ids of what the ready-made org has, so that tests and plans can name it. `n` counts from 1. */
const id = (letter: string, n: number): string => `${letter}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const deploymentId = (n: number): string => id('d', n);
export const queueId = (n: number): string => id('c', n);
export const agentId = (n: number): string => id('a', n);
/** Of a messenger configuration. */
export const configurationId = (n: number): string => id('9', n);
export const campaignId = (n: number): string => id('8', n);
export const flowId = (n: number): string => id('f', n);
export const organizationId = (n: number): string => id('7', n);
export const divisionId = (n: number): string => id('6', n);
export const roleId = (n: number): string => id('5', n);
export const oauthClientId = (n: number): string => id('4', n);
export const wrapUpCodeId = (n: number): string => id('e', n);

/** The n of an id with this letter, when it is from 1 to `count`; undefined for any other id. */
export function numberIn(letter: string, text: string, count: number): number | undefined {
  const n = Number(text.slice(-12));
  return Number.isInteger(n) && n >= 1 && n <= count && text === id(letter, n) ? n : undefined;
}
