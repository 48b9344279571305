import type { StructuredMessage } from '@headroom/genesys-wire/guest';
import type { BotEvent } from '../../measures/events.ts';
import type { BotPlan } from '../../plan/schema.ts';
import type { Aside, Asides } from './asides.ts';

/**
 * A customer's talk with the bot with which a flow may begin. It answers each question as the plan says, and stops when
 * the bot asks more often than the plan lets it, or when a person has spoken: no frame tells the hand-over itself
 * (docs/facts/genesys.md section 12).
 */
export class BotTalk implements Asides {
  readonly of = 'bot-answer';
  readonly #plan: BotPlan;
  readonly #emit: (event: BotEvent) => void;
  #state: 'none' | 'met' | 'handed-over' | 'stuck' = 'none';
  #answers = 0;
  #due: { readonly atMs: number; readonly answer: Aside } | undefined;

  constructor(plan: BotPlan, emit: (event: BotEvent) => void) {
    this.#plan = plan;
    this.#emit = emit;
  }

  dueAtMs(): number | undefined {
    return this.#due?.atMs;
  }

  botSaid(message: StructuredMessage, afterMs: number | undefined, answersAtMs: number): void {
    if (this.#state === 'handed-over') return;
    if (afterMs !== undefined) this.#emit({ kind: 'bot', state: 'answered', afterMs });
    this.#become('met');
    const answer = answerTo(message, this.#plan);
    if (answer === undefined) return;
    if (this.#answers >= this.#plan.turns) this.#become('stuck');
    else this.#due = { atMs: answersAtMs, answer };
  }

  /** The bot has handed over. */
  personSaid(): void {
    if (this.#state !== 'none') this.#become('handed-over');
    this.#due = undefined;
  }

  take(): Aside | undefined {
    const answer = this.#due?.answer;
    if (answer !== undefined) this.#answers++;
    this.#due = undefined;
    return answer;
  }

  /** Each state is told once, and none leads back. */
  #become(state: 'met' | 'handed-over' | 'stuck'): void {
    if (this.#state === state || (state === 'met' && this.#state !== 'none')) return;
    this.#state = state;
    this.#emit({ kind: 'bot', state });
  }
}

/** The answer to a question; undefined for a text that asks nothing. */
function answerTo(
  { text = '', content = [], originatingMessageId: to }: StructuredMessage,
  plan: BotPlan,
): Aside | undefined {
  const replies = content.flatMap((part) => (part.contentType === 'QuickReply' ? [part.quickReply] : []));
  const asked = text.toLowerCase();
  const say = plan.answers.find((answer) => asked.includes(answer.asked.toLowerCase()))?.say;
  const reply = say === undefined ? replies[0] : replies.find((one) => one.text === say);
  if (reply !== undefined) return { text: reply.text, payload: reply.payload ?? reply.text, to };
  if (say !== undefined) return { text: say };
  return asked.trim().endsWith('?') ? { text: plan.otherwise } : undefined;
}
