import { optionFlags } from './option-layers.ts';
import { UNSUPPORTED } from './option-table.ts';
import { RUN_FLAGS } from './run-settings.ts';

const WIDTH = 80;

/** The flags that `runScript` takes, and those of k6's that it refuses, in lines of 80 characters. */
export function flagHelp(): string {
  const refused = new Set(UNSUPPORTED.map(({ flag }) => flag));
  const [own, options] = [RUN_FLAGS, optionFlags().filter(({ name }) => !refused.has(name))];
  const taken = [...own, ...options].map(({ name, short }) => `${short === undefined ? '' : `-${short}, `}--${name}`);
  return [
    'takes these flags, spelt and obeyed as in k6 (docs/engine.md):',
    ...inLines(taken.sort(byName)),
    'and refuses these, saying why:',
    ...inLines([...refused].flatMap((name) => (name === undefined ? [] : [`--${name}`])).sort(byName)),
    '',
  ].join('\n');
}

const byName = (a: string, b: string) => (nameIn(a) < nameIn(b) ? -1 : 1);
const nameIn = (flag: string) => flag.slice(flag.indexOf('--'));

/** Wraps words into lines of 80 characters, with two spaces before each word. */
export function inLines(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 2 <= WIDTH) lines[lines.length - 1] = `${last}  ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}
