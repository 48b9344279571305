import { consolidate, type RunOptions } from '../../src/options/consolidate.ts';
import { type RunSettings, readSettings } from '../../src/options/run-settings.ts';

export interface Given {
  readonly script?: object;
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Options as a run would see them, with the warnings on the way. */
export async function consolidated(
  given: Given,
): Promise<{ options: RunOptions; settings: RunSettings; warnings: string[] }> {
  const warnings: string[] = [];
  const warn = (line: string) => warnings.push(line);
  const settings = await readSettings([...(given.argv ?? []), 'script.js'], given.env ?? {}, given.cwd ?? '/', warn);
  const options = consolidate(given.script ?? {}, settings.below, settings.above, warn, settings.selection);
  return { options, settings, warnings };
}

/** The one line with which it is refused. */
export async function refusal(given: Given): Promise<string> {
  try {
    await consolidated(given);
  } catch (error) {
    const { message, exitCode } = error as { message: string; exitCode: number };
    return `${exitCode} ${message}`;
  }
  return 'accepted';
}
