import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Finds a file that a plan names: below the working directory, beside the plan, or in `dist`, where a bundle finds it.
 * Returns its absolute path, or undefined when it is in none of them.
 */
export function findPlannedFile(planFile: string, file: string, cwd: string): string | undefined {
  const folders = [cwd, path.dirname(path.resolve(cwd, planFile)), path.join(cwd, 'dist')];
  return folders.map((folder) => path.resolve(folder, file)).find((place) => existsSync(place));
}
