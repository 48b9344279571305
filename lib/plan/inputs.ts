import type { Listing } from '../base/listing.ts';
import type { Dialogue } from '../dialogues/dialogue.ts';
import type { Opening } from '../dialogues/openings.ts';
import type { Plan } from './schema.ts';

/** The plan as it was loaded, and how much else there is. */
export interface Loaded {
  readonly plan: Plan;
  /** What `-e` changed of it, as `NAME=value`. */
  readonly overrides: readonly string[];
  readonly loopback: boolean;
  /** Unix ms of the test's first init, which alone loads. */
  readonly loadedAtMs: number;
  readonly counts: Readonly<Record<'dialogues' | 'openings' | 'tokens', number>>;
}

/** A SharedArray builder cannot abort the test: an error travels as the only element, one line. */
export interface Failed {
  readonly error: string;
}

/**
 * What init leaves to a VU: one array that all VUs share, of which an element is parsed at each reading. It begins with
 * what was loaded, or with why nothing was; then come the dialogues, their openings, and one user token an agent, each
 * only where the script has a use for it.
 */
export type Inputs = readonly (Loaded | Failed | Dialogue | Opening | string)[];

export interface Parts {
  readonly dialogues?: readonly Dialogue[];
  readonly openings?: readonly Opening[];
  readonly tokens?: readonly string[];
}

/** The array that `Inputs` describes. */
export function inputsOf(loaded: Omit<Loaded, 'counts'>, parts: Parts): Inputs {
  const { dialogues = [], openings = [], tokens = [] } = parts;
  const counts = { dialogues: dialogues.length, openings: openings.length, tokens: tokens.length };
  return [{ ...loaded, counts }, ...dialogues, ...openings, ...tokens];
}

/** The plan as it was loaded, parsed anew. */
export function loadedIn(inputs: Inputs): Loaded {
  const first = inputs[0];
  if (typeof first !== 'object' || !('plan' in first)) throw new Error('no plan');
  return first;
}

export function planIn(inputs: Inputs): Plan {
  return loadedIn(inputs).plan;
}

/** Why nothing was loaded, in one line; undefined where something was. */
export function failureIn(inputs: Inputs): string | undefined {
  const first = inputs[0];
  return typeof first === 'object' && 'error' in first ? first.error : undefined;
}

export function dialoguesIn(inputs: Inputs): Listing<Dialogue> {
  return listing<Dialogue>(inputs, 1, loadedIn(inputs).counts.dialogues);
}

/** Of the dialogues, for agents. */
export function openingsIn(inputs: Inputs): Listing<Opening> {
  const { counts } = loadedIn(inputs);
  return listing<Opening>(inputs, 1 + counts.dialogues, counts.openings);
}

/** One user token an agent; none where they are secrets, or on a simulated tenant. */
export function tokensIn(inputs: Inputs): Listing<string> {
  const { counts } = loadedIn(inputs);
  return listing<string>(inputs, 1 + counts.dialogues + counts.openings, counts.tokens);
}

function listing<T>(inputs: Inputs, from: number, length: number): Listing<T> {
  return { length, at: (place) => (place < length ? (inputs[from + place] as T | undefined) : undefined) };
}
