import type { DocumentFile } from '../fold/input-file.ts';
import type { SummaryFile } from '../model/build-run.ts';
import type { JsonObject } from '../read/json.ts';
import { type K6Summary, readK6Summary } from '../read/k6-summary.ts';
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
    const read = readOrNote(document, path, say);
    if (read === 'refused') continue;
    const { result, summary } = read;
    if (result === undefined || result.kind === 'run' || result.kind === 'storm') {
      const { script, plan, incomplete, run: ran } = result?.content ?? {};
      if (summary === undefined) say(path, 'neither a result nor a summary of k6');
      else summaries.push({ ...summary, path, script, plan, incomplete, ran: isDated(ran) ? ran : undefined });
    } else {
      const kind = result.kind === 'resume' ? result.content.of : result.kind;
      others.set(kind, [...(others.get(kind) ?? []), { path, result }]);
    }
  }
  return { summaries, others };
}

const isDated = (ran: { readonly from: string; readonly to: string } | undefined): boolean =>
  ran !== undefined && !Number.isNaN(Date.parse(ran.from)) && !Number.isNaN(Date.parse(ran.to));

/** A summary of k6 may stand in a result of headroom's. */
interface ReadDocument {
  readonly result: Result | undefined;
  readonly summary: K6Summary | undefined;
}

function readOrNote(document: JsonObject, path: string, say: Say): ReadDocument | 'refused' {
  try {
    const result = resultIn(document);
    const isOfRun = result === undefined || result.kind === 'run' || result.kind === 'storm';
    return { result, summary: isOfRun ? readK6Summary(document) : undefined };
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    say(path, error.why);
    return 'refused';
  }
}
