import type { SetPlace } from './placement.ts';

export const SET_FOLDER = '/dialogues';
export const SECRETS_FOLDER = '/secrets';
/** The volume of results and samples, and of a set that fits nowhere else. */
export const VOLUME_FOLDER = '/headroom';
export const RUNS_FOLDER = `${VOLUME_FOLDER}/runs`;
export const DATA_FOLDER = `${VOLUME_FOLDER}/data`;

export const PLAN_FILE = 'plan.json';
export const TOKENS_FILE = 'tokens.txt';
export const EXPIRY_FILE = `${TOKENS_FILE}.expiry.json`;
export const GUESTS_FILE = 'guests.txt';
/** k6's own file of secrets: one `name=value` a line. */
export const K6_SECRETS_FILE = 'k6-secrets';

/** The folder of the set; empty beside the script. */
const SET_FOLDERS: Readonly<Record<SetPlace, string>> = {
  'beside the script': '',
  'in a ConfigMap of its own': `${SET_FOLDER}/`,
  'in a ConfigMap for each part': `${SET_FOLDER}/`,
  'on the volume': `${DATA_FOLDER}/`,
};

/** The file of part `n`, from 1, of a set of so many parts. A plan names all parts with `{n}` in the place of the number. */
export const setFile = (n: number | '{n}', parts: number): string =>
  parts === 1 ? 'dialogues.jsonl' : `dialogues-${n}.jsonl`;

type Json = Readonly<Record<string, unknown>>;

/**
 * The plan as the pods read it: its files are where the pods have them. `raw` is the plan as its file has it, and stays as
 * it is.
 */
export function planInPod(
  raw: Json,
  set: { readonly place: SetPlace; readonly parts: number } | undefined,
  isFile: { readonly tokens: boolean; readonly guests: boolean },
): Json {
  const { $schema: _, ...plan } = raw;
  const moved = structuredClone(plan);
  if (set !== undefined) place(moved, ['transcripts'], `${SET_FOLDERS[set.place]}${setFile('{n}', set.parts)}`);
  if (isFile.tokens) place(moved, ['agents', 'tokens'], `${SECRETS_FOLDER}/${TOKENS_FILE}`);
  if (isFile.guests) place(moved, ['customers', 'authentication', 'credentials'], `${SECRETS_FOLDER}/${GUESTS_FILE}`);
  return moved;
}

/** Sets `path` of the object behind `keys`, which the schema says is there. */
function place(plan: Json, keys: readonly string[], path: string): void {
  const at = keys.reduce<unknown>((value, key) => (Object(value) as Json)[key], plan);
  Object.assign(Object(at), { path });
}
