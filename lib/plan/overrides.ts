/** The few scalars of a plan that `-e NAME=value` overrides, and where each goes. */

type Scalar = 'number' | 'text';

const OVERRIDES: Readonly<Record<string, readonly [path: string, kind: Scalar]>> = {
  TARGET: ['target', 'text'],
  CUSTOMERS: ['customers.sessions', 'number'],
  CUSTOMERS_PER_MINUTE: ['customers.perMinute', 'number'],
  HOLD: ['customers.hold', 'text'],
  TEARDOWN: ['customers.teardown', 'text'],
  LONGEST_VISIT: ['customers.longestVisit', 'text'],
  TRANSPORT: ['customers.transport', 'text'],
  AGENTS: ['agents.count', 'number'],
  AGENTS_PER_MINUTE: ['agents.perMinute', 'number'],
  TRANSCRIPTS: ['transcripts.path', 'text'],
  TOKENS: ['agents.tokens', 'text'],
  GATE: ['gate', 'text'],
  SEED: ['seed', 'number'],
};

export const OVERRIDE_NAMES: readonly string[] = Object.keys(OVERRIDES);

type Json = { [key: string]: unknown };

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function overriddenValue(name: string, text: string, kind: Scalar): unknown {
  if (name === 'TARGET') return /:\d+$/.test(text) || /^[\d.]+$/.test(text) ? { address: text } : { domain: text };
  if (name === 'TOKENS')
    return text === 'simulated' || text === 'secrets' ? { source: text } : { source: 'file', path: text };
  return kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}

/** Lays the overrides found in `env` over the parsed plan. Gives what was overridden as `NAME=value`. */
export function applyOverrides(raw: unknown, env: Readonly<Record<string, string | undefined>>): string[] {
  const applied: string[] = [];
  if (!isObject(raw)) return applied;
  for (const name of OVERRIDE_NAMES) {
    const text = env[name];
    const [path, kind] = OVERRIDES[name] ?? ['', 'text'];
    if (text === undefined || text === '') continue;
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    let at: Json = raw;
    for (const key of keys) {
      const next = at[key];
      if (isObject(next)) at = next;
      else at = at[key] = {};
    }
    at[last] = overriddenValue(name, text, kind);
    applied.push(`${name}=${text}`);
  }
  return applied;
}
