import type { StructuredMessage } from '@headroom/genesys-wire/guest';

/** What a history, newest first, holds of the customer: its texts, oldest first. */
export function inboundTexts(history: readonly StructuredMessage[]): string[] {
  const texts = history.flatMap(({ direction, type, text }) =>
    direction === 'Inbound' && type === 'Text' ? [text ?? ''] : [],
  );
  return texts.reverse();
}

/** How many turns of the agent a history holds. */
export function agentTurns(history: readonly StructuredMessage[]): number {
  return history.filter(isAgentText).length;
}

function isAgentText({ direction, type, originatingEntity }: StructuredMessage): boolean {
  return direction === 'Outbound' && type !== 'Event' && originatingEntity !== 'Bot';
}
