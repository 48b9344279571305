import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { bareRealm } from './bare-realm.ts';
import type { Bundle } from './bundle.ts';

/**
 * The limits on the memory of one more VU in V8, and on the size of a bundle. In Sobek, k6's engine, a VU costs about
 * 25 times as much.
 */
export const BUDGET = { kilobytesPerVu: 4, bytes: 1_000_000 };

const VUS = 1_000;
/** The median of this many rounds counts, since other work in the process disturbs a single one. */
const ROUNDS = 3;

export interface Cost {
  readonly bytes: number;
  readonly kilobytesPerVu: number;
}

/** Evaluates the bundle for so many VUs in a bare realm. */
export function costOf(bundle: Bundle, vus = VUS): Cost {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const evaluate = bareRealm(bundle);
  const costs = Array.from({ length: ROUNDS }, () => {
    const kept: unknown[] = [evaluate(0), evaluate(1)];
    gc();
    const before = process.memoryUsage().heapUsed;
    for (let vu = 0; vu < vus; vu++) kept.push(evaluate(vu + 2));
    gc();
    return (process.memoryUsage().heapUsed - before) / 1024 / (kept.length - 2);
  });
  costs.sort((a, b) => a - b);
  return { bytes: Buffer.byteLength(bundle.code), kilobytesPerVu: costs[Math.floor(ROUNDS / 2)] ?? 0 };
}

/** Why the bundle is over its budget, or undefined. */
export function overBudget({ bytes, kilobytesPerVu }: Cost): string | undefined {
  if (bytes > BUDGET.bytes) return `is ${bytes} bytes; allowed: ${BUDGET.bytes}`;
  if (kilobytesPerVu <= BUDGET.kilobytesPerVu) return undefined;
  return `costs ${kilobytesPerVu.toFixed(1)} KB a VU; allowed: ${BUDGET.kilobytesPerVu} KB: keep less at the top level`;
}
