import type { SetPlace } from './placement.ts';

/** Where k6-operator mounts the ConfigMap of the script (docs/facts/k6.md section 9, K9.35). */
export const SCRIPT_FOLDER = '/test';
export const SET_FOLDER = '/dialogues';
export const SECRETS_FOLDER = '/secrets';
/** The volume of results and samples, and of a set that fits nowhere else. */
export const VOLUME_FOLDER = '/headroom';
export const RUNS_FOLDER = `${VOLUME_FOLDER}/runs`;
export const DATA_FOLDER = `${VOLUME_FOLDER}/data`;

export const PLAN_FILE = 'plan.json';
export const SET_FILE = 'dialogues.jsonl';
export const TOKENS_FILE = 'tokens.txt';
export const EXPIRY_FILE = `${TOKENS_FILE}.expiry.json`;
export const GUESTS_FILE = 'guests.txt';
/** k6's own file of secrets: one `name=value` a line. */
export const K6_SECRETS_FILE = 'k6-secrets';

const SET_PLACES: Readonly<Record<SetPlace, string>> = {
  'beside the script': SET_FILE,
  'in a ConfigMap of its own': `${SET_FOLDER}/${SET_FILE}`,
  'on the volume': `${DATA_FOLDER}/${SET_FILE}`,
};

type Json = Readonly<Record<string, unknown>>;

/**
 * The plan as the pods read it: its files are where the pods have them. `raw` is the plan as its file has it, and stays as
 * it is.
 */
export function planInPod(raw: Json, set: SetPlace | undefined, isFile: { tokens: boolean; guests: boolean }): Json {
  const { $schema: _, ...plan } = raw;
  const moved = structuredClone(plan);
  if (set !== undefined) place(moved, ['transcripts'], SET_PLACES[set]);
  if (isFile.tokens) place(moved, ['agents', 'tokens'], `${SECRETS_FOLDER}/${TOKENS_FILE}`);
  if (isFile.guests) place(moved, ['customers', 'authentication', 'credentials'], `${SECRETS_FOLDER}/${GUESTS_FILE}`);
  return moved;
}

/** Sets `path` of the object behind `keys`, which the schema says is there. */
function place(plan: Json, keys: readonly string[], path: string): void {
  const at = keys.reduce<unknown>((value, key) => (Object(value) as Json)[key], plan);
  Object.assign(Object(at), { path });
}
