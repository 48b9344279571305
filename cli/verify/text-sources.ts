import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Dialogue } from '../../lib/dialogues/dialogue.ts';
import type { Conclusion } from '../../report/read/org-files.ts';
import { findPlannedFile } from '../plan/planned-file.ts';
import { manifestOf, sourcesOf } from '../transcripts/manifest.ts';

/**
 * The manifest of a set: the one that the user named, or the one beside the set; undefined when there is none. Throws an
 * error of one line when the one that was named is not there.
 *
 * @param set as the plan names it
 */
export function manifestFile(
  named: string | undefined,
  set: string | undefined,
  planFile: string,
  cwd: string,
): string | undefined {
  if (named !== undefined) {
    const file = path.resolve(cwd, named);
    if (!existsSync(file)) throw new Error(`--manifest ${named}: no such file`);
    return file;
  }
  return set === undefined ? undefined : findPlannedFile(planFile, manifestOf(set), cwd);
}

/** The conclusion, with the source of the text for each discrepancy of a turn or a transcript. */
export async function withSources(
  conclusion: Conclusion,
  dialogues: readonly Dialogue[],
  manifest: string | undefined,
): Promise<Conclusion> {
  const { discrepancies } = conclusion;
  if (manifest === undefined || discrepancies.length === 0) return conclusion;
  const asked = discrepancies.map(({ transcript = '', turn }) => {
    const { id = '', turns = [] } = dialogues[Number(transcript.split(' ')[0] || -1)] ?? {};
    return { id, turns, turn };
  });
  const sources = await sourcesOf(asked, manifest);
  return {
    ...conclusion,
    discrepancies: discrepancies.map((one, at) => {
      const source = sources[at];
      return source === undefined ? one : { ...one, source };
    }),
  };
}
