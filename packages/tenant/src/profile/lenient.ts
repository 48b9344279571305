/** What the models do not have, and real servers were seen or said to add: `lenient` of the profile. */
export const LENIENT = ['textBody', 'channel-metadata'] as const;
export type Lenient = (typeof LENIENT)[number];

/** What the models have as optional, and an org may keep to itself: `withheld` of the profile. */
export const WITHHELD = ['attributes', 'text'] as const;
export type Withheld = (typeof WITHHELD)[number];
