import type { Listing } from '../base/listing.ts';
import type { Dialogue } from '../dialogues/dialogue.ts';
import type { Opening } from '../dialogues/transcript-by-opening.ts';
import type { Plan } from './schema.ts';

/** The first element of the inputs: the plan, and how many elements of each kind follow. */
export interface Loaded {
  readonly plan: Plan;
  /** What `-e` changed of it, as `NAME=value`. */
  readonly overrides: readonly string[];
  readonly loopback: boolean;
  /** When the plan was loaded (Unix ms): in the first init of the test, and in no later one. */
  readonly loadedAtMs: number;
  readonly counts: Readonly<Record<'dialogues' | 'openings' | 'tokens', number>>;
}

/** The only element where loading failed: one line. The builder of a SharedArray cannot abort the test itself. */
export interface Failed {
  readonly error: string;
}

/**
 * Everything that a script loads in init: one array that all VUs share, and of which k6 parses an element at each
 * read. The first element is the plan, or why loading failed. The dialogues follow, then their openings, then one
 * user token an agent. A script loads only the kinds that it needs.
 */
export type Inputs = readonly (Loaded | Failed | Dialogue | Opening | string)[];

export interface Parts {
  readonly dialogues?: readonly Dialogue[];
  readonly openings?: readonly Opening[];
  readonly tokens?: readonly string[];
}

/**
 * Lays out the array that `Inputs` describes.
 *
 * @example
 * const inputs = inputsOf({ plan, overrides: [], loopback: true, loadedAtMs: Date.now() }, { dialogues });
 * planIn(inputs).name;
 * dialoguesIn(inputs).at(0);
 */
export function inputsOf(loaded: Omit<Loaded, 'counts'>, parts: Parts): Inputs {
  const { dialogues = [], openings = [], tokens = [] } = parts;
  const counts = { dialogues: dialogues.length, openings: openings.length, tokens: tokens.length };
  return [{ ...loaded, counts }, ...dialogues, ...openings, ...tokens];
}

/** The first element, parsed anew at each call. Throws where loading failed. */
export function loadedIn(inputs: Inputs): Loaded {
  const first = inputs[0];
  if (typeof first !== 'object' || !('plan' in first)) throw new Error('no plan');
  return first;
}

export function planIn(inputs: Inputs): Plan {
  return loadedIn(inputs).plan;
}

/** Why loading failed, in one line; undefined where it succeeded. */
export function failureIn(inputs: Inputs): string | undefined {
  const first = inputs[0];
  return typeof first === 'object' && 'error' in first ? first.error : undefined;
}

export function dialoguesIn(inputs: Inputs): Listing<Dialogue> {
  return listing<Dialogue>(inputs, 1, loadedIn(inputs).counts.dialogues);
}

/** The openings of the dialogues, by which agents find a dialogue. */
export function openingsIn(inputs: Inputs): Listing<Opening> {
  const { counts } = loadedIn(inputs);
  return listing<Opening>(inputs, 1 + counts.dialogues, counts.openings);
}

/** One user token an agent. Empty where the tokens are secrets, and on a simulated tenant. */
export function tokensIn(inputs: Inputs): Listing<string> {
  const { counts } = loadedIn(inputs);
  return listing<string>(inputs, 1 + counts.dialogues + counts.openings, counts.tokens);
}

function listing<T>(inputs: Inputs, from: number, length: number): Listing<T> {
  return { length, at: (place) => (place < length ? (inputs[from + place] as T | undefined) : undefined) };
}
