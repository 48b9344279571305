type Select = (value: unknown, path: string) => unknown;

const OPERATORS = ['==', '!=', '<=', '>=', '!%', '<', '>', '%', '='] as const;
type Operator = (typeof OPERATORS)[number];

/** Whether an element fulfils the query of `#(path operator value)`; without an operator, whether the path leads somewhere. */
export function holdsFor(query: string, select: Select, lacks: (what: string) => Error): (element: unknown) => boolean {
  const { path, operator, wanted } = partsOf(query);
  const ofElement = (element: unknown) => (path === '' ? element : select(element, path));
  if (operator === undefined) return (element) => ofElement(element) !== undefined;
  if (wanted.startsWith('~')) throw lacks(` with the operator ${operator}~`);
  const value = valueIn(wanted);
  return (element) => compares(ofElement(element), operator, value);
}

function partsOf(query: string): { path: string; operator: Operator | undefined; wanted: string } {
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < query.length; at += 1) {
    const char = query.charAt(at);
    if (char === '\\') at += 1;
    else if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    else if (depth === 0) {
      const operator = OPERATORS.find((one) => query.startsWith(one, at));
      if (operator)
        return { path: query.slice(0, at).trim(), operator, wanted: query.slice(at + operator.length).trim() };
    }
  }
  return { path: query.trim(), operator: undefined, wanted: '' };
}

/** A value of a query: JSON, or text without quotes. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function compares(value: unknown, operator: Operator, wanted: unknown): boolean {
  if (operator === '%' || operator === '!%') {
    return typeof value === 'string' && likeness(String(wanted))(value) === (operator === '%');
  }
  if (operator === '==' || operator === '=') return value === wanted;
  if (operator === '!=') return value !== undefined && value !== wanted;
  if (typeof value !== typeof wanted || (typeof value !== 'number' && typeof value !== 'string')) return false;
  const [a, b] = [value, wanted as typeof value];
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

/** Whether a text is like a pattern in which `*` stands for any characters and `?` for one; a backslash takes a meaning away. */
export function likeness(pattern: string): (text: string) => boolean {
  const source = pattern.replace(/\\?./gs, (part) => {
    if (part === '*') return '[\\s\\S]*';
    if (part === '?') return '[\\s\\S]';
    return part.slice(-1).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
  const expression = new RegExp(`^${source}$`);
  return (text) => expression.test(text);
}
