import type { RunIo } from '@headroom/engine';
import { OVERRIDE_NAMES } from '../../lib/plan/overrides.ts';
import type { Plan } from '../../lib/plan/schema.ts';
import { readPlanFile } from '../plan/plan-file.ts';

/** The plan that the words of a run name, with their overrides; undefined where there is none that can be read. */
export function planOfRun(words: readonly string[], { env, cwd }: Pick<RunIo, 'env' | 'cwd'>): Plan | undefined {
  const given = words.filter((_, place) => ['-e', '--env'].includes(words[place - 1] ?? ''));
  const givenAs = (name: string) =>
    given
      .filter((pair) => pair.startsWith(`${name}=`))
      .at(-1)
      ?.slice(name.length + 1);
  const file = givenAs('PLAN') ?? env.PLAN;
  if (file === undefined) return undefined;
  const overrides = OVERRIDE_NAMES.flatMap((name) => {
    const value = givenAs(name) ?? env[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  try {
    return readPlanFile(file, overrides, cwd);
  } catch {
    // The script says what is wrong with it.
    return undefined;
  }
}
