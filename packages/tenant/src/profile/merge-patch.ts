import { type Profile, profileSchema } from './schema.ts';

/** Keys that decide what the org is made of when it starts. */
const FIXED_KEYS = [
  'deployments',
  'agents.count',
  'agents.capacity',
  'queues.count',
  'queues.members',
  'record',
  'recordMost',
] as const;

/**
 * The profile with a JSON Merge Patch (RFC 7396) applied: null removes a key. Throws an error of one line that says
 * what is wrong and what is allowed.
 */
export function patchedProfile(profile: Profile, json: string): Profile {
  let patch: unknown;
  try {
    patch = JSON.parse(json);
  } catch {
    throw new Error('the body: not JSON; allowed: an object with keys of the profile');
  }
  const result = profileSchema.safeParse(merged(profile, patch));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new Error(`${issue?.path.join('.') || 'the profile'}: ${issue?.message}`);
  }
  for (const path of FIXED_KEYS) {
    if (at(result.data, path) !== at(profile, path)) throw new Error(`${path}: cannot change while the tenant runs`);
  }
  return result.data;
}

function merged(base: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result = new Map(Object.entries(isObject(base) ? base : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, merged(result.get(key), value));
  }
  return Object.fromEntries(result);
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
