/**
 * One transcript: `{"id", "topic"?, "turns": [{"from": "customer"|"agent", "text"}]}`, a JSON object a line. Turns from
 * `bot` may stand in it for a reader; they are passed over.
 */

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

const wrongIn = (turn: unknown): string =>
  (turn as Partial<Turn> | null)?.text === ''
    ? 'an empty text; headroom transcripts import leaves such turns out'
    : 'needs "from" (customer or agent) and a "text"';

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
  const turns = value.turns.filter((turn) => (turn as { from?: string } | null)?.from !== 'bot');
  const bad = turns.findIndex((turn) => !isTurn(turn));
  if (bad >= 0) throw new Error(`line ${lineNumber}: turn ${bad}: ${wrongIn(turns[bad])}`);
  if (turns.length === 0) throw new Error(`line ${lineNumber}: only a bot's turns`);
  return { id: value.id, turns: turns.map(({ from, text }) => ({ from, text })) };
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
