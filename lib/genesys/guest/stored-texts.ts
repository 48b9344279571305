import type { StructuredMessage } from '@headroom/genesys-wire/guest';

/** The customer's texts in a history (newest first), pressed quick replies among them, oldest first. */
export function inboundTexts(history: readonly StructuredMessage[]): string[] {
  const texts = history.flatMap(({ direction, type, text }) =>
    direction === 'Inbound' && type !== 'Event' ? [text ?? ''] : [],
  );
  return texts.reverse();
}

/** The agents' texts in a history (newest first), oldest first. */
export function agentTexts(history: readonly StructuredMessage[]): string[] {
  return history.flatMap((message) => (isAgentText(message) ? [message.text ?? ''] : [])).reverse();
}

function isAgentText({ direction, type, originatingEntity }: StructuredMessage): boolean {
  return direction === 'Outbound' && type !== 'Event' && originatingEntity !== 'Bot';
}

/** Whether a bot said it, and it is no event. */
export function isOfBot({ direction, type, originatingEntity }: StructuredMessage): boolean {
  return direction === 'Outbound' && type !== 'Event' && originatingEntity === 'Bot';
}
