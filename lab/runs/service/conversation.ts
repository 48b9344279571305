import { keyed } from '../random.ts';
import type { Agent } from './desks.ts';
import type { ServiceScene } from './scene.ts';

/** A conversation of the model, from the visit that it is to be part of to its end. */
export interface Conversation {
  readonly slot: number;
  readonly number: number;
  /** Of a customer of the run, or one that others began. */
  readonly of: 'us' | 'others';
  readonly beganS: number;
  readonly exchanges: number;
  /** How many exchanges are over. */
  turn: number;
  alerts: number;
  queuedS: number;
  stage: 'before' | 'flow' | 'waiting' | 'alerting' | 'connected' | 'over';
  agent: Agent | undefined;
  firstSaidS: number | undefined;
  waitS: number | undefined;
}

type Begun = Pick<Conversation, 'slot' | 'number' | 'of' | 'beganS'>;

/** A conversation that begins, with the length of its dialogue: the same in a run and in its twin. */
export function conversationOf({ seed, exchanges }: ServiceScene, begun: Begun): Conversation {
  const length = 1 + Math.floor(keyed(seed, 1, begun.slot, begun.number) * exchanges);
  return {
    ...begun,
    exchanges: length,
    ...{ turn: 0, alerts: 0, queuedS: 0, stage: 'before', agent: undefined, firstSaidS: undefined, waitS: undefined },
  };
}
