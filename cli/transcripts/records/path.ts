/** Takes a value out of a JSON value, or undefined where there is none. */
export type Taker = (value: unknown) => unknown;

const STEP = /\.([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]|\[\*\]/y;

/**
 * A path into a JSON value: `$.sender.name`, `$['sender name']`, `$.messages[0]`, and with `[*]` all elements of an array,
 * `$.pages[*].messages[*]`. Whatever does not begin with `$` is the name of a key, dots and all. Throws an error of one line.
 *
 * @param option how the user named it
 * @example pathOf('--text', '$.body.text')({ body: { text: 'Hello' } }) // 'Hello'
 */
export function pathOf(option: string, path: string): Taker {
  if (!path.startsWith('$')) return (value) => keyIn(value, path);
  const steps: (string | number | typeof ALL)[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const step = STEP.exec(path);
    if (step === null)
      throw new Error(`${option} ${path}: no path; allowed: such as $.messages[*].text, or the name of a key`);
    const [, key, index, quoted] = step;
    steps.push(key ?? quoted ?? (index === undefined ? ALL : Number(index)));
  }
  return steps.includes(ALL) ? (value) => allAt(value, steps) : (value) => steps.reduce<unknown>(oneAt, value);
}

const ALL = Symbol('all elements');
type Step = string | number | typeof ALL;

/** The value of an object's own key. */
export function keyIn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}

function oneAt(value: unknown, step: Step): unknown {
  return typeof step === 'symbol' ? undefined : keyIn(value, String(step));
}

/** The elements of arrays, one level for each `[*]`. */
function allAt(value: unknown, steps: readonly Step[]): unknown[] {
  return steps.reduce<unknown[]>(
    (values, step) =>
      typeof step === 'symbol'
        ? values.flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : []))
        : values.map((one) => oneAt(one, step)),
    [value],
  );
}
