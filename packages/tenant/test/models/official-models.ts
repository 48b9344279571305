import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The operations and models of Genesys's own JavaScript SDK (`purecloud-platform-client-v2`). Its sources are generated
 * code of one shape, and are read as text: that takes a tenth of a second, where the compiler takes many. Types and
 * required fields are in them, enums are not (official-enums.ts has those).
 */

const SDK = path.dirname(createRequire(import.meta.url).resolve('purecloud-platform-client-v2/package.json'));
const API = path.join(SDK, 'src/purecloud-platform-client-v2/api');

const OPERATION =
  /^\t(\w+)\([^)\n]*\) \{(?:(?!^\t\}).)*?callApi\(\s*'([^']+)',\s*'(\w+)',\s*\{[^}]*\},\s*\{([^}]*)\}/gms;
const ANSWER = /^\s+(\w+)\(.*\): Promise<(.+)>;\s*$/gm;
const MODEL = /^\texport interface (\w+) \{(.*?)^\t\}/gms;
const PARAMETER = /'(\w+)':/g;
const FIELD = /^\t\t"([^"]+)"(\??): (.+);\s*$/gm;

interface Operation {
  readonly method: string;
  /** Of the path: `{queueId}` stands for any one. */
  readonly segments: readonly string[];
  /** The names of its query parameters. */
  readonly query: readonly string[];
  /** The type of the answer as TypeScript has it: `Models.Queue`, `Array<Models.UserPresence>`, `void`. */
  readonly answer: string;
}

interface Field {
  readonly type: string;
  readonly required: boolean;
}

export type Model = ReadonlyMap<string, Field>;

export class OfficialModels {
  readonly #models: ReadonlyMap<string, string>;
  readonly #operations: readonly Operation[];
  /** Few of three thousand models are asked for: each is taken apart when it is. */
  readonly #read = new Map<string, Model>();

  constructor() {
    const types = readFileSync(path.join(SDK, 'index.d.ts'), 'utf8');
    this.#models = new Map([...types.matchAll(MODEL)].map(([, name = '', fields = '']) => [name, fields]));
    const answers = new Map([...types.matchAll(ANSWER)].map(([, name = '', type = '']) => [name, type]));
    this.#operations = readdirSync(API)
      .flatMap((file) => [...readFileSync(path.join(API, file), 'utf8').matchAll(OPERATION)])
      .map(([, name = '', template = '', method = '', query = '']) => ({
        method,
        segments: template.split('/'),
        query: [...query.matchAll(PARAMETER)].map(([, parameter = '']) => parameter),
        answer: answers.get(name) ?? '',
      }))
      .sort((a, b) => parameters(a) - parameters(b));
  }

  /** The operation of a call; undefined when the SDK has none. */
  operation(method: string, to: string): Operation | undefined {
    const asked = to.split('/');
    return this.#operations.find((one) => one.method === method && fits(one.segments, asked));
  }

  /** The fields of a model by name; undefined when the SDK has no such model. */
  model(name: string): Model | undefined {
    const known = this.#read.get(name);
    const text = this.#models.get(name);
    if (known !== undefined || text === undefined) return known;
    const fields = [...text.matchAll(FIELD)].map(
      ([, field = '', optional, type = '']) => [field, { type, required: optional === '' }] as const,
    );
    const model = new Map(fields);
    this.#read.set(name, model);
    return model;
  }
}

const isParameter = (segment: string): boolean => segment.startsWith('{');
/** Of two operations that fit a path, the one with fewer parameters is meant: `users/me` before `users/{userId}`. */
const parameters = ({ segments }: Operation): number => segments.filter(isParameter).length;

const fits = (segments: readonly string[], asked: readonly string[]): boolean =>
  segments.length === asked.length && segments.every((one, i) => isParameter(one) || one === asked[i]);
