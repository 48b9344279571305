import exec from 'k6/execution';

let underWay = false;

/**
 * Runs an iteration and makes sure that none before it was cut. A hard stop inside an async function breaks promises
 * in that VU for good (k6.md section 11, hazard 1), so a VU that comes back with its last iteration unfinished ends
 * the test rather than loop flat out.
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
