import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { Plan } from '../../lib/plan/schema.ts';
import { readInput } from '../../report/fold/input-file.ts';
import type { Report } from '../../report/output/report.ts';
import { reportOn } from '../../report/output/report-on.ts';

/** Makes files, until the tests of the calling file are through: each with this content, or these lines. */
export function temporaryFiles() {
  const folder = mkdtempSync(path.join(tmpdir(), 'report-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  let files = 0;
  return (content: string | Uint8Array | readonly string[], name = 'run.ndjson'): string => {
    const target = path.join(folder, `${++files}-${name}`);
    writeFileSync(target, Array.isArray(content) ? `${content.join('\n')}\n` : (content as string));
    return target;
  };
}

export async function reportFrom(paths: readonly string[], plan?: Plan): Promise<Report> {
  const inputs = [];
  for (const one of paths) inputs.push(await readInput(one));
  return reportOn(inputs, plan);
}

/** What stands in one of the lists of the report's JSON: `ceilings`, `preflights`. */
export const listIn = ({ documents }: Report, name: string) =>
  documents.filter(({ list }) => list === name).map(({ data }) => data);

/** What the notes say, without the names of the files. */
export const notesOf = ({ notes }: Report) => notes.map((note) => note.replace(/^\d+-[^:]+: /, ''));
