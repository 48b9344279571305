import { OPTIONS, UNSUPPORTED } from './option-table.ts';
import { durationMs, integer } from './value-readers.ts';

/**
 * How k6 decodes the JSON of options: it matches keys whatever their case, and takes whole numbers as text
 * (docs/facts/k6.md, section 1). Two numbers as text are documented by example, `vus` and `iterations`; the rest follows from
 * the rules of Go's libraries and was never tried on a k6, so it is a warning.
 */

/** The keys of one kind of object, and what is known of their values. */
interface Shape {
  readonly keys: readonly string[];
  readonly integers: ReadonlySet<string>;
  readonly durations: ReadonlySet<string>;
  /** Objects inside it, by key. */
  readonly inner: Readonly<Record<string, Inner>>;
}
/** `list`: an array of such objects. `map`: an object of such objects, whose own keys are names. `lists`: of such arrays. */
interface Inner {
  readonly as: 'list' | 'map' | 'lists';
  readonly shape: Shape;
}

const words = (text: string) => text.split(' ');

function shape(integers: string, durations: string, others: string, inner: Shape['inner'] = {}): Shape {
  return {
    keys: [...words(integers), ...words(durations), ...words(others)],
    integers: new Set(words(integers)),
    durations: new Set(words(durations)),
    inner,
  };
}

const STAGE = shape('target', 'duration', '');
const THRESHOLD = shape('', 'delayAbortEval', 'threshold abortOnFail');
const SCENARIO = shape(
  'vus iterations rate startRate preAllocatedVUs maxVUs startVUs',
  'startTime gracefulStop duration maxDuration gracefulRampDown timeUnit',
  'executor exec env tags options stages',
  { stages: { as: 'list', shape: STAGE } },
);
const read = (reader: unknown) => OPTIONS.filter((spec) => spec.reader === reader).map(({ key }) => key);
const ROOT: Shape = {
  keys: [...OPTIONS, ...UNSUPPORTED].flatMap(({ key }) => key ?? []),
  integers: new Set(read(integer)),
  durations: new Set(read(durationMs)),
  inner: {
    stages: { as: 'list', shape: STAGE },
    scenarios: { as: 'map', shape: SCENARIO },
    thresholds: { as: 'lists', shape: THRESHOLD },
  },
};

/** Whole numbers whose text k6 takes by its documentation. */
const DOCUMENTED = new Set(['vus', 'iterations']);

/** Options of a script or a config file with k6's own keys, and numbers where their text was given. */
export function decodeOptions(source: object, where: string, warn: (line: string) => void): Record<string, unknown> {
  return decodeObject(source, ROOT, (path, line) => warn(`${where}: ${path} ${line}`), '') as Record<string, unknown>;
}

type Note = (path: string, line: string) => void;

function decodeObject(source: unknown, { keys, integers, durations, inner }: Shape, note: Note, at: string): unknown {
  if (!isObject(source)) return source;
  const decoded: Record<string, unknown> = {};
  for (const [given, value] of Object.entries(source)) {
    const key = keys.includes(given) ? given : (keys.find((one) => one.toLowerCase() === given.toLowerCase()) ?? given);
    const path = `${at}${given}`;
    if (key !== given) note(path, `is taken as ${key}, since k6 seems to match keys whatever their case`);
    // Of two keys that differ in case alone the later one counts.
    delete decoded[key];
    decoded[key] = decodeValue(key, value, path);
  }
  return decoded;

  function decodeValue(key: string, value: unknown, path: string): unknown {
    const within = inner[key];
    if (within) return decodeInner(value, within, note, path);
    if (typeof value !== 'string') return value;
    if (integers.has(key) && /^[+-]?\d+$/.test(value)) {
      if (!DOCUMENTED.has(key)) note(path, `"${value}" is taken as a number, as k6 seems to`);
      return Number(value);
    }
    if (durations.has(key) && /^\d+$/.test(value)) note(path, `"${value}" is taken as milliseconds, as k6 seems to`);
    return value;
  }
}

function decodeInner(value: unknown, { as, shape: one }: Inner, note: Note, path: string): unknown {
  if (as === 'list')
    return Array.isArray(value) ? value.map((each, at) => decodeObject(each, one, note, `${path}[${at}].`)) : value;
  if (!isObject(value)) return value;
  const inEach = (name: string, each: unknown) =>
    as === 'map'
      ? decodeObject(each, one, note, `${path}.${name}.`)
      : decodeInner(each, { as: 'list', shape: one }, note, `${path}.${name}`);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inEach(name, each)]));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
