/** What the models do not have, and real servers were seen or said to add: `lenient` of the profile. */
export const LENIENT = ['textBody', 'channel-metadata'] as const;
export type Lenient = (typeof LENIENT)[number];
