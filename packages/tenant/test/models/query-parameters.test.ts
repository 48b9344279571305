import { describe, expect, it } from 'vitest';
import type { ApiRoute } from '../../src/platform/http/call.ts';
import { ROUTES } from '../../src/platform/router.ts';
import { api, tenantWith } from '../client.ts';
import { beyondModel } from './beyond-model.ts';
import { OfficialModels } from './official-models.ts';

const PLATFORM = ROUTES.filter(({ path }) => path.startsWith('/api/v2/'));
const models = new OfficialModels();

const knownTo = ({ method, path }: ApiRoute): readonly string[] => models.operation(method, path)?.query ?? [];
const honouredBy = ({ query = [] }: ApiRoute): readonly string[] => (query === 'unchecked' ? ['all'] : query);
/** `deleted` of `deleted=false`, of which only that value is honoured. */
const nameOf = (entry: string): string => entry.split('=')[0] ?? entry;

/** Queries that a route has to refuse: of no SDK, of the SDK and not honoured, and with a value that is not. */
function refusedBy(route: ApiRoute): string[] {
  const honoured = honouredBy(route);
  const valued = honoured.filter((entry) => entry.includes('=')).map(nameOf);
  const ignored = knownTo(route).filter((name) => !honoured.map(nameOf).includes(name));
  return ['headroom', ...ignored, ...valued].map((name) => `${name}=another`);
}

describe('a route of the Platform API', () => {
  it('honours no query parameter that the official SDK does not have', () => {
    const beyond = PLATFORM.flatMap((route) => {
      const names = honouredBy(route).map(nameOf);
      return names.filter((name) => !knownTo(route).includes(name)).map((name) => `${route.path}: ${name}`);
    });
    expect(beyond).toEqual([]);
  });

  it('refuses each query parameter that it does not honour, by its name', async () => {
    const tenant = await tenantWith(['limits.enabled=false', 'agents.count=1']);
    const taken: string[] = [];
    for (const route of PLATFORM) {
      const { method, path } = route;
      for (const query of refusedBy(route)) {
        const { status, body } = await api(tenant, method, `${path.replaceAll('{}', 'x')}?${query}`);
        // An answer to HEAD has no body.
        const said = method === 'HEAD' || body?.message.includes(nameOf(query));
        if (status !== 400 || !said) taken.push(`${method} ${path}?${query}: ${status} ${JSON.stringify(body)}`);
        if (method !== 'HEAD') expect(beyondModel(models, body, 'Models.ErrorBody')).toEqual([]);
      }
    }
    expect(taken).toEqual([]);
  });
});
