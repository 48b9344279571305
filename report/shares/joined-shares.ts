import path from 'node:path';
import { doOverlap, isSameSegment, type Segment, segmentOf, segmentsOf, shareName } from '../../lib/plan/segment.ts';
import type { ShareFile } from './share-file.ts';

/** One share of a run: its files, or none where it is missing. */
export interface JoinedShare {
  /** In words, such as `share 2 of 4`. */
  readonly name: string;
  readonly segment: Segment;
  readonly result: ShareFile | undefined;
  readonly samples: ShareFile | undefined;
  /** Why it is not whole, in words whose subject is the share; undefined where it is. */
  readonly lacks: string | undefined;
}

/** The shares of one run, in their order, each known by its files. */
export interface JoinedShares {
  readonly run: string;
  readonly script: string;
  /** When the first share began and the last one ended (Unix ms). */
  readonly fromMs: number;
  readonly toMs: number;
  readonly shares: readonly JoinedShare[];
  /** Whether the samples of all shares are there, which tell more than results. */
  readonly bySamples: boolean;
}

const WHOLE: Segment = { from: 0, to: 1 };

/**
 * Puts files of shares together to one run. Nothing is put together by guess: an error of one line is thrown where they
 * are of several runs, or where shares do not fit each other. A share that is missing or was cut is named in `lacks`.
 *
 * @param wanted the id of the run, where the files are of several
 */
export function joinShares(files: readonly ShareFile[], wanted?: string): JoinedShares {
  const ours = ofOneRun(files, wanted);
  const [first] = ours;
  if (first === undefined)
    throw new Error('no result and no samples of a share; allowed: those of -e RESULTS and --out json');
  for (const file of ours) refuseDifference(first, file);
  const segments = segmentsIn(ours, first);
  refuseDoubles(ours);
  const resultsAreKept = ours.some(({ kind }) => kind === 'result');
  const shares = segments.map((segment) => {
    const own = ours.filter((file) => isSameSegment(segmentIn(file), segment));
    const result = own.find(({ kind }) => kind === 'result');
    const samples = own.find(({ kind }) => kind === 'samples');
    const name = nameOf(segment, first, segments);
    return { name, segment, result, samples, lacks: lackOf(result, samples, resultsAreKept) };
  });
  const present = shares.filter(({ result, samples }) => (result ?? samples) !== undefined);
  const bySamples = present.every(({ samples }) => samples !== undefined);
  const [fromMs, toMs] = [Math.min(...ours.map((file) => file.fromMs)), Math.max(...ours.map((file) => file.toMs))];
  return { run: first.run, script: first.script, fromMs, toMs, shares, bySamples };
}

function ofOneRun(files: readonly ShareFile[], wanted: string | undefined): readonly ShareFile[] {
  const runs = new Map<string, ShareFile[]>();
  for (const file of files) runs.set(file.run, [...(runs.get(file.run) ?? []), file]);
  if (wanted !== undefined) {
    const found = runs.get(wanted);
    if (found !== undefined) return found;
    throw new Error(`--run ${wanted}: no file is of it; allowed: ${[...runs.keys()].join(', ')}`);
  }
  if (runs.size < 2) return files;
  const told = [...runs].map(([run, of]) => `${run} (${of.map(baseOf).join(', ')})`);
  throw new Error(`files of ${runs.size} runs: ${told.join('; ')}; allowed: those of one, by --run <id>`);
}

const baseOf = ({ path: file }: ShareFile): string => path.basename(file);

/** Throws where two files of a run are of different scripts, plans, seeds, versions or divisions of the run. */
function refuseDifference(one: ShareFile, other: ShareFile): void {
  const differ = (what: string, a: unknown, b: unknown) =>
    new Error(`${baseOf(other)} is of ${what} ${b}, and ${baseOf(one)} of ${a}; allowed: shares of one run`);
  if (one.script !== other.script) throw differ('the script', one.script, other.script);
  if (one.seed !== undefined && other.seed !== undefined && one.seed !== other.seed)
    throw differ('seed', one.seed, other.seed);
  if (one.plan !== other.plan) throw differ('the plan', one.plan, other.plan);
  if (one.version !== other.version) throw differ('version', one.version, other.version);
  if (one.sequence !== other.sequence)
    throw differ('the segments', one.sequence ?? 'no sequence', other.sequence ?? 'no sequence');
  if (one.shares !== other.shares) throw differ('SHARES', one.shares, other.shares);
}

const segmentIn = ({ segment }: ShareFile): Segment => segmentOf(segment) ?? WHOLE;

/** All segments of the run, those of missing shares too. Throws where some overlap, or are of no division of the run. */
function segmentsIn(files: readonly ShareFile[], first: ShareFile): readonly Segment[] {
  for (const [at, file] of files.entries()) {
    for (const other of files.slice(0, at)) {
      const [one, two] = [segmentIn(other), segmentIn(file)];
      if (!isSameSegment(one, two) && doOverlap(one, two))
        throw new Error(
          `${baseOf(other)} (${other.segment || 'the whole run'}) and ${baseOf(file)} (${file.segment || 'the whole run'}) overlap; allowed: segments of one division of the run`,
        );
    }
  }
  const own = segmentOf(first.segment);
  if (own === undefined) return [WHOLE];
  const told = segmentsOf(own, first.sequence);
  const isOneOfTold = (file: ShareFile) => told.some((segment) => isSameSegment(segment, segmentIn(file)));
  if (files.every(isOneOfTold)) return told;
  return withGaps(files.map(segmentIn));
}

/** The segments that are there in their order, and between them those that nobody has. */
function withGaps(segments: readonly Segment[]): Segment[] {
  const inOrder = [...segments].sort((a, b) => a.from - b.from);
  const all: Segment[] = [];
  let reached = 0;
  for (const segment of inOrder) {
    if (all.some((one) => isSameSegment(one, segment))) continue;
    if (segment.from - reached > 1e-9) all.push({ from: reached, to: segment.from });
    all.push(segment);
    reached = segment.to;
  }
  return 1 - reached > 1e-9 ? [...all, { from: reached, to: 1 }] : all;
}

/** Throws where two files of one kind are of one share, or two shares have one instance id. */
function refuseDoubles(files: readonly ShareFile[]): void {
  for (const [at, file] of files.entries()) {
    for (const other of files.slice(0, at)) {
      const isSame = isSameSegment(segmentIn(file), segmentIn(other));
      if (isSame && file.kind === other.kind)
        throw new Error(
          `${baseOf(other)} and ${baseOf(file)} are both of ${shareName(file.segment, file.sequence) ?? 'the whole run'}; allowed: one ${file.kind === 'result' ? 'result' : 'file of samples'} for each share`,
        );
      if (!isSame && file.instance !== undefined && file.instance === other.instance)
        throw new Error(
          `${baseOf(other)} and ${baseOf(file)} have the same instance_id, ${file.instance}; allowed: another one for each share`,
        );
    }
  }
}

function nameOf(segment: Segment, first: ShareFile, all: readonly Segment[]): string {
  if (all.length === 1) return 'the whole run';
  const isEqual = all.every(({ from, to }) => Math.abs(to - from - 1 / all.length) < 1e-9);
  if (first.sequence !== undefined || isEqual) return `share ${all.indexOf(segment) + 1} of ${all.length}`;
  return `share ${rounded(segment.from)}:${rounded(segment.to)}`;
}

const rounded = (value: number): string => `${Number(value.toFixed(4))}`;

function lackOf(
  result: ShareFile | undefined,
  samples: ShareFile | undefined,
  resultsAreKept: boolean,
): string | undefined {
  if ((result ?? samples) === undefined) return 'is missing';
  if (result === undefined && resultsAreKept) return 'wrote no result';
  const cut = result?.lacks ?? samples?.lacks;
  return cut === undefined ? undefined : `was cut: ${cut}`;
}

/** What the run is without, each in words: `share 3 of 4 is missing`. */
export const withoutIn = ({ shares }: JoinedShares): string[] =>
  shares.flatMap(({ name, lacks }) => (lacks === undefined ? [] : [`${name} ${lacks}`]));
