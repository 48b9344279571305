import path from 'node:path';
import type { RunIo } from '@headroom/engine';
import { formatDuration } from '../../../lib/plan/duration.ts';
import { parsePlan } from '../../../lib/plan/parse.ts';
import { writeFileAtomically } from '../../io/atomic-file.ts';
import { badInput } from '../../io/bad-input.ts';
import { readInputFile } from '../../io/input-file.ts';
import { checkedOutputFile } from '../../io/output-file.ts';
import { COLUMNS, wrapText } from '../../io/wrap-text.ts';
import { convertedPlan } from './converted-plan.ts';
import type { JmxNote } from './jmx-notes.ts';

export interface FromJmxOptions {
  readonly output: string;
  /** Properties of JMeter, `name=value`, as its -J takes them. */
  readonly property: readonly string[];
  readonly json: boolean;
}

/**
 * `headroom plan from-jmx <file> -o <plan>`: writes a plan, and beside it a set of dialogues where the test plan has texts,
 * and says of every element by its line what was taken over and what was not. Returns 0, or 104 on bad input.
 */
export function planFromJmx(file: string, options: FromJmxOptions, io: RunIo): number {
  try {
    const output = checkedOutputFile('--output', options.output, [file], io.cwd);
    const setName = `${options.output.replace(/\.json$/, '')}.jsonl`;
    const setFile = checkedOutputFile('--output', setName, [file, options.output], io.cwd);
    const text = readInputFile('test plan', file, io.cwd);
    const { plan, dialogues, notes } = converted(text, file, path.dirname(path.resolve(io.cwd, file)), options);
    const withSet = dialogues.length === 0 ? plan : { ...plan, transcripts: { path: path.basename(setName) } };
    const json = `${JSON.stringify(withSet, null, 2)}\n`;
    const parsed = parsePlan(json, options.output, {});
    if (!parsed.ok) throw new Error(parsed.error);
    if (dialogues.length > 0) writeFileAtomically(setFile, dialogues.map((one) => `${JSON.stringify(one)}\n`).join(''));
    writeFileAtomically(output, json);
    const { customers, agents } = parsed.plan;
    const written = `${options.output}: ${customers.sessions} customers, ${customers.perMinute} a minute, hold ${formatDuration(customers.holdMs)}, ${agents?.count ?? 0} agents`;
    const set = dialogues.length === 0 ? '' : `\n${setName}: ${dialogues.length} dialogues`;
    io.stdout.write(
      options.json
        ? `${JSON.stringify(notes, null, 2)}\n`
        : `${notesText(notes)}\n${written}${set}\n\nnext\n  headroom plan explain ${options.output}\n  headroom plan check ${options.output}\n`,
    );
    return 0;
  } catch (error) {
    return badInput('plan from-jmx', error, io);
  }
}

function converted(text: string, file: string, folder: string, { property }: FromJmxOptions) {
  try {
    return convertedPlan(text, folder, propertiesIn(property));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function propertiesIn(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name = '', value] = pair.split(/=(.*)/s, 2);
      if (value === undefined || name === '') throw new Error(`-J ${pair}; allowed: name=value`);
      return [name, value];
    }),
  );
}

const HEADS: readonly (readonly [JmxNote['state'], string])[] = [
  ['taken', 'taken over'],
  ['partly', 'taken over in part: look at these'],
  ['left', 'not taken over'],
];

/** The notes by what became of the elements, each with its line, at 80 columns. */
function notesText(notes: readonly JmxNote[]): string {
  return HEADS.flatMap(([state, head]) => {
    const of = notes.filter((note) => note.state === state);
    if (of.length === 0) return [];
    const lines = of.flatMap(({ line, element, says }) => [
      ...wrapText(`${`line ${line}`.padEnd(9)} ${element}`, COLUMNS, '  '),
      ...wrapText(says, COLUMNS, '      '),
    ]);
    return [`${head}\n${lines.join('\n')}\n`];
  }).join('\n');
}
