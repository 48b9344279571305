import { setFlagsFromString } from 'node:v8';

/**
 * A run may have thousands of VUs, and its memory is to be theirs: garbage grows the heap by a fifth at most (V8 alone:
 * up to four times). V8 reads the flag as it goes.
 */
export function limitHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=20');
}
