/**
 * The text of `path`, or undefined when there is none: as given, beside the bundle, then from the folder above it,
 * because k6's `open()` takes a relative path from the bundle's folder (docs/facts/k6.md section 8). Init context only.
 * Throws where it is a folder.
 */
export function openFirst(path: string): string | undefined {
  for (const candidate of path.startsWith('/') ? [path] : [path, `../${path}`]) {
    try {
      return open(candidate);
    } catch (error) {
      // Not there: the next place. k6 says of a folder that it "can't be used with directories".
      if (String(error).includes('directories')) throw new Error(`${path}: a folder; allowed: a file`);
    }
  }
  return undefined;
}
