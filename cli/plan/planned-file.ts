import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where a file is that a plan names: as given, beside the plan, or where a bundle finds it; undefined when nowhere. */
export function findPlannedFile(planFile: string, file: string, cwd: string): string | undefined {
  const folders = [cwd, path.dirname(path.resolve(cwd, planFile)), path.join(cwd, 'dist')];
  return folders.map((folder) => path.resolve(folder, file)).find((place) => existsSync(place));
}
