import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Plan } from '../../lib/plan/schema.ts';
import { resultText } from '../../lib/verdict/result-text.ts';
import { ResultError, readResult } from '../../report/read/result.ts';
import { writeFileAtomically } from '../io/atomic-file.ts';
import { makeFolder } from '../io/output-file.ts';

/** The content of a resume file: what an interrupted search, attribution or comparison has measured. */
interface ResumeContent<T> {
  readonly of: string;
  readonly fingerprint: string;
  readonly seed: number;
  /** The level around which an attribution runs its trials, once it is known. */
  readonly level?: number;
  readonly history: readonly T[];
}

/**
 * A hash of the part of a plan that decides what is measured. A longer budget or another approval does not change it.
 */
export function planFingerprint(plan: Plan, ...more: readonly unknown[]): string {
  const { approval: _, ceiling, ...rest } = plan;
  const { budgetMs: __, ...search } = ceiling;
  return createHash('sha256')
    .update(JSON.stringify([rest, search, ...more]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * A file that holds everything measured so far. It is rewritten after each phase, and removed when there is an answer.
 */
export class ResumeFile<T> {
  readonly path: string;
  readonly seed: number;
  readonly history: T[];
  level: number | undefined;
  readonly #of: string;
  readonly #fingerprint: string;

  private constructor(file: string, of: string, fingerprint: string, seed: number, history: T[]) {
    this.path = file;
    this.seed = seed;
    this.history = history;
    this.#of = of;
    this.#fingerprint = fingerprint;
  }

  /**
   * Reads the file, or begins an empty history with `seed` where there is none or `fresh` is set. Throws an error of
   * one line when the file belongs to another plan or command.
   */
  static open<T>(file: string, of: string, fingerprint: string, seed: number, fresh: boolean): ResumeFile<T> {
    const kept = fresh ? undefined : read<T>(file);
    if (kept === undefined) return new ResumeFile(file, of, fingerprint, seed, []);
    if (kept.of !== of || kept.fingerprint !== fingerprint) {
      throw new Error(`resume file ${file}: of another plan; allowed: the plan that it was begun with, or --fresh`);
    }
    const resumed = new ResumeFile(file, of, fingerprint, kept.seed, [...kept.history]);
    resumed.level = kept.level;
    return resumed;
  }

  add(measured: T): void {
    this.history.push(measured);
    makeFolder(path.dirname(this.path));
    const { seed, history, level } = this;
    const base = { of: this.#of, fingerprint: this.#fingerprint, seed, history };
    const kept: ResumeContent<T> = level === undefined ? base : { ...base, level };
    writeFileAtomically(this.path, resultText(kept));
  }

  remove(): void {
    rmSync(this.path, { force: true });
  }
}

function read<T>(file: string): ResumeContent<T> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { content } = readResult(file, ['resume']);
    return content as unknown as ResumeContent<T>;
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    throw new Error(`resume file ${file}: ${error.why}, or --fresh`);
  }
}
