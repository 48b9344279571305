import path from 'node:path';
import { workingAlone } from '../io/work-lock.ts';

/** Searches in a folder, one at a time: two would load the org at once, and each would take the other's load for its own. */
export const searchingAlone = (cwd: string, search: () => Promise<number>): Promise<number> =>
  workingAlone(path.join(cwd, 'results', 'search'), search);
