/** Where a script looks for a file beside the places that k6 knows. */
export interface Beside {
  /** The plan that names the file, as `-e PLAN` has it. */
  readonly plan?: string | undefined;
  /** The working folder: the shell says it in `PWD`, and k6 does not. */
  readonly folder?: string | undefined;
}

/**
 * The text of `path`, or undefined when there is none in any place of `placesOf`. Init context only. Throws where it is a
 * folder.
 */
export function openFirst(path: string, beside: Beside = {}): string | undefined {
  for (const place of placesOf(path, beside)) {
    try {
      return open(place);
    } catch (error) {
      // Not there: the next place. k6 says of a folder that it "can't be used with directories".
      if (String(error).includes('directories')) throw new Error(`${path}: a folder; allowed: a file`);
    }
  }
  return undefined;
}

/**
 * Where a file is looked for, in this order: as given, beside the script, in the folder above it, because k6's `open()`
 * takes a relative path from the script's folder (docs/facts/k6.md section 8); beside the plan; in the working folder; and
 * then by its bare name beside the script and beside the plan, since a ConfigMap is flat.
 *
 * @example
 * placesOf('plans/a.json', {}); // ['plans/a.json', '../plans/a.json', 'a.json', '../a.json']
 */
export function placesOf(path: string, { plan, folder }: Beside): string[] {
  const besidePlan = plan === undefined ? [] : fromScript(folderOf(plan));
  const name = path.slice(path.lastIndexOf('/') + 1);
  const isAbsolute = path.startsWith('/');
  const places = [
    ...fromScript(path),
    ...(isAbsolute ? [] : besidePlan.map((place) => `${place}${path}`)),
    ...(isAbsolute || !folder ? [] : [`${folder}/${path}`]),
    ...fromScript(name),
    ...besidePlan.map((place) => `${place}${name}`),
  ];
  return [...new Set(places)];
}

const fromScript = (path: string): string[] => (path.startsWith('/') ? [path] : [path, `../${path}`]);

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
