import type { Listing } from '../base/listing.ts';
import type { Dialogue } from './dialogue.ts';

/**
 * How an agent learns which transcript it is in: the customer's messages name it in a custom attribute, by its place
 * in the set and its id, so that customers and agents may run on different machines with the same file.
 */
export function attributesFor(index: number, dialogue: Dialogue, customer: string): Readonly<Record<string, string>> {
  return { transcript: `${index} ${dialogue.id}`, customer };
}

/** Players without a dialogue of the set: a storm's customers and a probe's guests. No agent answers them. */
const UNSCRIPTED = { storm: '0 headroom-storm', probe: '0 headroom-probe' } as const;

/**
 * The custom attributes of their messages. headroom recognises its own conversations by them, and an agent finds no
 * transcript in them.
 */
export function unscripted(by: keyof typeof UNSCRIPTED, customer: string): Readonly<Record<string, string>> {
  return { transcript: UNSCRIPTED[by], customer };
}

/** True of a conversation that has no transcript to be compared with. */
export function isUnscripted({ transcript }: Readonly<Record<string, string>>): boolean {
  return Object.values(UNSCRIPTED).some((one) => one === transcript);
}

export function dialogueIn(
  attributes: Readonly<Record<string, string>>,
  dialogues: Listing<Dialogue>,
): Dialogue | undefined {
  const [, place, id] = /^(\d+) (.+)$/.exec(attributes.transcript ?? '') ?? [];
  if (place === undefined) return undefined;
  const dialogue = dialogues.at(Number(place));
  return dialogue?.id === id ? dialogue : undefined;
}
