import { readFileSync } from 'node:fs';
import agentAcceptance from './agent-acceptance.json' with { type: 'json' };
import connectionRateThrottle from './connection-rate-throttle.json' with { type: 'json' };
import deploymentInactive from './deployment-inactive.json' with { type: 'json' };
import flowNotRouting from './flow-not-routing.json' with { type: 'json' };
import healthy from './healthy.json' with { type: 'json' };
import networkTimeout from './network-timeout.json' with { type: 'json' };
import originRefused from './origin-refused.json' with { type: 'json' };
import platformRateLimit from './platform-rate-limit.json' with { type: 'json' };
import queueCapacity from './queue-capacity.json' with { type: 'json' };
import { type Profile, profileSchema } from './schema.ts';
import sourceAddressLimit from './source-address-limit.json' with { type: 'json' };
import connectionCeiling from './tenant-connection-ceiling.json' with { type: 'json' };
import wrapUpStall from './wrap-up-stall.json' with { type: 'json' };

/** The ready-made profiles: a healthy org, and one for each cause that a tenant can have, by the cause's name. */
const PROFILES: Readonly<Record<string, unknown>> = {
  healthy,
  'tenant-connection-ceiling': connectionCeiling,
  'connection-rate-throttle': connectionRateThrottle,
  'source-address-limit': sourceAddressLimit,
  'origin-refused': originRefused,
  'deployment-inactive': deploymentInactive,
  'flow-not-routing': flowNotRouting,
  'queue-capacity': queueCapacity,
  'agent-acceptance': agentAcceptance,
  'wrap-up-stall': wrapUpStall,
  'platform-rate-limit': platformRateLimit,
  'network-timeout': networkTimeout,
};

export const PROFILE_NAMES: readonly string[] = Object.keys(PROFILES);

/** The first keys of what `--set` can change. */
export const SETTINGS: readonly string[] = Object.keys(profileSchema.shape);

/**
 * Loads a profile by its name or from a JSON file, and applies `sets`, such as `agents.capacity=5`, to it. Throws an
 * error of one line that says what is wrong, where, and what is allowed.
 *
 * @example
 * loadProfile('healthy', ['ceiling.max=20', 'limits.messages.per.session.rate.per.second=50']);
 */
export function loadProfile(nameOrPath: string, sets: readonly string[] = []): Profile {
  const raw = structuredClone(PROFILES[nameOrPath] ?? readProfile(nameOrPath)) as Record<string, unknown>;
  for (const set of sets) applySet(raw, set);
  const result = profileSchema.safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`profile ${nameOrPath}: ${issue?.path.join('.') || 'the profile'}: ${issue?.message}`);
}

function readProfile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`profile ${path}: no such profile or file; allowed: ${PROFILE_NAMES.join(', ')}, or a JSON file`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`profile ${path}: not JSON`);
  }
}

function applySet(raw: Record<string, unknown>, set: string): void {
  const [, path, text] = /^([^=]+)=(.*)$/s.exec(set) ?? [];
  if (path === undefined || text === undefined) throw new Error(`--set ${set}; allowed: path=value`);
  const [first = '', ...rest] = path.split('.');
  const inherited = path.split('.').find((key) => key in Object.prototype);
  if (inherited !== undefined) throw new Error(`--set ${set}: ${inherited}; allowed: a key of the profile`);
  // The key of a published limit has dots of its own.
  const keys = first === 'limits' && rest.length > 1 ? [first, rest.join('.')] : [first, ...rest];
  const last = keys.pop() ?? '';
  let at = raw;
  for (const key of keys) {
    if (typeof at[key] !== 'object' || at[key] === null) at[key] = {};
    at = at[key] as Record<string, unknown>;
  }
  at[last] = valueIn(text);
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
