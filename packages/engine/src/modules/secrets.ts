import type { Host } from '../vu/host.ts';

/** The module `k6/secrets`. Its one source is the run's. */
export function createSecrets(host: Host) {
  const get = (name: unknown): Promise<string> => {
    const found = host.context.secrets.get(String(name));
    return found === undefined
      ? host.intrinsics.Promise.reject(host.error(`no secret "${String(name)}"`))
      : host.intrinsics.Promise.resolve(found);
  };
  return {
    get,
    source(id: unknown) {
      if (id !== undefined && id !== 'default') throw host.error(`no secret source with name "${String(id)}"`);
      return { get };
    },
  };
}
