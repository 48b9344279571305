import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Room for new objects: half of it serves at a time. Less costs collections, more costs memory. */
const NEW_SPACE_BYTES = 8 * 1_024 * 1_024;

/**
 * A run may have thousands of VUs, and its memory is to be theirs: garbage grows the heap by a third at most (V8 alone:
 * up to four times), and the room for new objects to 8 MB (V8 alone: up to 48 MB). V8 reads both flags as it goes.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
  const watch = new PerformanceObserver(() => {
    if (newSpaceBytes() < NEW_SPACE_BYTES) return;
    setFlagsFromString('--semi-space-growth-factor=1');
    watch.disconnect();
  });
  watch.observe({ entryTypes: ['gc'] });
}

function newSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
