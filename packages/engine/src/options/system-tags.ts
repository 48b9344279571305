import { invalidConfig } from '../contract/invalid-config.ts';

/** The system tags that are on by default (docs/facts/k6.md, section 6). */
export const DEFAULT_SYSTEM_TAGS = [
  'proto',
  'subproto',
  'status',
  'method',
  'url',
  'name',
  'group',
  'check',
  'error',
  'error_code',
  'tls_version',
  'scenario',
  'service',
  'expected_response',
] as const;

const OPTIONAL = ['iter', 'vu', 'ocsp_status', 'ip'];

export function readSystemTags(names: readonly string[]): ReadonlySet<string> {
  const known = new Set<string>([...DEFAULT_SYSTEM_TAGS, ...OPTIONAL]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw invalidConfig(`systemTags: "${unknown}" is unknown; allowed are ${[...known].join(', ')}`);
  return new Set(names);
}
