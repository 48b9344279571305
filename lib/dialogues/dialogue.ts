/** One transcript: `{"id", "topic"?, "turns": [{"from": "customer"|"agent", "text"}]}`, a JSON object a line. */

export type Side = 'customer' | 'agent';

export interface Turn {
  readonly from: Side;
  readonly text: string;
}

export interface Dialogue {
  readonly id: string;
  readonly turns: readonly Turn[];
}

function isTurn(value: unknown): value is Turn {
  const turn = value as Partial<Turn> | null;
  return (
    typeof turn === 'object' &&
    turn !== null &&
    (turn.from === 'customer' || turn.from === 'agent') &&
    typeof turn.text === 'string' &&
    turn.text !== ''
  );
}

/** Reads one line. Throws one clear line that never quotes the text. */
export function parseDialogue(line: string, lineNumber: number): Dialogue {
  let value: Partial<Dialogue> | null;
  try {
    value = JSON.parse(line) as Partial<Dialogue> | null;
  } catch {
    throw new Error(`line ${lineNumber}: not JSON`);
  }
  if (typeof value?.id !== 'string' || !Array.isArray(value.turns) || value.turns.length === 0) {
    throw new Error(`line ${lineNumber}: needs "id" and at least one turn in "turns"`);
  }
  const bad = value.turns.findIndex((turn) => !isTurn(turn));
  if (bad >= 0) throw new Error(`line ${lineNumber}: turn ${bad}: needs "from" (customer or agent) and a "text"`);
  return { id: value.id, turns: value.turns.map(({ from, text }) => ({ from, text })) };
}

/** Reads a JSONL set. */
export function parseDialogues(text: string): Dialogue[] {
  const dialogues: Dialogue[] = [];
  text.split('\n').forEach((line, index) => {
    if (line.trim() !== '') dialogues.push(parseDialogue(line, index + 1));
  });
  if (dialogues.length === 0) throw new Error('no dialogue in it');
  return dialogues;
}
