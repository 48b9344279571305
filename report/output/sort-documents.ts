import type { DocumentFile } from '../fold/input-file.ts';
import type { SummaryFile } from '../model/build-run.ts';
import { readK6Summary } from '../read/k6-summary.ts';
import { type Result, ResultError, resultIn } from '../read/result.ts';
import type { ResultFile } from '../render/document-kind.ts';

/** Notes what is not read of a file, and why. */
export type Say = (file: string, what: string) => void;

export interface SortedDocuments {
  readonly summaries: readonly SummaryFile[];
  /** By the folder of `kinds` that shows them. */
  readonly others: ReadonlyMap<string, readonly ResultFile[]>;
}

/** Tells the summaries of runs from other results; says of each file that is neither, or cannot be read, why. */
export function sortDocuments(documents: readonly DocumentFile[], say: Say): SortedDocuments {
  const summaries: SummaryFile[] = [];
  const others = new Map<string, ResultFile[]>();
  for (const { path, document } of documents) {
    const result = resultOrNote(document, path, say);
    if (result === 'refused') continue;
    if (result === undefined || result.kind === 'run' || result.kind === 'storm') {
      const summary = readK6Summary(document);
      const { script, plan, incomplete } = result?.content ?? {};
      if (summary === undefined) say(path, 'neither a result nor a summary of k6');
      else summaries.push({ ...summary, path, script, plan, incomplete });
    } else {
      const kind = result.kind === 'resume' ? result.content.of : result.kind;
      others.set(kind, [...(others.get(kind) ?? []), { path, result }]);
    }
  }
  return { summaries, others };
}

function resultOrNote(document: unknown, path: string, say: Say): Result | undefined | 'refused' {
  try {
    return resultIn(document);
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    say(path, error.why);
    return 'refused';
  }
}
