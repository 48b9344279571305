import { tagValue } from '../vu/custom-tags.ts';
import type { Host } from '../vu/host.ts';

/** The module `k6/execution`. */
export function createExecution(host: Host) {
  return { instance: instance(host), scenario: scenario(host), test: test(host), vu: vu(host) };
}

function notInInit(host: Host, what: string): void {
  if (!host.vu.iteration) throw host.error(`getting ${what} information in the init context is not supported`);
}

function instance(host: Host) {
  const read = () => host.context.instance();
  return getters({
    currentTestRunDuration: () => read().currentTestRunDuration,
    iterationsCompleted: () => read().iterationsCompleted,
    iterationsInterrupted: () => read().iterationsInterrupted,
    vusActive: () => read().vusActive,
    vusInitialized: () => read().vusInitialized,
  });
}

function scenario(host: Host) {
  const job = () => {
    notInInit(host, 'scenario');
    const found = host.vu.job;
    if (!found) throw host.error('getting scenario information outside of the VU context is not supported');
    return found;
  };
  return getters({
    name: () => job().scenario.name,
    executor: () => job().scenario.executor,
    startTime: () => job().scenario.startTime,
    progress: () => job().scenario.progress(),
    iterationInInstance: () => job().iterationInInstance,
    iterationInTest: () => job().iterationInTest,
  });
}

function test(host: Host) {
  return {
    abort(message?: unknown): never {
      const text = message === undefined ? 'test aborted' : `test aborted: ${String(message)}`;
      throw host.abort(text);
    },
    fail(message?: unknown): void {
      host.context.fail(message === undefined ? '' : String(message));
    },
    get options() {
      notInInit(host, 'test options');
      return host.scriptOptions();
    },
  };
}

function vu(host: Host) {
  const tags = new Proxy({}, tagsHandler(host));
  const metadata = new Proxy({}, metadataHandler(host));
  const iterating = () => {
    notInInit(host, 'VU');
    return host.vu;
  };
  const metrics = Object.freeze({ tags, metadata });
  return getters({
    idInInstance: () => iterating().idInInstance,
    idInTest: () => iterating().idInTest,
    iterationInInstance: () => iterating().iterationInInstance,
    iterationInScenario: () => iterating().job?.iterationInScenario ?? 0,
    tags: () => iterating() && tags,
    metrics: () => iterating() && metrics,
  });
}

function tagsHandler(host: Host): ProxyHandler<Record<string, string>> {
  return {
    get: (_target, name) => (typeof name === 'string' ? host.vu.tags.all[name] : undefined),
    set: (_target, name, value) => {
      notInInit(host, 'VU');
      try {
        host.vu.tags.set(String(name), tagValue(host, String(name), value));
      } catch (error) {
        if (host.options.throw) throw error;
        host.context.log('warning', (error as Error).message);
      }
      return true;
    },
    deleteProperty: (_target, name) => {
      host.vu.tags.delete(String(name));
      return true;
    },
    ownKeys: () => Object.keys(host.vu.tags.all),
    has: (_target, name) => typeof name === 'string' && name in host.vu.tags.all,
    getOwnPropertyDescriptor: (_target, name) => ({
      value: host.vu.tags.all[String(name)],
      enumerable: true,
      configurable: true,
      writable: true,
    }),
  };
}

function metadataHandler(host: Host): ProxyHandler<Record<string, string>> {
  return {
    get: (_target, name) => (typeof name === 'string' ? host.vu.tags.metadata?.[name] : undefined),
    set: (_target, name, value) => {
      notInInit(host, 'VU');
      host.vu.tags.setMetadata(String(name), tagValue(host, String(name), value));
      return true;
    },
    deleteProperty: (_target, name) => {
      host.vu.tags.setMetadata(String(name), undefined);
      return true;
    },
    ownKeys: () => Object.keys(host.vu.tags.metadata ?? {}),
    has: (_target, name) => typeof name === 'string' && name in (host.vu.tags.metadata ?? {}),
    getOwnPropertyDescriptor: (_target, name) => ({
      value: host.vu.tags.metadata?.[String(name)],
      enumerable: true,
      configurable: true,
      writable: true,
    }),
  };
}

function getters(values: Readonly<Record<string, () => unknown>>): object {
  const object = {};
  for (const [name, get] of Object.entries(values)) Object.defineProperty(object, name, { get, enumerable: true });
  return object;
}
