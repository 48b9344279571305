import type { MessageData, Participant } from '@headroom/genesys-wire/platform';

type Attributes = Readonly<Record<string, string>>;

/** Legacy web chat puts this before each name. Whether web messaging does is not known, so both forms are read. */
const PREFIX = 'context.';

/**
 * The custom attributes that a customer's messages carried, as attributes of the customer's participants: their
 * documented place. A name counts with and without the prefix `context.` (docs/facts/genesys.md section 2.5).
 */
export function customerAttributes(participants: readonly Participant[]): Attributes {
  const found: Record<string, string> = {};
  for (const { purpose, attributes } of participants) {
    if (purpose === 'customer' && attributes !== undefined) Object.assign(found, withoutPrefix(attributes));
  }
  return found;
}

function withoutPrefix(attributes: Attributes): Attributes {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith(PREFIX)) plain[name.slice(PREFIX.length)] = value;
  }
  return { ...plain, ...attributes };
}

/**
 * The same attributes in a message itself. This place is in no model of Genesys's, so it is a last resort, and `{}` on
 * most orgs.
 */
export function attributesInMessage({ normalizedMessage }: MessageData): Attributes {
  return normalizedMessage?.channel?.metadata?.customAttributes ?? {};
}
