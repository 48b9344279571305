import type { Side } from '../../lib/dialogues/dialogue.ts';
import type { MessageReading } from '../../lib/verdict/reading/messages.ts';
import type { RunFigures } from '../platform/run-selection.ts';

/** What the runs say of themselves, all of them together. A figure that one of them does not say is undefined. */
export interface RunAccount {
  /** Visits that came to an end. */
  readonly visits: number | undefined;
  /** Planned visits of the open model that could not begin. */
  readonly visitsNotBegun: number | undefined;
  readonly conversationsBegun: number | undefined;
  /** Dialogues that their customers played to the end. */
  readonly complete: number | undefined;
  readonly messages: Readonly<Record<Side, MessageReading>> | undefined;
}

const MESSAGE_FIGURES = ['sent', 'acked', 'lost', 'altered', 'duplicated', 'reordered', 'unresolved'] as const;

/** Adds up the figures of the results. */
export function accountOf(results: readonly RunFigures[]): RunAccount {
  const messages = results.map((figures) => figures?.messages);
  const ofSide = (side: Side): MessageReading | undefined => {
    const figures = MESSAGE_FIGURES.map((figure) => [figure, sum(messages.map((one) => one?.[side][figure]))] as const);
    return figures.some(([, value]) => value === undefined)
      ? undefined
      : (Object.fromEntries(figures) as unknown as MessageReading);
  };
  const [customer, agent] = [ofSide('customer'), ofSide('agent')];
  return {
    visits: sum(results.map((figures) => figures?.visits)),
    visitsNotBegun: sum(results.map((figures) => figures?.visitsNotBegun)),
    conversationsBegun: sum(results.map((figures) => figures?.conversationsBegun)),
    complete: sum(results.map((figures) => figures?.transcriptsComplete)),
    messages: customer && agent && { customer, agent },
  };
}

/** The sum, or undefined when a summand is, or there is none. */
function sum(all: readonly (number | undefined)[]): number | undefined {
  const known = all.filter((one) => one !== undefined);
  return known.length === 0 || known.length < all.length ? undefined : known.reduce((total, one) => total + one, 0);
}
