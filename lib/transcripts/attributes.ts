import type { Dialogue } from './dialogue.ts';

/**
 * How an agent learns which transcript it is in: the customer's messages name it in a custom attribute, by its place
 * in the set and its id, so that customers and agents may run on different machines with the same file.
 */
export function attributesFor(index: number, dialogue: Dialogue, customer: string): Readonly<Record<string, string>> {
  return { transcript: `${index} ${dialogue.id}`, customer };
}

export function dialogueIn(
  attributes: Readonly<Record<string, string>>,
  dialogueAt: (index: number) => Dialogue | undefined,
): Dialogue | undefined {
  const [, place, id] = /^(\d+) (.+)$/.exec(attributes.transcript ?? '') ?? [];
  if (place === undefined) return undefined;
  const dialogue = dialogueAt(Number(place));
  return dialogue?.id === id ? dialogue : undefined;
}
