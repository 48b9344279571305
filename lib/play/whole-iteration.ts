import exec from 'k6/execution';

let underWay = false;

/**
 * Runs an iteration, and ends the test where the iteration before it in this VU was cut. A hard stop inside an async
 * function breaks promises in that VU for good (docs/facts/k6.md section 11, hazard 1), and the VU would become a
 * busy loop.
 */
export async function wholeIteration(iteration: () => Promise<void>): Promise<void> {
  if (underWay) {
    exec.test.abort('an iteration was cut by a hard stop: the graceful windows must exceed the longest visit');
  }
  underWay = true;
  try {
    await iteration();
  } finally {
    underWay = false;
  }
}
