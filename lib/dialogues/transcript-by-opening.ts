import type { Listing } from '../base/listing.ts';
import type { Dialogue } from './dialogue.ts';

/** The text of a customer's first turn, and the place in the set of a dialogue that begins with it. */
export type Opening = readonly [text: string, place: number];

/**
 * The openings of a set, sorted by text and then by place: an agent finds one by binary search and parses few of
 * them.
 */
export function openingsOf(dialogues: readonly Dialogue[]): Opening[] {
  return dialogues
    .map(({ turns }, place): Opening => [turns.find(({ from }) => from === 'customer')?.text ?? '', place])
    .sort(([a, p], [b, q]) => (a < b ? -1 : a > b ? 1 : p - q));
}

/**
 * The dialogue whose customer's turns begin with `texts`: how an agent learns which transcript it is in where the org
 * shows no custom attribute. Of several that begin alike it is the first in the set.
 */
export function dialogueThatBegins(
  texts: readonly string[],
  openings: Listing<Opening>,
  dialogues: Listing<Dialogue>,
): Dialogue | undefined {
  const place = placeThatBegins(texts, openings, dialogues);
  return place === undefined ? undefined : dialogues.at(place);
}

/** The place in the set of that dialogue. Undefined without texts, and where no dialogue begins so. */
export function placeThatBegins(
  texts: readonly string[],
  openings: Listing<Opening>,
  dialogues: Listing<Dialogue>,
): number | undefined {
  const first = texts[0];
  if (first === undefined) return undefined;
  let [low, high] = [0, openings.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((openings.at(middle)?.[0] ?? '') < first) low = middle + 1;
    else high = middle;
  }
  for (let opening = openings.at(low); opening?.[0] === first; opening = openings.at(++low)) {
    const said = dialogues.at(opening[1])?.turns.filter(({ from }) => from === 'customer') ?? [];
    if (texts.every((text, turn) => said[turn]?.text === text)) return opening[1];
  }
  return undefined;
}
