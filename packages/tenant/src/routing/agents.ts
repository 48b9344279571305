import type { RoutingStatus, SystemPresence } from '@headroom/genesys-wire/platform';
import { agentId } from '../base/ready-made-ids.ts';
import { StateHistory } from './state-history.ts';

/** A user as routing sees it. */
export interface RoutedAgent {
  readonly id: string;
  name: string;
  email: string;
  state: 'active' | 'inactive' | 'deleted';
  /** Grows with each change of the user. */
  version: number;
  /** What else the API wrote of the user, as it came. */
  written: Readonly<Record<string, unknown>>;
  presence: SystemPresence;
  readonly presences: StateHistory<SystemPresence>;
  readonly statuses: StateHistory<RoutingStatus>;
  onQueue: boolean;
  notResponding: boolean;
  /** Ids of the conversations that take up capacity: alerting, connected, or in after-call work. */
  readonly taken: Set<string>;
  /** The queues of which it is a joined member. */
  readonly joinedQueueIds: Set<string>;
  /** How many conversations it may have at once; the org's figure when undefined. */
  capacity: number | undefined;
  /** The routing status that its topic told last. */
  toldStatus: RoutingStatus;
}

/** The org's users. All of them are agents. */
export class Agents {
  readonly #byId = new Map<string, RoutedAgent>();
  readonly #byEmail = new Map<string, RoutedAgent>();
  /** How many conversations an agent without a figure of its own may have at once. */
  capacity: number;

  constructor(count: number, capacity: number) {
    this.capacity = capacity;
    for (let n = 1; n <= count; n++) this.add(`Agent ${n}`, `agent-${n}@example.com`);
  }

  /** Adds an agent with the next id. */
  add(name: string, email: string): RoutedAgent {
    const agent: RoutedAgent = {
      id: agentId(this.#byId.size + 1),
      name,
      email,
      state: 'active',
      version: 1,
      written: {},
      presence: 'Offline',
      presences: new StateHistory(),
      statuses: new StateHistory(),
      onQueue: false,
      notResponding: false,
      taken: new Set(),
      joinedQueueIds: new Set(),
      capacity: undefined,
      toldStatus: 'OFF_QUEUE',
    };
    this.#byId.set(agent.id, agent);
    this.#byEmail.set(email, agent);
    return agent;
  }

  /** Gives a user another address. */
  move(agent: RoutedAgent, email: string): void {
    this.#byEmail.delete(agent.email);
    agent.email = email;
    this.#byEmail.set(email, agent);
  }

  get(id: string): RoutedAgent | undefined {
    return this.#byId.get(id);
  }

  withEmail(email: string): RoutedAgent | undefined {
    return this.#byEmail.get(email);
  }

  all(): Iterable<RoutedAgent> {
    return this.#byId.values();
  }

  capacityOf(agent: RoutedAgent): number {
    return agent.capacity ?? this.capacity;
  }

  /** Whether routing would offer it another conversation. */
  isAvailable(agent: RoutedAgent): boolean {
    return agent.onQueue && !agent.notResponding && agent.taken.size < this.capacityOf(agent);
  }
}

export function routingStatusOf(agent: RoutedAgent): RoutingStatus {
  if (!agent.onQueue) return 'OFF_QUEUE';
  if (agent.notResponding) return 'NOT_RESPONDING';
  return agent.taken.size > 0 ? 'INTERACTING' : 'IDLE';
}
