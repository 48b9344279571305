import type { RoutingStatus } from '../../lib/platform/wire.ts';
import { agentId } from '../org.ts';

/** An agent as routing sees it. */
export interface Agent {
  readonly id: string;
  onQueue: boolean;
  notResponding: boolean;
  /** Conversations that take a place: alerting, connected, or in after-contact work. */
  readonly taken: Set<string>;
  readonly afterContact: Set<string>;
  /** When a place was last given back, or the agent came on queue (ms). */
  idleSinceMs: number;
  /** What its topic said last. */
  toldStatus: RoutingStatus;
}

export class Agents {
  readonly #byId = new Map<string, Agent>();
  /** Conversations at once for each agent. */
  capacity: number;

  constructor(count: number, capacity: number) {
    this.capacity = capacity;
    for (let n = 1; n <= count; n++) {
      const id = agentId(n);
      this.#byId.set(id, {
        id,
        onQueue: false,
        notResponding: false,
        taken: new Set(),
        afterContact: new Set(),
        idleSinceMs: 0,
        toldStatus: 'OFF_QUEUE',
      });
    }
  }

  get(id: string): Agent | undefined {
    return this.#byId.get(id);
  }

  all(): Iterable<Agent> {
    return this.#byId.values();
  }

  /** The agent with room who has been idle the longest. */
  longestIdle(): Agent | undefined {
    let best: Agent | undefined;
    for (const agent of this.#byId.values()) {
      if (!agent.onQueue || agent.notResponding || agent.taken.size >= this.capacity) continue;
      if (best === undefined || agent.idleSinceMs < best.idleSinceMs) best = agent;
    }
    return best;
  }
}

export function routingStatusOf(agent: Agent): RoutingStatus {
  if (!agent.onQueue) return 'OFF_QUEUE';
  if (agent.notResponding) return 'NOT_RESPONDING';
  return agent.taken.size > 0 ? 'INTERACTING' : 'IDLE';
}
