import type { StructuredMessage } from '@headroom/genesys-wire/guest';

/** The customer's texts in a history (newest first), pressed quick replies among them, oldest first. */
export function inboundTexts(history: readonly StructuredMessage[]): string[] {
  const texts = history.flatMap(({ direction, type, text }) =>
    direction === 'Inbound' && type !== 'Event' ? [text ?? ''] : [],
  );
  return texts.reverse();
}

/** The number of the agent's turns in a history. */
export function agentTurns(history: readonly StructuredMessage[]): number {
  return history.filter(isAgentText).length;
}

function isAgentText({ direction, type, originatingEntity }: StructuredMessage): boolean {
  return direction === 'Outbound' && type !== 'Event' && originatingEntity !== 'Bot';
}

/** Whether a bot said it, and it is no event. */
export function isOfBot({ direction, type, originatingEntity }: StructuredMessage): boolean {
  return direction === 'Outbound' && type !== 'Event' && originatingEntity === 'Bot';
}
