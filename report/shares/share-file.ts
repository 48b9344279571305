import type * as z from 'zod';
import { planDigest } from '../../lib/plan/plan-digest.ts';
import { segmentOf } from '../../lib/plan/segment.ts';
import { incompleteText } from '../../lib/verdict/incomplete.ts';
import type { InputFile } from '../fold/input-file.ts';
import { ResultError, resultIn } from '../read/result.ts';
import { shareMarkSchema } from './share-mark.ts';

/** What a file of one share says of itself: its result, or its samples. */
export interface ShareFile {
  readonly path: string;
  readonly kind: 'result' | 'samples';
  readonly run: string;
  readonly script: string;
  /** Empty for the whole run. */
  readonly segment: string;
  readonly sequence: string | undefined;
  /** How many shares the run was told to have. */
  readonly shares: number;
  /** A digest of the plan as the share used it. */
  readonly plan: string;
  /** Results say it, samples do not. */
  readonly seed: number | undefined;
  readonly version: string;
  /** k6-operator numbers its pods in this tag. */
  readonly instance: string | undefined;
  /** When it ran (Unix ms). */
  readonly fromMs: number;
  readonly toMs: number;
  /** Why the share is not whole, in a few words. */
  readonly lacks: string | undefined;
}

/**
 * Undefined for a file that does not say of which run it is: that of another tool or of an earlier version, or what a
 * merge wrote.
 */
export function shareFileOf(input: InputFile): ShareFile | undefined {
  if (input.kind === 'samples') return ofSamples(input);
  return input.kind === 'document' ? ofResult(input) : undefined;
}

function ofSamples({ path, samples, isCut }: Extract<InputFile, { kind: 'samples' }>): ShareFile | undefined {
  const [first, ...others] = [...samples.shares].map((text) => markIn(JSON.parse(text)));
  if (first === undefined || others.length > 0) return undefined;
  const { run, script, segment, sequence, shares, plan, version } = first;
  const instance = samples.metrics.get('http_reqs')?.valuesOf('instance_id')[0];
  const lacks = isCut ? 'its samples are cut' : undefined;
  return {
    ...{ path, kind: 'samples', run, script, segment, sequence, shares: Number(shares), plan, version },
    ...{ seed: undefined, instance, lacks, fromMs: samples.firstMs, toMs: samples.lastMs },
  };
}

function markIn(metadata: unknown): z.output<typeof shareMarkSchema> | undefined {
  const mark = shareMarkSchema.safeParse(metadata);
  return mark.success ? mark.data : undefined;
}

function ofResult({ path, document }: Extract<InputFile, { kind: 'document' }>): ShareFile | undefined {
  const result = resultOrNone(document);
  if (result?.kind !== 'run' && result?.kind !== 'storm') return undefined;
  const { run, script, share, merged, plan, version, incomplete } = result.content;
  if (
    merged !== undefined ||
    run?.id === undefined ||
    script === undefined ||
    plan === undefined ||
    version === undefined
  )
    return undefined;
  const { segment = '', sequence, shares = 1 } = share ?? {};
  const lacks = incomplete ? incompleteText(incomplete).replace(/^is incomplete: /, '') : undefined;
  return {
    ...{ path, kind: 'result', run: run.id, script, segment, sequence, shares, plan: planDigest(plan), version },
    ...{ seed: plan.seed, instance: undefined, lacks, fromMs: Date.parse(run.from), toMs: Date.parse(run.to) },
  };
}

function resultOrNone(document: unknown): ReturnType<typeof resultIn> {
  try {
    return resultIn(document);
  } catch (error) {
    if (error instanceof ResultError) return undefined;
    throw error;
  }
}

/** Whether the file is of one of several shares. */
export const isOfShares = ({ segment }: ShareFile): boolean => segmentOf(segment) !== undefined;
