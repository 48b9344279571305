import type { MessageData } from '@headroom/genesys-wire/platform';

/**
 * The text of a message; undefined where the answer does not show it. Genesys's current models have it in
 * `normalizedMessage.text`. `textBody`, where it stood until 2026, is read where the other is missing
 * (docs/facts/genesys.md section 2.5).
 */
export function textOf({ normalizedMessage, textBody }: MessageData): string | undefined {
  return normalizedMessage?.text ?? textBody;
}

/** Whether customer or agent said it. What a bot said, receipts and events are left out. */
export function isSaid({ normalizedMessage }: MessageData): boolean {
  const { type, originatingEntity } = normalizedMessage ?? {};
  return type !== 'Event' && type !== 'Receipt' && originatingEntity !== 'Bot';
}
