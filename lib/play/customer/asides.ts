import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import type { AsideKind } from '../../measures/table/tag-values.ts';

/**
 * A text of a customer that is no turn of its dialogue: an answer to a bot, or the opening of a dialogue that the agent
 * begins. `payload` is that of the quick reply that the customer presses.
 */
export interface Aside {
  readonly text: string;
  readonly payload?: string;
  /** The `originatingMessageId` of the question whose quick reply it is. */
  readonly to?: string | undefined;
}

/** Where asides come from. A visit asks each of its sources what is due before it plays a turn. */
export interface Asides {
  readonly of: AsideKind;
  /** When (Unix ms) the next aside is due; undefined while there is none. */
  dueAtMs(nowMs: number): number | undefined;
  /** Takes the aside that is due. */
  take(): Aside | undefined;
  /**
   * A bot said this, `afterMs` after the customer's latest text, or at an unknown time. An answer would be said at
   * `answersAtMs` (Unix ms).
   */
  botSaid?(message: StructuredMessage, afterMs: number | undefined, answersAtMs: number): void;
  /** A person said something. */
  personSaid(): void;
}
