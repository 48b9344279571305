/**
 * Timers to the instants of an even schedule, in a process that does nothing else: `bare-timer <count> <a second>`
 * prints how late each was, as a JSON array of ms.
 */
const [count = 0, perSecond = 1] = process.argv.slice(2).map(Number);
const start = performance.now();
const late: number[] = [];
for (let place = 1; place <= count; place++) {
  const atMs = (place * 1_000) / perSecond;
  setTimeout(() => {
    late.push(performance.now() - start - atMs);
    if (late.length === count) console.log(JSON.stringify(late));
  }, atMs);
}
