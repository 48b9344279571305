import { formatCount } from '../../io/format-count.ts';

/** What all the data of one ConfigMap or Secret may be, in bytes (docs/facts/k6.md section 9, K9.44). */
export const MAX_OBJECT_BYTES = 1_048_576;

/** Where the pods find the set of dialogues. */
export type SetPlace =
  | 'beside the script'
  | 'in a ConfigMap of its own'
  | 'in a ConfigMap for each part'
  | 'on the volume';

/** The bytes of what a run opens. */
export interface FileSizes {
  readonly script: number;
  readonly plan: number;
  /** Of each part of the set. */
  readonly transcripts?: readonly number[];
  /** What goes into the Secret together. */
  readonly secret: number;
}

export interface Placement {
  readonly set: SetPlace | undefined;
  /** Why the set is where it is, in words. */
  readonly why: string | undefined;
}

/**
 * Places the files of a run: script and plan in one ConfigMap, and the set of dialogues with them, in a ConfigMap of its
 * own or one for each part, or on the volume, by what fits. Throws an error of one line where script and plan alone, or the secrets, do not fit.
 */
export function placementOf({ script, plan, transcripts, secret }: FileSizes): Placement {
  const max = formatCount(MAX_OBJECT_BYTES);
  const config = script + plan;
  if (config > MAX_OBJECT_BYTES)
    throw new Error(
      `script and plan are ${formatCount(config)} bytes, and a ConfigMap holds ${max}; allowed: a plan of at most ${formatCount(MAX_OBJECT_BYTES - script)}`,
    );
  if (secret > MAX_OBJECT_BYTES)
    throw new Error(
      `agents.tokens: ${formatCount(secret)} bytes, and a Secret holds ${max}; allowed: {"source": "secrets"}, with k6's --secret-source=url=… in place of a file`,
    );
  if (transcripts === undefined) return { set: undefined, why: undefined };
  const set = transcripts.reduce((sum, bytes) => sum + bytes, 0);
  const together = config + set;
  if (together <= MAX_OBJECT_BYTES)
    return { set: 'beside the script', why: `${formatCount(together)} of ${max} bytes with script and plan` };
  if (set <= MAX_OBJECT_BYTES)
    return {
      set: 'in a ConfigMap of its own',
      why: `${formatCount(together)} bytes with script and plan, and a ConfigMap holds ${max}`,
    };
  const why = `${formatCount(set)} bytes, and a ConfigMap holds ${max}`;
  const fits = transcripts.length > 1 && transcripts.every((bytes) => bytes <= MAX_OBJECT_BYTES);
  return { set: fits ? 'in a ConfigMap for each part' : 'on the volume', why };
}
