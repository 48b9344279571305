import type { ServiceScene } from './scene.ts';

/** A conversation by its customer and the number of the customer's visit. */
export interface VisitId {
  readonly slot: number;
  readonly number: number;
}

/** What the modelled org does to conversations and agents. Times are seconds from the start of the run. */
export interface Org {
  /** How many conversations the org gives an agent at once. */
  readonly capacity: number;
  /** From the customer's first text, or the bot's hand-over, to the queue: infinity where it never gets there. */
  flowS(visit: VisitId): number;
  /** How long a conversation stands in the queue before it is offered to anybody. */
  readonly routingS: number;
  /** What an accept takes beyond the time of the plan. */
  readonly acceptS: number;
  /** The share of alerts that no agent hears of. */
  readonly missed: number;
  /** How long a place stays taken after the wrap-up. */
  readonly afterS: number;
  /** Whether the org lets the agent go on queue at all: the shift is told where it does not. */
  admits(agent: number): boolean;
  /** Whether the agent is on queue and a member of it. */
  isPresent(agent: number, nowS: number): boolean;
  /** From when on the API takes no token of the agent. */
  tokenEndsS(agent: number): number;
  /** Whether the bot hands the conversation over. */
  handsOver(visit: VisitId): boolean;
  /** Whether agents can tell the transcript of the conversation. */
  recognises(visit: VisitId): boolean;
  /** Whether the customer hears reply `turn`, and the agent text `turn`. */
  heardByCustomer(visit: VisitId, turn: number): boolean;
  heardByAgent(visit: VisitId, turn: number): boolean;
  /** Conversations of others that begin in a minute, and how long one stays. */
  readonly others: { readonly perMinute: number; readonly staysS: number };
  /** Conversations that earlier runs left at agents. */
  readonly leftOver: number;
}

const always = () => true;

export const wellOrg = ({ capacity }: Pick<ServiceScene, 'capacity'>): Org => ({
  ...{ capacity, routingS: 0, acceptS: 0, missed: 0, afterS: 0, leftOver: 0 },
  flowS: () => 0.3,
  ...{ admits: always, isPresent: always, tokenEndsS: () => Infinity, handsOver: always, recognises: always },
  ...{ heardByCustomer: always, heardByAgent: always, others: { perMinute: 0, staysS: 0 } },
});
