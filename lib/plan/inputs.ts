import type { Listing } from '../base/listing.ts';
import type { Dialogue } from '../dialogues/dialogue.ts';
import type { Opening } from '../dialogues/transcript-by-opening.ts';
import { type Need, needsMet } from './needs.ts';
import type { Plan } from './schema.ts';

/** The first element of the inputs: the plan, and what is known of its loading. */
export interface Loaded {
  readonly plan: Plan;
  /** What `-e` changed of it, as `NAME=value`. */
  readonly overrides: readonly string[];
  readonly loopback: boolean;
  /** Which part of a set the dialogues are, such as `1 of 4`; undefined where they are a whole one. */
  readonly part?: string | undefined;
  /** When the plan was loaded (Unix ms): in the first init of the test, and in no later one. */
  readonly loadedAtMs: number;
}

/** The second element: how many elements of each kind follow, and the needs that the plan meets. */
export type Counts = Readonly<Record<keyof Parts, number>> & { readonly needs: readonly Need[] };

/** The only element where loading failed: one line. The builder of a SharedArray cannot abort the test itself. */
export interface Failed {
  readonly error: string;
}

/**
 * Everything that a script loads in init: one array that all VUs share, and of which k6 parses an element at each
 * read. The first element is the plan, or why loading failed. The counts follow, in an element of their own so that
 * whoever needs a dialogue does not parse the plan. Then come the dialogues, their openings, one user token an agent,
 * and the credentials of guests that sign in. A script loads only the kinds that it needs.
 */
export type Inputs = readonly (Loaded | Failed | Counts | Dialogue | Opening | string)[];

export interface Parts {
  readonly dialogues?: readonly Dialogue[];
  readonly openings?: readonly Opening[];
  readonly tokens?: readonly string[];
  readonly guests?: readonly string[];
}

/**
 * Lays out the array that `Inputs` describes.
 *
 * @example
 * const inputs = inputsOf({ plan, overrides: [], loopback: true, loadedAtMs: Date.now() }, { dialogues });
 * planIn(inputs).name;
 * dialoguesIn(inputs).at(0);
 */
export function inputsOf(loaded: Loaded, parts: Parts): Inputs {
  const { dialogues = [], openings = [], tokens = [], guests = [] } = parts;
  const counts: Counts = {
    dialogues: dialogues.length,
    openings: openings.length,
    tokens: tokens.length,
    guests: guests.length,
    needs: needsMet(loaded.plan),
  };
  return [loaded, counts, ...dialogues, ...openings, ...tokens, ...guests];
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
  return listing<Dialogue>(inputs, 0, countsIn(inputs).dialogues);
}

/** The openings of the dialogues, by which agents find a dialogue. */
export function openingsIn(inputs: Inputs): Listing<Opening> {
  const { dialogues, openings } = countsIn(inputs);
  return listing<Opening>(inputs, dialogues, openings);
}

/** One user token an agent. Empty where the tokens are secrets, and on a simulated tenant. */
export function tokensIn(inputs: Inputs): Listing<string> {
  const { dialogues, openings, tokens } = countsIn(inputs);
  return listing<string>(inputs, dialogues + openings, tokens);
}

/** The credentials of guests that sign in. Empty unless the plan has them in a file. */
export function guestsIn(inputs: Inputs): Listing<string> {
  const { dialogues, openings, tokens, guests } = countsIn(inputs);
  return listing<string>(inputs, dialogues + openings + tokens, guests);
}

/**
 * The needs that the plan meets; none where loading failed. The one thing that every VU reads in init: the element is
 * small.
 */
export function needsIn(inputs: Inputs): readonly Need[] {
  return failureIn(inputs) === undefined ? countsIn(inputs).needs : [];
}

function countsIn(inputs: Inputs): Counts {
  const second = inputs[1];
  if (typeof second !== 'object' || !('tokens' in second)) throw new Error('no counts');
  return second;
}

/** The `length` elements that follow the first `from` ones after plan and counts. */
function listing<T>(inputs: Inputs, from: number, length: number): Listing<T> {
  return { length, at: (place) => (place < length ? (inputs[2 + from + place] as T | undefined) : undefined) };
}
