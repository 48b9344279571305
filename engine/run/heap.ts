import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Room for new objects: half of it serves at a time. Less costs collections, more costs memory. */
const NEW_SPACE_BYTES = 16 * 1_024 * 1_024;

/**
 * A run may have thousands of VUs, and its memory is to be theirs: garbage grows the heap by a fifth at most (V8 alone:
 * up to four times), and the room for new objects to 16 MB (V8 alone: 32 MB or more). V8 reads both flags as it goes. What
 * comes back ends the watch.
 */
export function keepHeapSmall(): () => void {
  setFlagsFromString('--heap-growing-percent=20');
  // It doubles when it is full, several times before this code hears of it: while a script loads it is to stay as it is.
  let mayGrow = false;
  setFlagsFromString('--semi-space-growth-factor=1');
  const limit = () => {
    const grows = newSpaceBytes() < NEW_SPACE_BYTES;
    if (grows === mayGrow) return;
    mayGrow = grows;
    setFlagsFromString(`--semi-space-growth-factor=${grows ? 2 : 1}`);
  };
  const watch = new PerformanceObserver(limit);
  watch.observe({ entryTypes: ['gc'] });
  return () => watch.disconnect();
}

function newSpaceBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
