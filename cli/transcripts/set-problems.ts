import { parseDialogue } from '../../lib/dialogues/dialogue.ts';
import { tooLong } from '../../lib/dialogues/text-limits.ts';
import { hasLoneSurrogate } from './messages/playable-turns.ts';

/** What a run trips over in a set. It never quotes a text. */
export interface SetProblem {
  /** In general, for a count. */
  readonly kind: string;
  /** With its place. */
  readonly text: string;
}

/** The problems of one line of a set. */
export function problemsOf(line: string, number: number): SetProblem[] {
  let turns: ReturnType<typeof parseDialogue>['turns'];
  try {
    turns = parseDialogue(line, number).turns;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return [{ kind: text.replace(/^line \d+: (?:turn \d+: )?/, ''), text }];
  }
  const problems: SetProblem[] = [];
  const add = (kind: string, turn?: number, more = kind) =>
    problems.push({ kind, text: `line ${number}: ${turn === undefined ? '' : `turn ${turn}: `}${more}` });
  if (turns[0]?.from === 'agent')
    add(
      turns.some(({ from }) => from === 'customer')
        ? 'begins with the agent, who speaks only when the customer has written: nothing is said in it'
        : 'the customer says nothing, so it never begins',
    );
  for (const [turn, { from, text }] of turns.entries()) {
    const long = tooLong(from, text);
    if (long !== undefined) add(`text over the limit of the ${from}: a run loses it`, turn, long);
    else if (text.trim() === '') add('only white space', turn);
    else if (hasLoneSurrogate(text)) add('half a character of UTF-16, which no message can hold', turn);
  }
  return problems;
}
