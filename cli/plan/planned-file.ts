import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * Finds a file that a plan names, in the places and in the order in which a script does that is run from here
 * (`placesOf`): beside the bundle in `dist`, below the working directory, beside the plan, and then by its bare name. Returns
 * its absolute path, or undefined when it is in none of them.
 */
export function findPlannedFile(planFile: string, file: string, cwd: string): string | undefined {
  const folders = [path.join(cwd, 'dist'), cwd, path.dirname(path.resolve(cwd, planFile))];
  return [file, path.basename(file)]
    .flatMap((name) => folders.map((folder) => path.resolve(folder, name)))
    .find((place) => existsSync(place));
}
