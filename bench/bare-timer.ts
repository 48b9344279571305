/**
 * How late timers fire in a process that does nothing else. Sets `count` timers, `perSecond` of them a second, and prints
 * how late each fired, as a JSON array of ms.
 *
 *     node bare-timer.js <count> <perSecond>
 */
const [count = 0, perSecond = 1] = process.argv.slice(2).map(Number);
const start = performance.now();
const late: number[] = [];
for (let n = 1; n <= count; n++) {
  const atMs = (n * 1_000) / perSecond;
  setTimeout(() => {
    late.push(performance.now() - start - atMs);
    if (late.length === count) console.log(JSON.stringify(late));
  }, atMs);
}
