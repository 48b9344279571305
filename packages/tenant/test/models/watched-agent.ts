import { routeFor } from '../../src/platform/router.ts';
import type { RunningTenant } from '../../src/server.ts';
import { TestAgent } from '../agent.ts';
import { beyondModel } from './beyond-model.ts';
import type { OfficialModels } from './official-models.ts';

/** An agent whose calls are held against the official models. */
export class WatchedAgent extends TestAgent {
  /** The routes that answered with success, as `GET /api/v2/users/{}`. */
  readonly answered = new Set<string>();
  /** What was otherwise than its model says, with its call. */
  readonly otherwise = new Set<string>();
  readonly #models: OfficialModels;

  constructor(tenant: RunningTenant, models: OfficialModels) {
    super(tenant);
    this.#models = models;
  }

  override async call(method: string, path: string, body?: unknown) {
    const answer = await super.call(method, path, body);
    const [bare = ''] = path.split('?');
    const route = `${method} ${routeFor(method, bare)?.route.path ?? bare}`;
    if (answer.status < 300) this.answered.add(route);
    const faults = answer.status < 300 ? this.#faults(method, bare, answer.body) : this.#refusal(answer.body);
    for (const fault of faults) this.otherwise.add(`${route} ${answer.status}: ${fault}`);
    return answer;
  }

  #faults(method: string, path: string, body: unknown): readonly string[] {
    const type = this.#models.operation(method, path)?.answer;
    if (type === undefined) return ['is in no official SDK'];
    if (type !== 'void' && method !== 'HEAD') return beyondModel(this.#models, body, type);
    return body === undefined ? [] : ['has a body where none is'];
  }

  #refusal(body: unknown): readonly string[] {
    return beyondModel(this.#models, body, 'Models.ErrorBody');
  }
}
