import { FoldedSamples } from '../fold/folded-samples.ts';
import type { DocumentFile, InputFile, SampleFile } from '../fold/input-file.ts';
import { type ShareFile, shareFileOf } from './share-file.ts';

/** The samples of all shares of a run that were read so far, as one fold. */
export interface FoldedRun {
  readonly samples: FoldedSamples;
  readonly paths: string[];
  /** When the scenarios of each share began (Unix ms): about when its setup ended. */
  readonly startsMs: number[];
  /** The virtual users of all shares together. */
  maxVus: number;
}

/**
 * Files of shares, as they are read. Samples go into the fold of their run at once, so that memory grows neither with
 * them nor with the number of shares.
 */
export class SharesRead {
  readonly shares: ShareFile[] = [];
  readonly documents: DocumentFile[] = [];
  readonly folds = new Map<string, FoldedRun>();
  /** What was not read, or not whole: the path and a few words. */
  readonly notes: (readonly [path: string, what: string])[] = [];

  take(input: InputFile): void {
    if (input.kind === 'nothing') {
      this.notes.push([input.path, input.why]);
      return;
    }
    const share = shareFileOf(input);
    if (share === undefined) {
      this.notes.push([input.path, 'says not of which share of which run it is']);
      return;
    }
    this.shares.push(share);
    if (input.kind === 'samples') this.#fold(share.run, input);
    else this.documents.push(input);
  }

  #fold(run: string, { path, notes, samples }: SampleFile): void {
    for (const note of notes) this.notes.push([path, note]);
    const known = this.folds.get(run);
    const fold = known ?? { samples: new FoldedSamples(), paths: [], startsMs: [], maxVus: 0 };
    if (known === undefined) this.folds.set(run, fold);
    fold.samples.merge(samples);
    fold.paths.push(path);
    fold.startsMs.push(Number.isFinite(samples.setupEndsMs) ? samples.setupEndsMs : samples.firstMs);
    // A gauge of several together has only the largest.
    fold.maxVus += Math.max(0, samples.metrics.get('vus_max')?.select().max ?? 0);
  }
}
