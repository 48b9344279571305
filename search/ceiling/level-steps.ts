import { isClean, isComplete, type ProbeReading } from '../../lib/plan/probes/phase.ts';
import type { SearchSettings } from '../../lib/plan/probes/settings.ts';
import { windowsAt } from '../../lib/plan/probes/success-run.ts';
import type { WindowResult } from './search-result.ts';

/** The share of a level by which the next one is lower. */
const STEP = 0.015;
/** A level that fails after fewer clean windows failed quickly. The step then doubles. */
const QUICKLY = 6;
/** A level below this share of the one that is tried is none of its noise: it moved, or the tenant was out. */
const FAR_BELOW = 0.85;
/** Windows before those that are spread over time, to find a level that is worth the time. They claim nothing. */
const SCREENING = 8;

/** A level that is tried: the windows that it needs, and those that it has. */
export class LevelSteps {
  readonly #settings: SearchSettings;
  /** The number of the level that is tried, from 1. Levels that were only screened do not count. */
  tried = 1;
  level = 0;
  clean = 0;
  #growth = 1;
  #screened: boolean;
  /** When the first of the clean windows began, and the last ended (Unix ms). */
  fromMs = 0;
  toMs = 0;

  constructor(settings: SearchSettings) {
    this.#settings = settings;
    this.#screened = settings.spreadMs === undefined;
  }

  begin(level: number): void {
    this.level = level;
    this.clean = 0;
  }

  /** How many clean windows the level needs. */
  get wanted(): number {
    const { quick, windows, confidence, reliability } = this.#settings;
    if (!this.#screened) return SCREENING;
    return quick ? windows : windowsAt(this.tried, confidence, reliability);
  }

  get isDone(): boolean {
    return this.#screened && this.clean >= this.wanted;
  }

  /** How far apart windows begin (ms). */
  get everyMs(): number {
    const { spreadMs } = this.#settings;
    return spreadMs === undefined || !this.#screened ? 0 : spreadMs / this.wanted;
  }

  /** Whether clean windows claim something: those of a screening do not. */
  get claims(): boolean {
    return this.#screened && this.clean > 0;
  }

  cleanWindow(fromMs: number, toMs: number): void {
    if (this.clean === 0) this.fromMs = fromMs;
    this.toMs = toMs;
    this.clean++;
    if (this.#screened || this.clean < SCREENING) return;
    this.#screened = true;
    this.clean = 0;
  }

  /** Steps down. Whether the window was refused so far below the level that this has to be looked into first. */
  refusedWindow(reading: ProbeReading): boolean {
    if (this.clean >= QUICKLY) this.#growth = 1;
    const base = Math.max(this.#settings.step, Math.ceil(this.level * STEP));
    const seen = insideBefore(reading);
    const isFar = seen < this.level * FAR_BELOW;
    // A step that has grown does not go below what was inside when the window was refused.
    const lowest = Math.min(this.level - base, seen);
    this.again(Math.max(this.level - base * this.#growth, lowest));
    this.#growth *= 2;
    return isFar;
  }

  /** Tries another level, or the same once more. */
  again(level: number): void {
    this.level = level;
    this.clean = 0;
    if (this.#screened) this.tried++;
  }
}

/** How many were inside when the first was refused, or stayed in where sessions were closed. */
export function insideBefore({ firstRefused, held, dropped, admitted }: ProbeReading): number {
  const first = firstRefused === undefined ? admitted : firstRefused - 1;
  return dropped > 0 && held > 0 ? Math.min(first, held) : first;
}

/** The share of sessions that may come in after one that was refused by chance, and by the full house when it knocked again. */
const WHILE_KNOCKING = 0.1;

/**
 * The same for a tenant that refuses some by chance: who was refused so just before the house was full, and then because
 * it was, is not the first that the level refuses.
 */
export function insideDespiteChance(reading: ProbeReading): number {
  const before = insideBefore(reading);
  const { admitted, dropped } = reading;
  return dropped === 0 && before >= admitted * (1 - WHILE_KNOCKING) ? admitted : before;
}

/**
 * The outcome of a window, or undefined when the run ended before it was decided. `crowded`: sessions of the window
 * before left too late.
 */
export function outcomeOf(reading: ProbeReading, crowded: boolean): WindowResult['outcome'] | undefined {
  if (isClean(reading)) return 'clean';
  if (reading.refused + reading.failed + reading.dropped > 0) return crowded ? 'late' : 'refused';
  return isComplete(reading) && reading.late > 0 ? 'late' : undefined;
}
