import type { RoutingStatus, SystemPresence } from '@headroom/genesys-wire/platform';
import { agentId } from '../org.ts';
import type { Queue } from './queues.ts';

/** An agent as routing sees it. */
export interface Agent {
  readonly id: string;
  name: string;
  readonly email: string;
  presence: SystemPresence;
  onQueue: boolean;
  notResponding: boolean;
  /** Conversations that take a place: alerting, connected, or in after-contact work. */
  readonly taken: Set<string>;
  /** The queues it is a joined member of. */
  readonly queues: Set<Queue>;
  /** Conversations at once; the org's when undefined. */
  capacity: number | undefined;
  /** What its topic said last. */
  toldStatus: RoutingStatus;
}

export class Agents {
  readonly #byId = new Map<string, Agent>();
  readonly #byEmail = new Map<string, Agent>();
  /** Conversations at once for each agent that has no figure of its own. */
  capacity: number;

  constructor(count: number, capacity: number) {
    this.capacity = capacity;
    for (let n = 1; n <= count; n++) this.add(`Agent ${n}`, `agent-${n}@example.com`);
  }

  /** One more agent, with the next id. */
  add(name: string, email: string): Agent {
    const agent: Agent = {
      id: agentId(this.#byId.size + 1),
      name,
      email,
      presence: 'Offline',
      onQueue: false,
      notResponding: false,
      taken: new Set(),
      queues: new Set(),
      capacity: undefined,
      toldStatus: 'OFF_QUEUE',
    };
    this.#byId.set(agent.id, agent);
    this.#byEmail.set(email, agent);
    return agent;
  }

  get(id: string): Agent | undefined {
    return this.#byId.get(id);
  }

  withEmail(email: string): Agent | undefined {
    return this.#byEmail.get(email);
  }

  all(): Iterable<Agent> {
    return this.#byId.values();
  }

  capacityOf(agent: Agent): number {
    return agent.capacity ?? this.capacity;
  }

  /** Whether it would get one more. */
  hasRoom(agent: Agent): boolean {
    return agent.onQueue && !agent.notResponding && agent.taken.size < this.capacityOf(agent);
  }
}

export function routingStatusOf(agent: Agent): RoutingStatus {
  if (!agent.onQueue) return 'OFF_QUEUE';
  if (agent.notResponding) return 'NOT_RESPONDING';
  return agent.taken.size > 0 ? 'INTERACTING' : 'IDLE';
}
