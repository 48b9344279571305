import path from 'node:path';
import type { Plan } from '../../lib/plan/schema.ts';
import { nameOf } from '../../lib/plan/target.ts';
import { workingAlone } from '../io/work-lock.ts';

/**
 * Searches an org from a folder, one search at a time: of two each would take the other's load for the org's own, and go
 * on from the other's phases.
 */
export function searchingAlone({ target }: Plan, cwd: string, search: () => Promise<number>): Promise<number> {
  const name = nameOf(target).replace(/[^A-Za-z0-9.-]/g, '-');
  return workingAlone(path.join(cwd, 'results', `search-${name}`), search);
}
