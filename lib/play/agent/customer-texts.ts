import type { MessageData } from '@headroom/genesys-wire/platform';
import { isSaid, textOf } from '../../genesys/platform/message-text.ts';

/** What the customer said in these messages, oldest first. */
export function saidByCustomer(messages: readonly MessageData[]): MessageData[] {
  return messages
    .filter((message) => message.direction === 'inbound' && isSaid(message))
    .sort((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp));
}

/**
 * Whether a customer's message is a turn of the dialogue, and no aside such as a pressed quick reply. `asides` is
 * undefined where the plan has none: then every message is one.
 */
export function isTurn(message: MessageData, asides: ReadonlySet<string> | undefined): boolean {
  if (asides === undefined) return true;
  return message.normalizedMessage?.type !== 'Structured' && !asides.has(textOf(message) ?? '');
}
