/**
 * What an answer has to look like for its reader: only the fields that are read. A key that ends in `?` may be missing
 * or null. Fields that stand in no shape are not looked at, since Genesys adds fields at any time.
 *
 * @example
 * const ME: ShapeOf<UserMe> = { id: 'string' };
 */
export type ShapeOf<T> = T extends string
  ? 'string'
  : T extends number
    ? 'number'
    : T extends boolean
      ? 'boolean'
      : T extends readonly (infer Element)[]
        ? readonly [ShapeOf<Element>]
        : { readonly [Key in keyof T & string as Key | `${Key}?`]?: ShapeOf<NonNullable<T[Key]>> };

/** A shape of anything. */
export type Shape = string | readonly [Shape] | { readonly [key: string]: Shape | undefined };

/**
 * The first place where a value is not as its shape says, what is there and what was expected. Undefined where all is
 * well. The line holds no value, since a value may be a text or a token.
 *
 * @example
 * misfit({ entities: [{ id: 'string' }] }, { entities: [{}] }); // 'entities[0].id: missing; expected: string'
 */
export function misfit(shape: Shape, value: unknown, where = ''): string | undefined {
  if (typeof shape === 'string') return sameKind(typeof value === shape, value, shape, where);
  if (Array.isArray(shape)) return misfitInList(shape[0], value, where);
  const wrong = sameKind(typeof value === 'object' && !Array.isArray(value), value, 'object', where);
  if (wrong !== undefined || value === null) return wrong ?? sameKind(false, value, 'object', where);
  for (const [key, part] of Object.entries(shape)) {
    const optional = key.endsWith('?');
    const name = optional ? key.slice(0, -1) : key;
    const inner = (value as Record<string, unknown>)[name];
    if (part === undefined || (optional && (inner === undefined || inner === null))) continue;
    const found = misfit(part, inner, where === '' ? name : `${where}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function misfitInList(shape: Shape, value: unknown, where: string): string | undefined {
  if (!Array.isArray(value)) return sameKind(false, value, 'list', where);
  for (let place = 0; place < value.length; place++) {
    const found = misfit(shape, value[place], `${where}[${place}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function sameKind(fits: boolean, value: unknown, expected: string, where: string): string | undefined {
  return fits ? undefined : `${where || 'the body'}: ${kindOf(value)}; expected: ${expected}`;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}

/**
 * Parses a body. A field that is null counts as missing, as in Genesys's models no field is null by meaning. Undefined
 * for an empty text; throws a SyntaxError for a text that is not JSON, such as a proxy's own page.
 */
export function parseBody(text: string): unknown {
  if (text === '') return undefined;
  return text.includes('null') ? JSON.parse(text, dropNull) : JSON.parse(text);
}

function dropNull(_key: string, value: unknown): unknown {
  return value === null ? undefined : value;
}

/** A body as its reader may use it, or why it cannot be used, in one line. */
export type BodyRead<T> = { readonly ok: true; readonly body: T } | { readonly ok: false; readonly why: string };

/** Parses a body and holds it to its shape; without a shape nothing of it is looked at. */
export function readBody<T>(text: string, shape: Shape | undefined): BodyRead<T> {
  let body: unknown;
  try {
    body = parseBody(text);
  } catch {
    return { ok: false, why: 'the body: not JSON; expected: JSON' };
  }
  const why = shape && misfit(shape, body);
  return why === undefined ? { ok: true, body: body as T } : { ok: false, why };
}
