import exec from 'k6/execution';

let underWay = false;

/**
 * Runs one visit and makes sure that none is ever cut. A hard stop inside an async function breaks promises in that VU
 * for good (k6.md section 11, hazard 1), so a VU that comes back with its last visit unfinished ends the test rather
 * than loop flat out.
 */
export async function wholeVisit(visit: () => Promise<void>): Promise<void> {
  if (underWay) {
    exec.test.abort('a visit was cut by a hard stop: the graceful windows must exceed the longest visit');
  }
  underWay = true;
  await visit();
  underWay = false;
}
