import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that wait for clocks the longest. */
const LONG =
  /\/(e2e\/(fault-matrix|gates|real-dialogues|storm|ceiling|restart|verdict|platform-load|agents)|conformance\/conformance)\./;
const WHOLE_RUNS = /\/(e2e|conformance|acceptance)\//;

/**
 * Begins with the files that take longest, so that none is left over when the others are through. Without a cache, as in
 * CI, vitest goes by a file's size, which says little of one that starts a process and waits for it.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (LONG.test(moduleId) ? 0 : WHOLE_RUNS.test(moduleId) ? 1 : 2);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
