import { statSync } from 'node:fs';

/** Whether a path is that of a folder; false when nothing is there. */
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
